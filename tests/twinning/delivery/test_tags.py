"""Cache tags: what answers are made of, in HTML and in the Content API, within bounds."""

import time
from typing import Any

import pytest
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction

from stories.models import StoryPage
from tests import factories
from tests.twinning.content_api.test_pages import translate
from tests.twinning.test_query_counts import block
from towns.models import Interest
from twinning.delivery import tags
from twinning.delivery.answer import Answer

API = "/api/content/v1/"
LOCALES = {f"locale-{code}" for code in ("en", "nl", "fr", "de", "pl")}


@pytest.fixture
def tags_of(client):
    """The cache tags at a path; they are the same in both headers."""

    def ask(path: str, status: int = 200, **headers: Any) -> set[str]:
        response = client.get(path, headers=headers)
        assert response.status_code == status, response.content
        listed = response.headers["Cache-Tag"].split(",")
        assert response.headers["Surrogate-Key"].split(" ") == listed
        assert len(set(listed)) == len(listed)
        return set(listed)

    return ask


def page_tags(*pages: Page) -> set[str]:
    return {f"page-{page.pk}" for page in pages}


@pytest.fixture
def linked(tree):
    """A page that a page in the menu, another in the text, and pictures are on."""
    menu, target = factories.StandardPageFactory.create_batch(2, parent=tree.home)
    links = [block("link", {"label": "", "page": menu.pk, "url": ""})]
    factories.SiteSettingsFactory(site=tree.site, header=links)
    text = f'<p>See <a linktype="page" id="{target.pk}">this</a>.</p>'
    page = factories.StandardPageFactory(parent=tree.home, body=[block("rich_text", text)])
    return page, menu, target


def test_a_page_names_itself_and_all_that_it_shows(tags_of, tree, linked) -> None:
    page, menu, target = linked
    expected = {"twinning", "locale-en"} | page_tags(page, menu, target, tree.home)
    assert tags_of(page.get_url()) == expected | {"type-search.SearchPage"}
    search = factories.SearchPageFactory(parent=tree.home)  # the header leads to it
    assert tags_of(page.get_url()) == expected | page_tags(search)


def test_so_does_an_answer_of_the_api(tags_of, tree, linked) -> None:
    page, _menu, target = linked
    expected = {"twinning", "locale-en"} | page_tags(page, target, tree.home)
    assert tags_of(f"{API}pages/{page.pk}/") == expected
    assert tags_of(f"{API}resolve/?path={page.get_url()}") == expected


def test_a_page_is_named_once_in_its_own_language(tags_of, tree) -> None:
    home = translate(tree.home, tree.locales["nl"], title="Start")
    towns = translate(tree.towns, tree.locales["nl"], title="Steden")
    found = tags_of(towns.get_url())
    # A town that stands in for its translation is shown, too.
    shown = page_tags(home, towns, tree.almelo)
    assert {tag for tag in found if tag.startswith("page-")} == shown
    assert {tag for tag in found if tag.startswith("locale-")} == {"locale-nl"}
    # What stands in for a translation is named as what it is.
    found = tags_of(f"{API}pages/{tree.almelo.pk}/?locale=nl&fallback=en")
    assert {"locale-en", *page_tags(tree.almelo)} <= found


def test_a_list_names_the_type_that_it_lists(tags_of, tree) -> None:
    story = factories.StoryPageFactory(parent=tree.stories, town=tree.almelo)
    found = tags_of(tree.stories.get_url())
    assert {"type-stories.StoryPage", "locale-en"} <= found
    assert "type-wagtailcore.Page" not in found
    assert page_tags(story) <= found
    # Its filter names all towns, too.
    assert "type-towns.TownPage" in found
    assert "type-towns.TownPage" in tags_of(tree.towns.get_url())


@pytest.mark.parametrize(
    ("path", "types"),
    [
        ("pages/", {"type-wagtailcore.Page"}),
        ("pages/?type=stories.StoryPage", {"type-stories.StoryPage"}),
        ("pages/?type=stories.StoryPage&locale=pl&fallback=en", {"type-stories.StoryPage"}),
        (
            "pages/?type=stories.StoryPage,towns.TownPage",
            {"type-stories.StoryPage", "type-towns.TownPage"},
        ),
        (
            "pages/?type=stories.StoryPage&interests=cycling",
            {"type-stories.StoryPage", "type-towns.Interest"},
        ),
        ("routes/", {"type-wagtailcore.Page"}),
        ("towns/partners/?locale=en", {"type-towns.TownPage"}),
        ("pages/{home}/", set()),
        ("locales/", set()),
        ("openapi.json", set()),
    ],
)
def test_lists_of_the_api_name_their_types(tags_of, tree, path: str, types: set[str]) -> None:
    found = tags_of(API + path.format(home=tree.home.pk))
    assert {tag for tag in found if tag.startswith("type-")} == types
    assert "twinning" in found


