"""What the Content API tells of the log."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction, Site

from tests import factories
from tests.twinning.content_api.test_pages import translate
from twinning import landmarks
from twinning.changes.models import Change, Kept
from twinning.changes.tasks import forget_old
from twinning.delivery import generation

URL = "/api/content/v1/changes/"
ALMELO = "/en/towns/almelo/"


class Reader:
    """A front end that remembers the `until` of its last answer."""

    def __init__(self, client: Any, **query: Any) -> None:
        self.client, self.query = client, query
        self.until = client.get(URL).json()["until"]

    def ask(self, **query: Any) -> dict[str, Any]:
        response = self.client.get(URL, {"since": self.until, **self.query, **query})
        assert response.status_code == 200, response.content
        self.answer = response.json()
        self.until = self.answer["until"]
        return self.answer

    def take(self, **query: Any) -> list[tuple[Any, ...]]:
        items = self.ask(**query)["items"]
        return [(item["event"], item["path"], item["previous_path"]) for item in items]


def settings_of(tree) -> None:
    factories.SiteSettingsFactory(site=tree.site)


@pytest.fixture
def reader(client, tree) -> Reader:
    return Reader(client)


def test_a_client_begins_with_the_present_number(client, tree) -> None:
    assert client.get(URL).json() == {
        "since": None,
        "until": generation.stored(),
        "has_more": False,
        "full_rebuild": False,
        "items": [],
    }


def test_what_was_published(reader, tree) -> None:
    tree.almelo.title = "Almelo!"
    tree.almelo.save_revision().publish()
    since = reader.until
    answer = reader.ask()
    [row] = Change.objects.filter(generation__gt=since)
    assert answer == {
        "since": since,
        "until": generation.stored(),
        "has_more": False,
        "full_rebuild": False,
        "items": [
            {
                "event": "page.published",
                "generation": row.generation,
                "at": row.at.isoformat(),
                "type": "towns.TownPage",
                "id": tree.almelo.pk,
                "translation_key": str(tree.almelo.translation_key),
                "locale": "en",
                "title": "Almelo!",
                "path": ALMELO,
                "previous_path": None,
            }
        ],
    }
    assert reader.take() == []


def test_each_page_comes_once_unless_asked_otherwise(reader, tree) -> None:
    since = reader.until
    tree.almelo.save_revision().publish()
    for slug in ("wierden", "vriezenveen"):
        tree.almelo.slug = slug
        tree.almelo.save()
    now = "/en/towns/vriezenveen/"
    assert reader.take() == [("page.moved", now, ALMELO)]
    reader.until = since
    assert reader.take(fold="false") == [
        ("page.published", ALMELO, None),
        ("page.moved", "/en/towns/wierden/", ALMELO),
        ("page.moved", now, "/en/towns/wierden/"),
    ]


def test_what_comes_back_elsewhere_says_where_it_was(reader, tree) -> None:
    tree.almelo.unpublish()
    tree.almelo.slug = "wierden"
    tree.almelo.save()
    assert reader.take() == [("page.unpublished", ALMELO, None)]
    reader = Reader(reader.client)
    tree.stories.unpublish()
    was = f"/en/{tree.stories.slug}/"
    tree.stories.slug = "tales"
    tree.stories.save()
    tree.stories.save_revision().publish()
    assert reader.take() == [("page.published", "/en/tales/", was)]


def test_what_is_gone_has_no_title(reader, tree) -> None:
    since = reader.until
    tree.almelo.title = "A secret"
    tree.almelo.save_revision().publish()
    PageViewRestriction.objects.create(page=tree.towns, restriction_type=PageViewRestriction.LOGIN)
    for fold in ("true", "false"):
        reader.until = since
        answer = reader.ask(fold=fold)
        assert "secret" not in str(answer)
        told = answer["items"][-1]
        assert (told["event"], told["path"]) == ("page.unpublished", ALMELO)


def test_what_has_hidden_itself_since_has_no_title(reader, tree) -> None:
    """Such as by a statement that no signal tells of."""
    tree.almelo.title = "A secret"
    tree.almelo.save_revision().publish()
    Page.objects.filter(pk=tree.almelo.pk).update(live=False)
    assert "secret" not in str(reader.ask())


def test_filters(reader, tree, client) -> None:
    dutch = translate(tree.home, tree.locales["nl"], title="Start", slug="start-nl")
    tree.almelo.save_revision().publish()
    settings_of(tree)
    settings = ("settings.changed", None, None)
    assert Reader(client).take() == []
    since = reader.until
    published = [("page.published", "/nl/", None), ("page.published", ALMELO, None)]
    for query, expected in (
        ({}, [*published, settings]),
        ({"locale": "nl"}, [published[0], settings]),
        ({"type": "towns.TownPage"}, [published[1], settings]),
        ({"type": "towns.TownPage,home.HomePage"}, [*published, settings]),
        ({"type": "towns.TownPage", "locale": "nl"}, [settings]),
    ):
        reader.until = since
        assert reader.take(**query) == expected, query
        assert reader.answer["full_rebuild"]
    assert dutch.live


def test_sites(reader, tree, client) -> None:
    home = factories.HomePageFactory(parent=Page.get_first_root_node(), slug="other")
    Site.objects.create(hostname="other.example", root_page=home)
    Site.objects.create(hostname="towns.example", root_page=tree.towns)
    reader.ask()
    landmarks.forget()
    since = reader.until
    tree.almelo.slug = "wierden"
    tree.almelo.save()
    factories.StandardPageFactory(parent=home, slug="about")
    expected = {
        "localhost": [("page.moved", "/en/towns/wierden/", ALMELO)],
        "towns.example": [("page.moved", "/en/wierden/", "/en/almelo/")],
        "other.example": [("page.published", "/en/about/", None)],
    }
    for site, told in expected.items():
        reader.until = since
        assert reader.take(site=site) == told


def test_pictures_and_redirects(reader, tree, picture) -> None:
    reader.ask()
    picture.title = "Another"
    picture.save()
    assert reader.take() == [("content.changed", None, None)]
    assert reader.answer["full_rebuild"]
    redirect = Redirect.add_redirect("/en/old", redirect_to=tree.almelo)
    assert reader.take() == [("redirect.changed", "/en/old", None)]
    assert not reader.answer["full_rebuild"]
    draft = factories.StandardPageFactory(parent=tree.home, live=False)
    Redirect.add_redirect("/en/secret", redirect_to=draft).delete()
    assert reader.take() == []
    redirect.delete()
    assert reader.take() == [("redirect.changed", "/en/old", None)]


def test_parts_tear_no_generation_apart(reader, tree) -> None:
    since = reader.until
    stories = factories.StoryPageFactory.create_batch(5, parent=tree.almelo)
    with transaction.atomic():
        tree.almelo.slug = "wierden"
        tree.almelo.save()
    whole = reader.take()
    assert len(whole) == 1 + len(stories)
    for limit in (1, 2, 3, 7, 100):
        reader.until, found, seen = since, [], set()
        has_more = True
        while has_more:
            assert reader.until not in seen
            seen.add(reader.until)
            answer = reader.ask(limit=limit, fold="false")
            assert answer["items"]
            has_more = answer["has_more"]
            generations = {item["generation"] for item in answer["items"]}
            assert not generations & {item["generation"] for item in found}
            found += answer["items"]
        assert reader.until == generation.stored()
        assert len(found) == Change.objects.filter(generation__gt=since).count()


@pytest.mark.parametrize("away", ["before the log", "to come"])
def test_who_was_away_too_long_builds_all_anew(client, tree, away: str) -> None:
    tree.almelo.save()
    since = Kept.objects.get().since - 1 if away == "before the log" else generation.stored() + 1
    response = client.get(URL, {"since": since})
    assert response.status_code == 410
    assert response.headers["Content-Type"] == "application/problem+json"
    assert "routes/" in response.json()["detail"]
    assert response.json()["errors"][0]["loc"] == ["query", "since"]
    assert client.get(URL, {"since": Kept.objects.get().since}).status_code == 200


def test_a_database_that_knows_of_no_log_says_so(client, tree) -> None:
    since = generation.stored()
    Kept.objects.all().delete()
    tree.almelo.save()
    assert client.get(URL, {"since": since}).status_code == 410
    assert client.get(URL, {"since": generation.stored()}).status_code == 200
    forget_old.call()
    assert client.get(URL, {"since": generation.stored()}).status_code == 200


def test_what_is_too_old_is_forgotten(client, tree, settings, reader) -> None:
    def age(days: int) -> int:
        return int((timezone.now() - timedelta(days=days)).timestamp() * 1000)

    old = Change.objects.filter(event="page.published").first()
    Change.objects.exclude(pk=old.pk).delete()
    Change.objects.filter(pk=old.pk).update(generation=age(100))
    Kept.objects.update(since=age(200))
    assert client.get(URL, {"since": age(101)}).status_code == 200
    forget_old.call()
    assert client.get(URL, {"since": age(101)}).status_code == 410
    assert client.get(URL, {"since": age(89)}).status_code == 200
    assert Change.objects.filter(pk=old.pk).exists()  # for who is reading it now
    forget_old.call()
    assert not Change.objects.filter(pk=old.pk).exists()
    settings.TWINNING = {**settings.TWINNING, "KEEP_CHANGE_DAYS": 10}
    forget_old.call()
    assert client.get(URL, {"since": age(11)}).status_code == 410
    assert client.get(URL, {"since": age(9)}).status_code == 200


def test_what_caches_are_told(client, tree) -> None:
    response = client.get(URL, {"since": generation.stored()})
    assert "s-maxage=0" in response.headers["Cache-Control"]
    etag = {"If-None-Match": response.headers["ETag"]}
    query = {"since": generation.stored()}
    assert client.get(URL, query, headers=etag).status_code == 304
    tree.almelo.save()
    assert client.get(URL, query, headers=etag).status_code == 200


@pytest.mark.parametrize("number", [0, 1, 30])
def test_queries_are_few_and_constant(reader, tree, number: int) -> None:
    factories.StoryPageFactory.create_batch(number, parent=tree.almelo)
    settings_of(tree)
    with CaptureQueriesContext(connection) as captured:
        assert len(reader.ask(site="localhost")["items"]) >= number
    assert len(captured) == (4 if number else 3)
