"""Two sites in one database: each has its own pages, paths and addresses, in HTML and API."""

from typing import Any

import pytest
from wagtail.models import Page, Site

from home.models import HomePage
from tests import factories
from tests.twinning.test_query_counts import block


@pytest.fixture
def guild(tree) -> Any:
    """A second site with a town and a story of its own, and a link to the first."""
    home = factories.HomePageFactory(
        parent=Page.get_first_root_node(), title="Guild", slug="guild", hero_title="Guild"
    )
    towns = factories.TownIndexPageFactory(parent=home, title="Friends", slug="friends")
    factories.TownPageFactory(parent=towns, title="Lancaster", slug="lancaster")
    stories = factories.StoryIndexPageFactory(parent=home)
    factories.StoryPageFactory(parent=stories, title="Guild story", date="2026-01-01")
    factories.StoryPageFactory(parent=tree.stories, title="Our story", date="2020-01-01")
    body = [
        block("town_grid", {"heading": "Towns", "intro": "", "towns": []}),
        block("story_spotlight", {"heading": "Story", "story": None}),
    ]
    for page in (home, tree.home):
        page.body = body
        page.save()
    Site.objects.create(hostname="guild.example", port=443, root_page=home, site_name="Guild")
    return home


def titles(found: Any) -> set[str]:
    return {item["title"] for item in found["items"]}


def test_each_has_its_own_pages(api, tree, guild) -> None:
    ours = {"Home", "Towns", "Almelo", "Stories", "Our story"}
    theirs = {"Guild", "Friends", "Lancaster", "Stories", "Guild story"}
    assert titles(api("pages/")) == ours
    assert titles(api("pages/", host="guild.example")) == theirs
    assert titles(api("pages/", site="guild.example")) == theirs
    assert titles(api("pages/", site="localhost", host="guild.example")) == ours
    assert api("routes/", site="guild.example")["count"] == 5
    api(f"pages/{guild.pk}/", 404)


def test_each_has_its_own_addresses(api, tree, guild) -> None:
    named = api("resolve/", path="/en/friends/lancaster/", site="guild.example")["page"]
    assert (named["path"], named["url"]) == (
        "/en/friends/lancaster/",
        "https://guild.example/en/friends/lancaster/",
    )
    api("resolve/", 404, path="/en/friends/lancaster/")
    visited = api("pages/", host="guild.example", slug="lancaster")["items"][0]
    assert visited["url"] == "http://guild.example/en/friends/lancaster/"
    assert api("resolve/", path="/en/", host="guild.example")["page"]["title"] == "Guild"


def test_a_link_to_the_other_site_keeps_its_address(api, tree, guild) -> None:
    guild.hero_call = [block("link", {"label": "", "page": tree.almelo.pk, "url": ""})]
    guild.save()
    page = api("resolve/", path="/en/", site="guild.example")["page"]
    assert page["hero_call"][0]["value"]["page"]["url"] == "http://localhost/en/towns/almelo/"
    assert page["hero_call"][0]["value"]["label"] == "Almelo"
    guild.body = [block("rich_text", f'<p><a linktype="page" id="{tree.almelo.pk}">it</a></p>')]
    guild.save()
    page = api("resolve/", path="/en/", site="guild.example")["page"]
    link = '<a href="http://localhost/en/towns/almelo/">it</a>'
    assert page["body"][0]["value"] == f"<p>{link}</p>"


def test_blocks_that_list_show_what_is_the_sites_own(api, client, tree, guild) -> None:
    for query, towns, story in (
        ({}, ["Almelo"], "Our story"),
        ({"site": "guild.example"}, ["Lancaster"], "Guild story"),
    ):
        page = api("resolve/", path="/en/", **query)["page"]
        grid, spotlight = (item["value"] for item in page["body"])
        assert [town["title"] for town in grid["towns"]] == towns
        assert spotlight["story"]["title"] == story
    ours = client.get("/en/").content.decode()
    theirs = client.get("/en/", headers={"Host": "guild.example"}).content.decode()
    assert ("Almelo" in ours, "Lancaster" in ours) == (True, False)
    assert ("Almelo" in theirs, "Lancaster" in theirs) == (False, True)
    partners = api("towns/partners/", site="guild.example")
    assert [town["title"] for town in partners["towns"]] == ["Lancaster"]


def test_each_has_its_own_settings(api, tree, guild) -> None:
    factories.SiteSettingsFactory(site=tree.site, site_name="Preston Twinning")
    second = Site.objects.get(hostname="guild.example")
    factories.SiteSettingsFactory(site=second, site_name="The Guild")
    assert api("site/")["name"] == "Preston Twinning"
    assert api("site/", site="guild.example")["name"] == "The Guild"


def test_an_unknown_site_is_refused_and_an_unknown_host_is_the_default(api, tree, guild) -> None:
    problem = api("pages/", 422, site="nobody.example")
    assert problem["errors"][0]["loc"] == ["query", "site"]
    found = api("pages/", host="nobody.example", slug="almelo")["items"][0]
    assert found["url"] == "http://localhost/en/towns/almelo/"


def test_a_site_within_another_keeps_to_itself(api, tree) -> None:
    Site.objects.create(hostname="towns.example", root_page=tree.towns)
    assert titles(api("pages/", site="towns.example")) == {"Towns", "Almelo"}
    inner = api("pages/", site="towns.example", slug="almelo")["items"][0]
    assert inner["url"] == "http://towns.example/en/almelo/"
    assert [crumb["title"] for crumb in inner["breadcrumbs"]] == ["Towns"]
    outer = api("pages/", slug="almelo")["items"][0]
    assert outer["url"] == "http://localhost/en/towns/almelo/"


def test_without_any_site_there_is_a_404(api, tree) -> None:
    Site.objects.all().delete()
    assert HomePage.objects.exists()
    api("pages/", 404)
    api("locales/", 404)