def test_an_answer_in_no_language_may_be_in_any(tags_of, tree) -> None:
    assert tags_of(f"{API}pages/?type=stories.StoryPage") >= LOCALES
    assert tags_of(f"{API}pages/?type=stories.StoryPage&locale=nl") & LOCALES == {"locale-nl"}


def test_what_a_list_is_about_is_named_where_it_is_empty(tags_of, tree) -> None:
    path = f"{API}pages/?type=stories.StoryPage&child_of={tree.almelo.pk}"
    assert page_tags(tree.almelo) <= tags_of(path)
    path = f"{API}pages/?type=stories.StoryPage&town={tree.almelo.pk}"
    assert page_tags(tree.almelo) <= tags_of(path)


def test_a_picture_and_a_redirect_name_their_models(tags_of, tree, picture) -> None:
    assert "type-media.TwinningImage" in tags_of(f"{API}images/{picture.pk}/")
    Redirect.objects.create(old_path="/en/old", redirect_page=tree.almelo)
    found = tags_of(f"{API}resolve/?path=/en/old/")
    assert {"type-wagtailredirects.Redirect", *page_tags(tree.almelo)} <= found


def test_not_found_names_what_may_come_to_be_there(tags_of, tree) -> None:
    assert tags_of("/en/nowhere/", 404) >= {"twinning", "locale-en", "type-wagtailcore.Page"}
    assert tags_of(f"{API}pages/987654/", 404) >= {"twinning", "type-wagtailcore.Page"}


def test_an_answer_that_is_not_shared_has_no_tags(client, admin_client, tree) -> None:
    private = factories.StandardPageFactory(parent=tree.home)
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    for response in (
        client.get(private.get_url()),
        admin_client.get(tree.home.get_url()),
        admin_client.get("/admin/"),
        client.get(f"{API}pages/", headers={"Authorization": "Bearer x"}),
    ):
        assert "Cache-Tag" not in response.headers
        assert "Surrogate-Key" not in response.headers


@pytest.mark.parametrize("path", ["/en/", f"{API}resolve/?path=/en/"])
def test_304_has_the_tags_of_the_answer(client, tags_of, tree, path: str) -> None:
    etag = client.get(path).headers["ETag"]
    assert tags_of(path, 304, **{"If-None-Match": etag}) == tags_of(path)


def test_304_from_the_cache_has_them_as_well() -> None:
    pairs = [("Cache-Tag", "page-1,page-2"), ("Surrogate-Key", "page-1 page-2")]
    answer = Answer("1", 200, [("Content-Type", "text/html"), *pairs], b"x")
    for sent in (None, f'"{answer.tag}"'):
        status, headers, _body = answer.ready("", sent)
        assert set(pairs) <= set(headers), status


# Bounds


def lengths(client, path: str) -> tuple[set[str], int]:
    response = client.get(path)
    assert response.status_code == 200
    headers = [response.headers[name] for name in ("Cache-Tag", "Surrogate-Key")]
    return set(headers[0].split(",")), max(map(len, headers))


def test_a_list_that_is_too_long_for_page_tags_is_reached_by_its_type(client, tree) -> None:
    factories.StoryPageFactory.create_batch(120, parent=tree.stories)
    found, length = lengths(client, f"{API}pages/?type=stories.StoryPage&limit=100")
    assert length <= tags.LONGEST
    assert {"type-stories.StoryPage", *page_tags(tree.stories, tree.home)} <= found
    assert "type-wagtailcore.Page" not in found
    assert not found & page_tags(*StoryPage.objects.all())


def test_a_page_with_too_many_links_is_reached_by_any_page(client, tree) -> None:
    targets = factories.StandardPageFactory.create_batch(tags.MOST_PAGES + 1, parent=tree.home)
    links = "".join(f'<a linktype="page" id="{target.pk}">x</a>' for target in targets)
    page = factories.StandardPageFactory(
        parent=tree.home, body=[block("rich_text", f"<p>{links}</p>")]
    )
    for path in (page.get_url(), f"{API}pages/{page.pk}/"):
        found, length = lengths(client, path)
        assert length <= tags.LONGEST
        assert found == {"twinning", "locale-en", "type-wagtailcore.Page"}


@pytest.mark.django_db
def test_whoever_reads_any_number_of_pages_keeps_few() -> None:
    noted = tags.Noted()
    for number in range(5000):
        noted.page(Page(pk=number, translation_key=number))
    assert len(noted._pages) == tags.MOST_NOTED
    assert noted.tags("en", []) == ["locale-en", "twinning", "type-wagtailcore.Page"]


def test_tags_take_no_time(locales) -> None:
    noted = tags.Noted()
    pages = [
        Page(pk=number, translation_key=number // 5, locale=locale)
        for number, locale in enumerate(list(locales.values()) * 20)
    ]
    noted.all_of(Interest)

    def once() -> float:
        begun = time.perf_counter()
        noted.tags("pl", pages)
        return time.perf_counter() - begun

    assert min(once() for _ in range(20)) < 0.0005
