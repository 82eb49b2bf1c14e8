"""Two towns with translations in every state, a team of one of them, and others who look."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.contrib.auth.models import Group, Permission
from django.test import Client
from wagtail.models import GroupPagePermission, Page

from tests import factories
from tests.building import translated
from tests.tools.seeds import seeded
from twinning.translation.models import TranslationState
from twinning.translation.rights import registry
from twinning.translation.rights.registry import Team

BOARD = "/admin/translations/"
Method = TranslationState.Method


def state(page: Page, **values: Any) -> None:
    """Say how far a translation is; one by people of which nothing is missing, by default."""
    defaults = {"method": Method.HUMAN, "segments": 10, "stale_segments": 0, "stale_words": 0}
    defaults |= {"machine_segments": 0, "is_stale": False}
    TranslationState.objects.update_or_create(page=page, defaults={**defaults, **values})


def group_of(name: str, *grants: tuple[Page, str]) -> Group:
    """A group that may log in, with permissions on pages: a page, and actions with it."""
    group = Group.objects.create(name=name)
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for page, actions in grants:
        for action in actions.split():
            permission = Permission.objects.get(codename=f"{action}_page")
            GroupPagePermission.objects.create(group=group, page=page, permission=permission)
    return group


@pytest.fixture
def teams(monkeypatch) -> list[Team]:
    """What rooms say of teams: a list to fill."""
    found: list[Team] = []
    monkeypatch.setattr(registry._registered, "provider", lambda: list(found))
    return found


def made_pages(tree: Any) -> dict[str, Any]:
    """Pages by name: English ones, Almelo in Dutch and in Polish, a Polish story of its own."""
    locales = tree.locales
    almelo_nl = translated(
        tree.almelo, locales["nl"], title="Almelo (nl)", draft_title="Almelo (nl)"
    )
    almelo_pl = translated(
        tree.almelo, locales["pl"], title="Almelo (pl)", draft_title="Almelo (pl)"
    )
    for code in ("nl", "pl"):
        for page in (tree.home, tree.towns):
            Page.objects.filter(pk=page.get_translation(locales[code]).pk).update(live=True)
            state(page.get_translation(locales[code]))
    state(almelo_nl, stale_segments=3, stale_words=41, is_stale=True)
    state(almelo_pl, machine_segments=5)
    story = factories.StoryPageFactory(parent=tree.almelo, title="A race")
    story_pl = translated(story, locales["pl"], title="Wyścig", draft_title="Wyścig")
    Page.objects.filter(pk=story_pl.pk).update(live=False)
    state(story_pl, stale_segments=2, stale_words=7)
    own = factories.StoryPageFactory(parent=almelo_pl, title="Opowieść", locale=locales["pl"])
    return {
        "home": tree.home,
        "towns": tree.towns,
        "almelo": tree.almelo,
        "almelo_nl": almelo_nl,
        "almelo_pl": almelo_pl,
        "home_pl": tree.home.get_translation(locales["pl"]),
        "home_nl": tree.home.get_translation(locales["nl"]),
        "stories": tree.stories,
        "story": story,
        "story_pl": story_pl,
        "own": own,
    }


pages = seeded("pages", made_pages, "tree")


@pytest.fixture
def people(pages, teams, django_user_model) -> dict[str, Any]:
    """An administrator, a translator into Polish, the Dutch team of Almelo, and a stranger."""
    everything = "add change publish lock unlock"
    versions = [(pages[name], "add change") for name in ("almelo", "almelo_nl", "almelo_pl")]
    groups = {
        "translator": group_of("translator", (pages["home_pl"], "change")),
        "almelo": group_of("almelo", (pages["home_nl"], everything), *versions),
        "stranger": group_of("stranger"),
    }
    teams.append(Team(pages["almelo"].translation_key, groups["almelo"].pk, "nl", "Almelo"))
    found = {"admin": django_user_model.objects.create_superuser("admin", "admin@example.org", "x")}
    for name, group in groups.items():
        found[name] = django_user_model.objects.create_user(name, f"{name}@example.org", "x")
        found[name].groups.add(group)
    return found


@pytest.fixture
def client_of(people) -> Callable[[str], Client]:
    """A browser in which somebody is logged in."""

    def logged_in(name: str) -> Client:
        client = Client()
        client.force_login(people[name])
        return client

    return logged_in


def soup(client: Client, address: str = BOARD) -> BeautifulSoup:
    """What somebody is shown."""
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def text(tag: Tag | None) -> str:
    """A tag's words, in one line."""
    assert tag is not None
    return " ".join(tag.get_text(" ").split())
