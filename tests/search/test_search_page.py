"""The search page: finds what is there in the visitor's language, and breaks on nothing."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from wagtail.contrib.search_promotions.models import Query, SearchPromotion

from search.asking.query import MAX_QUERY_LENGTH, clean
from search.models import Miss
from tests import factories
from tests.search.looking import shown, titles_of, words_of


def results(client, page, query: str) -> tuple[list[str], BeautifulSoup]:
    soup = shown(client, page, q=query)
    return titles_of(soup), soup


def test_it_finds_words_of_title_intro_and_body(client, tree, search_page) -> None:
    factories.StoryPageFactory(parent=tree.almelo, title="The bench", intro="Made of mosaic")
    factories.StoryPageFactory(
        parent=tree.stories,
        title="Another",
        body=[{"type": "rich_text", "value": "<p>about a velodrome</p>"}],
    )
    assert results(client, search_page, "bench")[0] == ["The bench"]
    assert results(client, search_page, "mosaic")[0] == ["The bench"]
    assert results(client, search_page, "velodrome")[0] == ["Another"]
    assert results(client, search_page, "zeppelin")[0] == []


def test_other_languages_drafts_and_private_pages_are_not_found(client, tree, search_page) -> None:
    from wagtail.models import PageViewRestriction

    story = factories.StoryPageFactory(parent=tree.almelo, title="Velodrome")
    polish = story.copy_for_translation(tree.locales["pl"], copy_parents=True)
    polish.title = "Velodrome po polsku"
    polish.save_revision().publish()
    factories.StoryPageFactory(parent=tree.almelo, title="Velodrome draft", live=False)
    secret = factories.StoryPageFactory(parent=tree.almelo, title="Velodrome secret")
    PageViewRestriction.objects.create(page=secret, restriction_type="login")
    assert results(client, search_page, "velodrome")[0] == ["Velodrome"]


def test_the_page_asks_as_much_for_many_results_as_for_one(
    client, tree, search_page, django_assert_max_num_queries
) -> None:
    """At most eight for the search, as the API; the others are what any page asks."""
    interest = factories.InterestFactory(name="Cycling", key="cycling")
    factories.StoryPageFactory(parent=tree.almelo, intro="A velodrome")
    shown(client, search_page, q="velodrome")
    with CaptureQueriesContext(connection) as one:
        shown(client, search_page, q="velodrome")
    for story in factories.StoryPageFactory.create_batch(
        12, parent=tree.almelo, intro="A velodrome"
    ):
        story.interests = [interest]
        story.save_revision().publish()
    with CaptureQueriesContext(connection) as empty:
        shown(client, search_page)
    with django_assert_max_num_queries(min(len(one), len(empty) + 8)):
        shown(client, search_page, q="velodrome")


def test_a_long_list_is_paged_and_keeps_the_query(client, tree, search_page) -> None:
    factories.StoryPageFactory.create_batch(12, parent=tree.stories, intro="A velodrome")
    titles, soup = results(client, search_page, "velodrome")
    assert len(titles) == 10
    following = soup.select_one('a[rel="next"]')["href"]
    assert following == "?q=velodrome&page=2"
    rest = BeautifulSoup(client.get(search_page.get_url() + following).content, "html.parser")
    assert len(rest.select(".results h3")) == 2


@pytest.mark.parametrize(
    "query",
    [
        "",
        " ",
        "a",
        "x" * 10_000,
        '"',
        "'",
        "' OR 1=1 --",
        "AND OR NOT NEAR(",
        "title:* ^ ~ - + ( [ {",
        "a* b:* | & ! <->",
        "🎉",
        "شهر עיר",
        "\x00\x01 \u202e abc \ud7ff",
        "%00%ff",
        "nîmes ł ß æ",
    ],
)
def test_nothing_breaks_it(client, tree, search_page, query: str) -> None:
    assert client.get(search_page.get_url(), {"q": query}).status_code == 200
    assert client.get(search_page.get_url(), {"q": query, "page": query or "-1"}).status_code == 200


@pytest.mark.parametrize("query", ['"', 'a"b', '" OR "', '""'])
def test_quotation_marks_break_no_other_search_either(admin_client, tree, query: str) -> None:
    for address in ("/api/v3/pages/", "/admin/images/", "/admin/pages/search/"):
        parameter = "search" if "api" in address else "q"
        response = admin_client.get(address, {parameter: query})
        assert response.status_code == 200, address


def test_a_query_is_shown_as_words_not_as_markup(client, tree, search_page) -> None:
    html = client.get(search_page.get_url(), {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_a_query_is_tidied() -> None:
    assert clean("  two \x00 words\t") == "two words"
    assert len(clean("x" * 500)) == MAX_QUERY_LENGTH


@pytest.mark.parametrize(
    ("language", "number", "words"),
    [
        ("pl", 1, "1 stronę"),
        ("pl", 2, "2 strony"),
        ("pl", 5, "5 stron"),
        ("pl", 22, "22 strony"),
        ("fr", 0, "0 page"),
        ("fr", 2, "2 pages"),
    ],
)
def test_numbers_of_results_are_counted_as_the_language_counts(language, number, words) -> None:
    with translation.override(language):
        message = translation.ngettext(
            "%(counter)s page found for “%(query)s”",
            "%(counter)s pages found for “%(query)s”",
            number,
        ) % {"counter": number, "query": "q"}
    assert words in message
    assert f"{words}s" not in message or words.endswith("s")


def test_nothing_found_is_said_with_what_to_try(client, tree, search_page) -> None:
    tree.almelo.interests = [factories.InterestFactory(name="Cycling")]
    tree.almelo.save()
    factories.SiteSettingsFactory(site=tree.site)
    _titles, soup = results(client, search_page, "zeppelin")
    assert words_of(soup, "#found-status") == "0 pages found for “zeppelin”"
    assert "You could try" in words_of(soup, ".empty")
    assert {link.get_text() for link in soup.select(".examples a")} == {"Almelo", "Cycling"}
    assert "/en/stories/" in {link["href"] for link in soup.select(".ways-on a")}


def test_before_anything_is_asked_nothing_is_said_to_be_missing(client, search_page) -> None:
    soup = shown(client, search_page)
    assert words_of(soup, "#found-status") == ""
    assert not soup.select(".empty")
    assert not soup.select('meta[name="robots"]')


def test_found_words_are_marked_in_escaped_text(client, tree, search_page) -> None:
    factories.StoryPageFactory(
        parent=tree.almelo, title="A <b>velodrome</b>", intro="The <i>velodrome</i> & more"
    )
    soup = shown(client, search_page, q="velodrome")
    title = soup.select_one(".result__title a")
    assert title.decode_contents() == "A &lt;b&gt;<mark>velodrome</mark>&lt;/b&gt;"
    extract = soup.select_one(".result__extract").decode_contents()
    assert "&lt;i&gt;<mark>velodrome</mark>&lt;/i&gt; &amp; more" in extract
    assert words_of(soup, ".result__kind") == "Story"


def test_some_words_are_better_than_none(client, tree, search_page) -> None:
    factories.StoryPageFactory(parent=tree.almelo, title="Velodrome")
    soup = shown(client, search_page, q="velodrome zeppelin")
    assert titles_of(soup) == ["Velodrome"]
    assert "Nothing was found for all words" in words_of(soup, "#found-status"), "it is announced"


def test_a_slip_is_mended_and_said(client, tree, search_page) -> None:
    factories.StoryPageFactory(parent=tree.almelo, title="Velodrome")
    soup = shown(client, search_page, q="velodrone")
    assert titles_of(soup) == ["Velodrome"]
    assert words_of(soup, ".search__note") == (
        "You searched for “velodrone”. These are results for “Velodrome”."
    )
    assert soup.select_one("#search-query")["value"] == "velodrone"


def test_what_only_other_languages_have_is_shown_as_such(client, tree, search_page) -> None:
    polish = tree.home.copy_for_translation(tree.locales["pl"])
    polish.save_revision().publish()
    factories.StoryPageFactory(
        parent=polish, locale=tree.locales["pl"], title="Zeppelin", intro="Zeppelin nad Kaliszem"
    )
    soup = shown(client, search_page, q="zeppelin")
    assert titles_of(soup, ".elsewhere h3") == ["Zeppelin"]
    assert soup.select_one(".elsewhere h3")["lang"] == "pl"
    assert soup.select_one(".elsewhere h3 a")["hreflang"] == "pl"
    assert soup.select_one(".elsewhere .result__extract")["lang"] == "pl"
    assert "in Polish" in words_of(soup, ".elsewhere .result__kind")
    assert words_of(soup, "#found-status").endswith("1 page was found in other languages.")
    assert not soup.select(".empty"), "it has been found"
    assert not soup.select("[data-missed]")
    assert not Miss.objects.exists()


class TestRecommended:
    """What editors have put before all else."""

    @pytest.fixture
    def promote(self, db):
        def make(words: str, **fields) -> None:
            SearchPromotion.objects.create(query=Query.get(words), **fields)

        return make

    def test_it_comes_first_and_once(self, client, tree, search_page, promote) -> None:
        factories.StoryPageFactory(parent=tree.almelo, title="Velodrome")
        best = factories.StoryPageFactory(parent=tree.almelo, title="Our velodrome")
        promote("velodrome", page=best, description="Where we ride")
        soup = shown(client, search_page, q="Velodrome")
        assert words_of(soup, "#promoted") == "Recommended"
        assert titles_of(soup, ".promoted h4") == ["Our velodrome"]
        assert "Where we ride" in words_of(soup, ".promoted")
        assert titles_of(soup) == ["Velodrome"]
        narrowed = shown(client, search_page, q="Velodrome", town="almelo")
        assert not narrowed.select(".promoted"), "it is recommended for the words alone"
        assert set(titles_of(narrowed)) == {"Velodrome", "Our velodrome"}

    def test_the_list_goes_on_where_all_of_a_page_is_recommended(
        self, client, tree, search_page, promote
    ) -> None:
        for story in factories.StoryPageFactory.create_batch(
            12, parent=tree.stories, intro="A velodrome"
        )[:10]:
            promote("velodrome", page=story)
        soup = shown(client, search_page, q="velodrome")
        assert titles_of(soup) == []
        assert soup.select_one('a[rel="next"]')["href"] == "?q=velodrome&page=2"

    def test_it_is_not_among_the_results_of_later_pages(
        self, client, tree, search_page, promote
    ) -> None:
        stories = factories.StoryPageFactory.create_batch(
            12, parent=tree.stories, intro="A velodrome"
        )
        for story in stories:
            promote("velodrome", page=story)
        soup = shown(client, search_page, q="velodrome", page="2")
        assert titles_of(soup) == [] and not soup.select(".promoted")

    def test_an_address_elsewhere_is_no_miss(self, client, search_page, promote) -> None:
        promote("zeppelin", external_link_url="https://example.org/z", external_link_text="Ships")
        soup = shown(client, search_page, q="zeppelin")
        link = soup.select_one(".promoted h4 a")
        assert (link["href"], link.get_text()) == ("https://example.org/z", "Ships")
        assert "example.org" in words_of(soup, ".promoted .result__kind")
        assert not soup.select(".empty")
        narrowed = shown(client, search_page, q="zeppelin", town="almelo")
        assert narrowed.select_one(".promoted h4 a"), "it is better than nothing"
        assert not Miss.objects.exists()


def test_every_page_leads_to_it(client, tree, search_page) -> None:
    factories.SiteSettingsFactory(site=tree.site)
    for page in (tree.home, tree.almelo, search_page):
        soup = shown(client, page)
        link = soup.select_one("a.site-search")
        assert link["href"] == "/en/search/"
        assert link.get_text(strip=True) == "Search"
        assert link.get("aria-current") == ("page" if page == search_page else None)


def test_the_search_page_does_not_find_itself(client, tree, search_page) -> None:
    assert results(client, search_page, "search")[0] == []
