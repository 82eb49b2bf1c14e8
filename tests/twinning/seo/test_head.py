"""Titles, descriptions, addresses and link previews in the head of every page."""

import pytest
from PIL import Image

from stories.models import StoryIndexPage
from tests import factories
from twinning.media import renditions
from twinning.seo import words


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("", ""),
        ("Short.", "Short."),
        ("  two\n\nlines ", "two lines"),
        ("a" * 160, "a" * 160),
        ("a" * 200, "a" * 159 + "…"),
        ("word " * 40, ("word " * 32).strip() + "…"),
        ("four four, " * 30, "four four, " * 14 + "four…"),
    ],
)
def test_descriptions_are_cut_after_a_word(text: str, cut: str) -> None:
    assert words.cut(text) == cut
    assert len(words.cut(text)) <= 160


def test_a_description_is_the_best_that_there_is(head, tree) -> None:
    page = factories.StandardPageFactory(parent=tree.home, title="About", slug="about")
    path = "/en/about/"
    assert head(path).one("description") == "About – Preston Twinning"
    factories.SiteSettingsFactory(site=tree.site, strapline="Four towns")
    assert head(path).one("description") == "Four towns"
    for field, text in (
        ("intro", "An introduction"),
        ("listing_text", "A text in lists"),
        ("search_description", "A description " * 20),
    ):
        setattr(page, field, text)
        page.save()
        found = head(path)
        assert found.one("description") == text
        assert found.one("og:description") == text


def test_the_home_page_describes_itself_by_its_strapline(head, tree) -> None:
    tree.home.strapline = "Five friends"
    tree.home.save()
    assert head("/en/").one("description") == "Five friends"


def test_a_title_has_the_name_of_the_site_once(head, tree) -> None:
    assert head("/en/towns/").title == "Towns – Preston Twinning", (
        "Wagtail's name, without settings"
    )
    factories.SiteSettingsFactory(site=tree.site, site_name="Twins & friends")
    assert head("/en/towns/").title == "Towns – Twins & friends"
    for title in ("Twins & friends", "Twins & friends: Almelo"):
        tree.home.seo_title = title
        tree.home.save()
        assert head("/en/").title == title
    assert head("/en/nothing/").title.split() == [
        "Page",
        "not",
        "found",
        "–",
        "Twins",
        "&",
        "friends",
    ]
    assert head("/en/towns/").one("og:site_name") == "Twins & friends"
    assert head("/en/towns/").one("og:title") == "Towns"


@pytest.mark.parametrize(
    ("query", "title", "canonical"),
    [
        ("", "Stories", ""),
        ("?page=1", "Stories", ""),
        ("?page=2&utm=x", "Stories – page 2", "?page=2"),
        ("?page=9999", "Stories – page 2", "?page=2"),
        ("?page=nothing", "Stories", ""),
        ("?page=٢", "Stories – page 2", "?page=2"),
    ],
)
def test_the_second_page_of_a_list_says_so(head, tree, query, title, canonical) -> None:
    factories.StoryPageFactory.create_batch(13, parent=tree.stories)
    found = head(f"/en/stories/{query}")
    assert found.title == f"{title} – Preston Twinning"
    assert found.canonical == f"http://testserver/en/stories/{canonical}"
    assert found.one("og:url") == found.canonical
    assert (
        found.alternates["en"] == found.alternates["x-default"] == "http://testserver/en/stories/"
    )


@pytest.mark.parametrize(
    ("query", "canonical"),
    [
        ("?interest=music&page=2", ""),
        ("?page=2&town=almelo", ""),
        ("?town=almelo", ""),
        ("?interest=&town=&page=2", "?page=2"),
    ],
)
def test_a_filtered_list_is_not_the_second_page_of_the_whole(
    head, tree, query: str, canonical: str
) -> None:
    music = factories.InterestFactory(key="music")
    for story in factories.StoryPageFactory.create_batch(13, parent=tree.almelo):
        story.interests = [music]
        story.save()
    found = head(f"/en/stories/{query}")
    assert found.canonical == f"http://testserver/en/stories/{canonical}"
    assert found.one("og:url") == found.canonical


def test_results_of_a_search_are_the_search_page(head, tree) -> None:
    factories.SearchPageFactory(parent=tree.home)
    for number in range(13):
        factories.StandardPageFactory(parent=tree.home, title=f"Bridge {number}")
    found = head("/en/search/?q=bridge&page=2")
    assert "page 2" in found.title
    assert found.canonical == "http://testserver/en/search/"


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("?interest=music&page=2", "?interest=music"),
        ("?interest=", ""),
        ("?interest=a%20b", ""),
        ("?interest=%22%3E", ""),
        ("?interest=" + "a" * 51, ""),
        ("?other=music", ""),
    ],
)
def test_a_page_type_may_have_parameters_that_make_other_pages(
    head, tree, dutch, monkeypatch, query: str, kept: str
) -> None:
    monkeypatch.setattr(StoryIndexPage, "query_parameters", frozenset({"page", "interest"}))
    monkeypatch.setattr(StoryIndexPage, "canonical_parameters", frozenset({"page", "interest"}))
    found = head(f"/en/stories/{query}")
    assert found.canonical == f"http://testserver/en/stories/{kept}"
    assert found.alternates == {
        "en": f"http://testserver/en/stories/{kept}",
        "nl": f"http://testserver/nl/verhalen/{kept}",
        "x-default": f"http://testserver/en/stories/{kept}",
    }


