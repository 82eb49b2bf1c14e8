"""The search page: finds what is there in the visitor's language, and breaks on nothing."""

import pytest
from bs4 import BeautifulSoup
from django.utils import translation

from search.queries import MAX_QUERY_LENGTH, clean_query
from tests import factories


@pytest.fixture
def search_page(tree):
    return factories.SearchPageFactory(parent=tree.home)


def results(client, page, query: str) -> tuple[list[str], BeautifulSoup]:
    response = client.get(page.get_url(), {"q": query})
    assert response.status_code == 200
    soup = BeautifulSoup(response.content, "html.parser")
    return [link.get_text() for link in soup.select(".results h3")], soup


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
    assert clean_query("  two \x00 words\t") == "two words"
    assert len(clean_query("x" * 500)) == MAX_QUERY_LENGTH


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


def test_nothing_found_is_said(client, tree, search_page) -> None:
    _titles, soup = results(client, search_page, "zeppelin")
    assert "0 pages found for “zeppelin”" in soup.get_text(" ", strip=True)


def test_interests_are_found(client, tree, search_page, django_capture_on_commit_callbacks) -> None:
    story = factories.StoryPageFactory(parent=tree.almelo, title="A story")
    story.interests = [factories.InterestFactory(name="Cycling")]
    with django_capture_on_commit_callbacks(execute=True):
        story.save_revision().publish()
    assert results(client, search_page, "cycling")[0] == ["A story"]


def test_the_search_page_does_not_find_itself(client, tree, search_page) -> None:
    assert results(client, search_page, "search")[0] == []
