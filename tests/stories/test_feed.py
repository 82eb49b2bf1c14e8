"""The Atom feed of each language's stories, held to RFC 4287."""

from datetime import datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from tests import factories
from towns.models import Interest

A = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def feed(client, language: str = "en") -> ET.Element:
    """The feed, in which all is that RFC 4287 asks for (4.1.1, 4.1.2)."""
    response = client.get(f"/{language}/stories.atom")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    root = ET.fromstring(response.content)  # noqa: S314  (our own answer)
    assert (root.tag, root.get(LANG)) == (f"{A}feed", language)
    for element in (root, *root.findall(f"{A}entry")):
        for name in ("id", "title", "updated"):
            [child] = element.findall(f"{A}{name}")
            assert child.text
        assert datetime.fromisoformat(element.findtext(f"{A}updated")).tzinfo
        for link in element.findall(f"{A}link"):
            assert urlsplit(link.get("href")).netloc
    assert root.findtext(f"{A}author/{A}name")
    ids = [entry.findtext(f"{A}id") for entry in root.findall(f"{A}entry")]
    assert len(set(ids)) == len(ids)
    return root


def links(element: ET.Element) -> dict[str, str]:
    return {link.get("rel"): link.get("href") for link in element.findall(f"{A}link")}


def entry(client, language: str = "en") -> ET.Element:
    [found] = feed(client, language).findall(f"{A}entry")
    return found


@pytest.fixture
def story(tree, picture):
    interest = factories.InterestFactory(key="music", name="Music")
    story = factories.StoryPageFactory(
        parent=tree.almelo,
        title="Tiles & <benches>",
        slug="bench",
        intro="Artists & makers <3",
        picture=picture,
        picture_alt="A bench",
    )
    story.interests = [interest]
    story.save_revision().publish()
    story.refresh_from_db()
    return story


def test_a_feed_says_whose_it_is(client, tree) -> None:
    factories.SiteSettingsFactory(site=tree.site, site_name="Twins", strapline="Four towns")
    root = feed(client)
    assert root.findtext(f"{A}title") == "Twins – Stories"
    assert root.findtext(f"{A}subtitle") == "Four towns"
    assert root.findtext(f"{A}id") == "http://testserver/en/stories.atom"
    assert links(root) == {
        "alternate": "http://testserver/en/",
        "self": "http://testserver/en/stories.atom",
    }


def test_an_entry_says_what_there_is_to_say(client, tree, story) -> None:
    found = entry(client)
    assert found.findtext(f"{A}title") == "Tiles & <benches>"
    summary = found.find(f"{A}summary")
    assert (summary.get("type"), summary.text) == ("html", "Artists &amp; makers &lt;3")
    assert links(found)["alternate"] == "http://testserver/en/towns/almelo/bench/"
    assert links(found)["enclosure"].startswith("http://testserver/images/")
    terms = {item.get("term"): item.get("label") for item in found.findall(f"{A}category")}
    assert terms == {"Almelo": "Almelo", "music": "Music"}
    assert datetime.fromisoformat(found.findtext(f"{A}published")) == story.first_published_at
    assert datetime.fromisoformat(found.findtext(f"{A}updated")) == story.last_published_at


def test_what_xml_forbids_is_left_out(client, tree, story) -> None:
    """Such as a line break of a word processor's, which people paste."""
    factories.SiteSettingsFactory(site=tree.site, site_name="Tw\x0bins", strapline="Fo\x1fur")
    type(story).objects.filter(pk=story.pk).update(title="Ti\x0bles \U0001f3b6", intro="Ar\ufffet")
    type(tree.almelo).objects.filter(pk=tree.almelo.pk).update(
        title="Al\x08melo", native_name="A\x01"
    )
    Interest.objects.filter(key="music").update(name="Mu\x0csic")
    root = feed(client)
    assert root.findtext(f"{A}title") == "Twins – Stories"
    assert root.findtext(f"{A}subtitle") == "Four"
    assert root.findtext(f"{A}author/{A}name") == "Twins"
    [found] = root.findall(f"{A}entry")
    assert found.findtext(f"{A}title") == "Tiles \U0001f3b6"
    assert found.findtext(f"{A}summary") == "Art"
    terms = {item.get("term"): item.get("label") for item in found.findall(f"{A}category")}
    assert terms == {"A": "Almelo", "music": "Music"}


def test_an_id_stays_when_the_story_is_renamed_and_is_another_in_each_language(
    client, tree, story
) -> None:
    before = entry(client).findtext(f"{A}id")
    assert before.startswith("urn:uuid:")
    story.slug, story.title = "benches", "Benches"
    story.save_revision().publish()
    assert entry(client).findtext(f"{A}id") == before
    for page in (tree.home, tree.towns, tree.almelo, story):
        page.copy_for_translation(tree.locales["nl"]).save_revision().publish()
    assert entry(client, "nl").findtext(f"{A}id") != before


def test_a_feed_has_the_stories_that_are_public_in_its_language_and_no_others(
    client, tree, story
) -> None:
    tree.home.copy_for_translation(tree.locales["nl"]).save_revision().publish()
    dutch = feed(client, "nl")
    assert dutch.findtext(f"{A}title").endswith("– Verhalen")
    assert not dutch.findall(f"{A}entry")
    assert feed(client, "nl").findtext(f"{A}updated") == dutch.findtext(f"{A}updated")
    PageViewRestriction.objects.create(page=tree.almelo, restriction_type="login")
    assert not feed(client).findall(f"{A}entry")


@pytest.mark.parametrize("path", ["/pl/stories.atom", "/es/stories.atom", "/stories.atom"])
def test_a_language_that_the_site_lacks_has_no_feed(client, tree, path: str) -> None:
    assert client.get(path).status_code == 404


def test_what_is_published_last_comes_first_and_thirty_are_enough(client, tree, story) -> None:
    for number in range(31):
        page = factories.StoryPageFactory(parent=tree.stories, date=f"19{number + 50}-01-01")
        page.save_revision().publish()
    entries = feed(client).findall(f"{A}entry")
    assert len(entries) == 30
    assert entries[0].findtext(f"{A}title") == page.title
    assert "Tiles & <benches>" not in [item.findtext(f"{A}title") for item in entries]


def test_it_costs_the_same_for_1_and_for_30(client, tree, story, picture) -> None:
    def queries() -> int:
        client.get("/en/stories.atom")
        with CaptureQueriesContext(connection) as captured:
            feed(client)
        return len(captured)

    few = queries()
    for number in range(29):
        page = factories.StoryPageFactory(
            parent=(tree.almelo, tree.stories)[number % 2],
            picture=factories.ImageFactory(),
            picture_alt="A",
        )
        page.interests = list(story.interests.all())
        page.save()
    assert queries() == few <= 8


def test_it_is_kept_and_answers_for_whoever_has_it(client, tree, story) -> None:
    whole = client.get("/en/stories.atom")
    assert "s-maxage" in whole["Cache-Control"]
    assert "Last-Modified" not in whole, "a date does not tell that a story has been taken down"
    same = client.get("/en/stories.atom", headers={"If-None-Match": whole["ETag"]})
    assert same.status_code == 304
    story.unpublish()
    changed = client.get("/en/stories.atom", headers={"If-None-Match": whole["ETag"]})
    assert changed.status_code == 200