def test_a_link_preview_is_in_the_language_of_the_page(head, tree, dutch, picture) -> None:
    for page, alt in ((tree.almelo, "A bridge"), (dutch, "Een brug")):
        page.refresh_from_db()
        page.picture, page.picture_alt = picture, alt
        page.save()
    english, found = head("/en/towns/almelo/"), head("/nl/steden/almelo/")
    assert (english.one("og:locale"), english.meta("og:locale:alternate")) == ("en_GB", ["nl_NL"])
    assert (found.one("og:locale"), found.meta("og:locale:alternate")) == ("nl_NL", ["en_GB"])
    assert found.one("og:image:alt") == "Een brug"
    assert found.one("og:image").startswith("http://testserver/images/")
    assert found.one("og:image") == english.one("og:image")
    assert found.one("og:type") == "website"
    assert found.one("twitter:card") == "summary_large_image"


def test_the_picture_can_be_fetched_and_is_as_large_as_is_said(client, head, tree) -> None:
    image = factories.ImageFactory(file__width=1600, file__height=1200)
    tree.almelo.picture, tree.almelo.picture_alt = image, "A bridge"
    tree.almelo.save()
    before = head("/en/towns/almelo/")
    response = client.get(before.one("og:image").removeprefix("http://testserver"))
    assert (response.status_code, response["Content-Type"]) == (200, "image/jpeg")
    after = head("/en/towns/almelo/")
    assert after.one("og:image").startswith("http://testserver/media/images/")
    with Image.open(image.renditions.get(filter_spec=renditions.LINK_PREVIEW).file) as made:
        assert made.size == (1200, 630)
    for found in (before, after):
        assert [found.one(f"og:image:{side}") for side in ("width", "height")] == ["1200", "630"]


def test_a_page_without_a_picture_takes_that_of_the_nearest_above_it(head, tree, picture) -> None:
    story = factories.StoryPageFactory(parent=tree.almelo, slug="bench")
    default = "http://testserver/static/twinning/img/share.jpg"
    path = "/en/towns/almelo/bench/"
    assert head(path).one("og:image") == default
    assert head(path).one("og:type") == "article"
    other = factories.ImageFactory()
    for page, image, alt in (
        (tree.home, picture, "Home"),
        (tree.towns, other, "Towns"),
        (story, factories.ImageFactory(), "Own"),
    ):
        page.picture, page.picture_alt = image, alt
        page.save()
        assert head(path).one("og:image:alt") == alt
        assert f"/{image.pk}/" in head(path).one("og:image")
    assert head("/en/stories/").one("og:image:alt") == "Home"


def test_the_default_picture_is_small_and_as_large_as_is_said(settings) -> None:
    path = settings.ROOT / "site/twinning/static/twinning/img/share.jpg"
    assert path.stat().st_size < 60 * 1024
    with Image.open(path) as image:
        assert (image.format, image.size) == ("JPEG", renditions.LINK_PREVIEW_SIZE)


def test_words_cannot_leave_their_place(head, tree) -> None:
    tree.towns.title = '"><script>alert(1)</script>'
    tree.towns.save()
    found = head("/en/towns/")
    assert found.one("og:title") == '"><script>alert(1)</script>'
    assert not found.soup.find("script", type=False)


def test_every_page_names_icons_a_manifest_and_the_feed_of_its_language(head, tree, dutch) -> None:
    found = head("/nl/steden/")
    for rel in ("icon", "apple-touch-icon", "manifest"):
        assert len(found.soup.select(f'link[rel="{rel}"]')) == 1
    [feed] = found.soup.select('link[type="application/atom+xml"]')
    assert (feed["href"], feed["title"]) == ("/nl/stories.atom", "Verhalen")
    colours = {meta["media"]: meta["content"] for meta in found.soup.select('[name="theme-color"]')}
    assert len(set(colours.values())) == 2


def test_a_404_says_nothing_of_a_page(head, tree) -> None:
    found = head("/en/nothing/")
    assert found.one("robots") == "noindex"
    assert found.one("description")
    assert not found.meta("og:title")
    assert not found.soup.select('link[rel="canonical"], script[type="application/ld+json"]')
