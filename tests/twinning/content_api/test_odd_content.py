"""What no release of the site has written, and what hides behind aliases, breaks no answer."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page, PageViewRestriction, Site

from tests import factories
from tests.twinning.content_api.test_pages import titles, translate
from tests.twinning.test_query_counts import block
from twinning.content_api.http import answer
from twinning.content_api.page_types import page_types

ODD: list[tuple[str, Any]] = [
    ("rich_text", '<p><a linktype="page">x</a><embed embedtype="image"/></p>'),
    ("rich_text", 7),
    ("rich_text", {"a": 1}),
    ("heading", None),
    ("heading", "text"),
    ("image", {"image": "x"}),
    ("image", {"image": {"image": {"image": 1}}}),
    ("gallery", {"pictures": "text"}),
    ("gallery", {"pictures": [1, None, "x", {"type": "item"}]}),
    ("facts", {"facts": [{"label": 1, "value": None}]}),
    ("cards", {"cards": {"0": 1}}),
    ("call_to_action", {"link": [1]}),
    ("embed", {"media": 5}),
    ("embed", {"media": {"url": "x"}}),
    ("document", {"document": [1]}),
    ("town_grid", None),
    ("town_grid", "text"),
    ("town_grid", {"towns": [1, "x", None, {"type": "item"}]}),
    ("story_spotlight", None),
    ("story_spotlight", {"story": {}}),
]


@pytest.mark.parametrize(("kind", "value"), ODD)
def test_odd_blocks_break_nothing(api, tree, kind, value) -> None:
    page = factories.StandardPageFactory(parent=tree.home)
    sound = block("heading", {"text": "Sound", "level": "h2"})
    stored = [{"type": kind, "value": value, "id": "1"}, sound]
    # Past the form and the model, as an older release or another program may have written it.
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE home_standardpage SET body = %s WHERE page_ptr_id = %s",
            [json.dumps(stored), page.pk],
        )
    for rich_text in ("html", "markdown", "portable_text"):
        found = api(f"pages/{page.pk}/", rich_text=rich_text)["body"]
        assert found[-1]["value"] == sound["value"]
    assert api("pages/", limit=100)["count"] == 5


def test_half_a_character_breaks_nothing() -> None:
    """SQLite keeps it, PostgreSQL does not."""
    response = answer({"title": "half a \ud800 character"})
    assert json.loads(response.content) == {"title": "half a ? character"}


@pytest.mark.parametrize("path", ["//[x", "//[::1", "//a]b", "/%5B//[", "/en/%ff/", "/en/%00/"])
def test_odd_paths_are_refused(client, tree, path) -> None:
    response = client.get("/api/content/v1/resolve/", {"path": path})
    assert response.status_code in {404, 422}
    assert response.headers["Content-Type"] == "application/problem+json"


def test_a_path_may_come_percent_encoded(api, tree) -> None:
    page = factories.StandardPageFactory(parent=tree.home, slug="łódź")
    for path in ("/en/łódź/", "/en/%C5%82%C3%B3d%C5%BA/", page.get_url()):
        found = api("resolve/", path=path)["page"]
        assert (found["id"], found["path"]) == (page.pk, "/en/łódź/")
        assert found["url"].endswith("/en/%C5%82%C3%B3d%C5%BA/")


def test_an_alias_of_an_alias_of_a_private_page_is_private(api, client, tree) -> None:
    secret = factories.StandardPageFactory(parent=tree.home, title="Secret")
    one = secret.create_alias(parent=tree.home, update_slug="one")
    two = one.create_alias(parent=tree.home, update_slug="two")
    assert api("pages/", title="Secret")["count"] == 3
    PageViewRestriction.objects.create(page=secret, restriction_type="login")
    assert api("pages/", title="Secret")["count"] == 0
    for page in (secret, one, two):
        api(f"pages/{page.pk}/", 404)
        assert client.get(page.get_url()).status_code == 302


def test_a_site_in_no_language_of_ours_has_nothing_of_others(api, tree) -> None:
    spanish = Locale.objects.create(language_code="es")
    home = factories.HomePageFactory(
        parent=Page.get_first_root_node(), slug="inicio", locale=spanish
    )
    Site.objects.create(hostname="es.example", root_page=home)
    for endpoint in ("pages/", "routes/", "site/", "towns/partners/", "locales/"):
        api(endpoint, 404, site="es.example")


def test_a_redirect_to_another_site_names_its_host(api, tree) -> None:
    home = factories.HomePageFactory(parent=Page.get_first_root_node(), slug="guild")
    Site.objects.create(hostname="guild.example", root_page=home)
    there = factories.StandardPageFactory(parent=home, slug="there")
    Redirect.objects.create(old_path="/en/old", redirect_page=there)
    assert api("resolve/", path="/en/old/")["to"] == "http://guild.example/en/there/"


def test_an_id_that_is_not_public_tells_nothing(api, tree) -> None:
    kalisz = factories.TownPageFactory(parent=tree.towns, title="Kalisz")
    story = factories.StoryPageFactory(parent=kalisz, title="Story")
    for page, slug in ((tree.home, "begin"), (tree.towns, "steden"), (kalisz, "kalisz")):
        translate(page, tree.locales["nl"], slug=slug)
    ids = {"town": kalisz.pk, "child_of": kalisz.pk, "descendant_of": kalisz.pk}
    for name, value in ids.items():
        assert titles(api("pages/", type="stories.StoryPage", **{name: value})) == [story.title]
    kalisz.live = False
    kalisz.save()
    for name, value in {**ids, "translation_of": kalisz.pk}.items():
        assert api("pages/", **{name: value})["count"] == 0, name
    api(f"pages/{kalisz.pk}/", 404, locale="nl")


@pytest.mark.parametrize("name", sorted({n for kind in page_types().values() for n in kind.fields}))
def test_each_field_alone_costs_the_same_for_few_and_many(client, tree, picture, name) -> None:
    url = f"/api/content/v1/pages/?limit=100&fields={name}"

    def cost() -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    def add(number: int) -> None:
        for _ in range(number):
            for parent, factory in (
                (tree.home, factories.StandardPageFactory),
                (tree.towns, factories.TownPageFactory),
                (tree.almelo, factories.StoryPageFactory),
            ):
                factory(parent=parent, picture=picture, picture_alt="A bridge")

    add(1)
    few = cost()
    add(4)
    assert cost() == few


def test_a_partner_of_two_towns_is_one_in_every_language(api, tree) -> None:
    music = factories.InterestFactory(key="music", name="Music")
    aachen = factories.TownPageFactory(parent=tree.towns, title="Aaa", twinned_since=1940)
    first = factories.TwinLinkFactory(town=aachen, name="Iserlohn")
    second = factories.TwinLinkFactory(town=tree.almelo, name="Iserlohn")
    factories.TwinLinkFactory(town=tree.almelo, name="Preston", country="GB")
    second.interests = [music]
    second.save()
    english = api("towns/partners/")
    assert [partner["name"] for partner in english["partners"]] == ["Iserlohn", "Preston"]
    key = english["partners"][0]["key"]
    assert [link["partner"] for link in english["links"]].count(key) == 2
    assert [item["key"] for item in english["partners"][0]["interests"]] == ["music"]
    chosen = api("towns/partners/", interest="music")
    assert [partner["name"] for partner in chosen["partners"]] == ["Iserlohn"]
    translate(tree.home, tree.locales["nl"])
    translate(tree.towns, tree.locales["nl"], slug="steden")
    dutch = translate(tree.almelo, tree.locales["nl"])
    assert dutch.twin_links.exists()
    translated = api("towns/partners/", locale="nl")
    assert key in [partner["key"] for partner in translated["partners"]]
    assert first.translation_key != second.translation_key
