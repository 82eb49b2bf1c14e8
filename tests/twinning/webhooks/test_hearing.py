"""What endpoints are told of content: all that is public, and nothing else; each once."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction

from home.models import SiteSettings
from tests import factories
from tests.own_database import own_db  # noqa: F401  (in place of pytest-django's `db`)
from tests.twinning.content_api.test_pages import translate
from twinning.changes.models import Change
from twinning.translation.models import TranslationState
from twinning.translation.states import set_stale
from twinning.webhooks import matching, names, tasks
from twinning.webhooks.models import Event

ALMELO = "/en/towns/almelo/"


@pytest.fixture
def told(tree, receive, endpoint):
    """An endpoint that wants all, with what it was told since it was last asked."""
    there = receive()
    endpoint(there)

    def take() -> list[Any]:
        tasks.run()
        found = [event for each in there.taken for event in each.events]
        there.taken.clear()
        return found

    return take


def in_dutch(tree) -> Any:
    """The town in Dutch, with all above it."""
    return [translate(page, tree.locales["nl"]) for page in (tree.home, tree.towns, tree.almelo)][2]


def names_of(events: list[Any]) -> list[tuple[str, str | None]]:
    return [(event["type"], event["data"]["path"]) for event in events]


def test_a_publication_is_told_with_its_generation_and_address(told, tree, client) -> None:
    tree.almelo.title = "Almelo!"
    tree.almelo.save_revision().publish()
    [event] = told()
    change = Change.objects.latest("pk")
    assert change.generation
    assert event["generation"] == change.generation
    api = event["data"].pop("api")
    assert event["data"] == {
        "id": tree.almelo.pk,
        "type": "towns.TownPage",
        "translation_key": str(tree.almelo.translation_key),
        "locale": "en",
        "path": ALMELO,
        "previous_path": None,
        "title": "Almelo!",
        "site": tree.site.hostname,
    }
    assert client.get(api.removeprefix("http://localhost:8000")).json()["title"] == "Almelo!"


def test_all_that_happens_to_pages(told, tree) -> None:
    story = factories.StoryPageFactory(parent=tree.almelo, slug="trip")
    tree.almelo.slug = "elsewhere"
    tree.almelo.save_revision().publish()
    found = told()
    assert ("page.published", f"{ALMELO}trip/") in names_of(found)
    moved = {e["data"]["path"]: e["data"]["previous_path"] for e in found if "moved" in e["type"]}
    assert moved == {
        "/en/towns/elsewhere/": ALMELO,
        "/en/towns/elsewhere/trip/": f"{ALMELO}trip/",
    }
    story.refresh_from_db()
    story.unpublish()
    [event] = told()
    assert names_of([event]) == [("page.unpublished", "/en/towns/elsewhere/trip/")]
    assert (event["data"]["title"], event["data"]["api"]) == (None, None)
    tree.almelo.delete()
    assert ("page.deleted", "/en/towns/elsewhere/") in names_of(told())


def test_drafts_and_private_pages_are_not_told_of(told, tree) -> None:
    restriction = PageViewRestriction.objects.create(page=tree.towns, restriction_type="login")
    assert {name for name, _path in names_of(told())} == {"page.unpublished"}
    tree.almelo.title = "A secret"
    tree.almelo.save_revision().publish()
    tree.stories.title = "A draft"
    tree.stories.save_revision()
    set_stale(tree.almelo.pk, True)
    assert told() == []
    assert "secret" not in str(list(Event.objects.values_list("data", flat=True)))
    restriction.delete()
    assert ("page.published", ALMELO) in names_of(told())


def test_what_is_no_page(told, tree) -> None:
    Redirect.objects.create(old_path="/old", redirect_page=tree.almelo, site=tree.site)
    [event] = told()
    assert names_of([event]) == [("redirect.changed", "/old")]
    SiteSettings.objects.create(site=tree.site, locale=tree.locales["en"], site_name="Twins")
    assert {event["type"] for event in told()} <= {"settings.changed", "content.changed"}
    factories.InterestFactory(name="Music")
    assert "content.changed" in {event["type"] for event in told()}


def test_translations(told, tree, locales) -> None:
    dutch = in_dutch(tree)
    told()
    state = TranslationState.objects.filter(pk=dutch.pk)
    state.update(source_locale=locales["en"], method="human")
    dutch.save_revision().publish()
    found = [event for event in told() if event["data"]["id"] == dutch.pk]
    assert {event["type"] for event in found} >= {"page.published", "translation.published"}
    tree.almelo.save_revision().publish()
    assert "translation.published" not in {event["type"] for event in told()}
    state.update(is_stale=False)
    set_stale(dutch.pk, True)
    stale = [event for event in told() if event["type"] == "translation.stale"]
    assert [event["data"]["locale"] for event in stale] == ["nl"]
    assert stale[0]["data"]["api"].endswith(f"/pages/{dutch.pk}/")
    set_stale(dutch.pk, True)
    assert told() == []


@pytest.mark.parametrize(
    ("wants", "paths"),
    [
        ({}, {"nl", "en", "story", "trip"}),
        ({"locales": ["nl"]}, {"nl"}),
        ({"locales": ["nl", "pl"], "types": ["towns.TownPage"]}, {"nl"}),
        ({"types": ["stories.StoryPage"]}, {"story", "trip"}),
        ({"places": ["almelo"]}, {"nl", "en", "trip"}),
        ({"places": ["almelo"], "types": ["stories.StoryPage"]}, {"trip"}),
        ({"events": ["page.moved"]}, set()),
        ({"events": ["page.published"], "locales": ["en"]}, {"en", "story", "trip"}),
    ],
)
def test_filters(tree, locales, endpoint, wants, paths) -> None:
    if "places" in wants:
        wants = {**wants, "places": [str(tree.almelo.translation_key)]}
    dutch = in_dutch(tree)
    story = factories.StoryPageFactory(parent=tree.stories, slug="story")
    trip = factories.StoryPageFactory(parent=tree.almelo, slug="trip")
    endpoint("https://example.org/", **wants)
    pages = {"nl": dutch, "en": tree.almelo, "story": story, "trip": trip}
    for page in pages.values():
        page.refresh_from_db()
        page.save_revision().publish()
    by_key = {page.pk: name for name, page in pages.items()}
    found = Event.objects.filter(name="page.published")
    assert {by_key[event.data["id"]] for event in found} == paths


def test_filters_of_pages_let_everything_else_pass(tree, endpoint) -> None:
    endpoint("https://example.org/", locales=["pl"], types=["home.HomePage"], places=["x"])
    Redirect.objects.create(old_path="/old", redirect_link="https://example.org", site=tree.site)
    assert [event.name for event in Event.objects.all()] == ["redirect.changed"]


def test_a_town_that_is_gone_was_a_town(tree, endpoint) -> None:
    factories.StoryPageFactory(parent=tree.almelo, slug="trip")
    endpoint("https://example.org/", places=[str(tree.almelo.translation_key)])
    tree.almelo.delete()
    found = {event.data["path"] for event in Event.objects.filter(name="page.deleted")}
    assert found == {ALMELO, f"{ALMELO}trip/"}


def publish(page: Any) -> int:
    """How many queries a publication costs."""
    page.title += "!"
    revision = page.save_revision()
    with CaptureQueriesContext(connection) as captured:
        revision.publish()
    return len([query for query in captured if 'INSERT INTO "django_tasks' not in query["sql"]])


@pytest.mark.parametrize(("endpoints", "more"), [(0, 1), (3, 4)])
def test_what_it_costs_who_publishes(tree, endpoint, endpoints, more, monkeypatch) -> None:
    publish(tree.almelo)
    with monkeypatch.context() as patch:
        from twinning.changes import listeners

        patch.setattr(listeners, "tell", lambda rows: None)
        without = publish(tree.almelo)
    for _number in range(endpoints):
        endpoint("https://example.org/", types=["towns.TownPage"])
    costs = publish(tree.almelo) - without
    assert costs <= more


def test_every_event_has_a_name_that_people_read(tree, endpoint) -> None:
    known = {name for name, _label in names.choices()}
    assert known >= {value for value, _label in Change.Event.choices}
    assert {"form.submitted", "story.received", "translation.stale"} <= known
    assert not matching.is_wanted(matching.active(), "page.moved")
