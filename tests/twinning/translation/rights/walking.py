"""Trying an action as everybody at every cell, and seeing that nothing else changes."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product

import pytest
from django.core.cache import cache
from django.db import transaction
from django.urls import reverse
from wagtail.models import Page, PageLogEntry, Revision
from wagtail_localize.models import StringTranslation, Translation

from tests.twinning.translation.rights.expected import place
from tests.twinning.translation.rights.world import CODES, NAMES, TOWNS
from twinning.security.tokens.making import make
from twinning.translation.models import TranslationJob

#: For what no other database could make a difference to.
once = pytest.mark.once("rights are rows that both databases read alike, and the walk is long")

CELLS = list(product(TOWNS, CODES))
EVERYWHERE = list(product(NAMES, CELLS))


def next_of(items: list[str], item: str) -> str:
    """The one after it, round and round."""
    return items[(items.index(item) + 1) % len(items)]


def other_town(town: str) -> str:
    return next_of(list(TOWNS), town)


def _sample() -> list[tuple[str, tuple[str, str]]]:
    """Everybody with two cells of each kind of place, beginning where nobody else does."""
    found = []
    for index, name in enumerate(NAMES):
        start = index * 2 % len(CELLS)
        kinds: dict[str, list[tuple[str, str]]] = {}
        for cell in CELLS[start:] + CELLS[:start]:
            kinds.setdefault(place(name, *cell), []).append(cell)
        found += [(name, cell) for cells in kinds.values() for cell in cells[:2]]
    return found


SAMPLE = _sample()


def state() -> tuple:
    """Everything that an action would change, cheaply."""
    pages = Page.objects.order_by("pk").values_list(
        *("pk", "path", "numchild", "title", "draft_title", "slug", "live", "locked", "alias_of"),
        *("has_unpublished_changes", "latest_revision", "live_revision", "owner", "locale"),
    )
    counted = (Revision, PageLogEntry, Translation, StringTranslation, TranslationJob)
    return list(pages), [model.objects.count() for model in counted]


@contextmanager
def undone() -> Iterator[None]:
    """Take back whatever is done."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    cache.clear()


class Walk:
    """Tries an action of everybody at every cell, and collects where it went otherwise."""

    def __init__(self, world) -> None:
        for name in NAMES:
            world.client(name)  # logs in, which is not to be undone
            token(world, name)
        self.wrong: list[str] = []
        self.tried = 0
        self.before = state()

    def step(self, what: str, allowed: bool, act, refusals: frozenset[int] = frozenset({403})):
        """Try one; `act` returns the answer, and whether it was done."""
        self.tried += 1
        with undone():
            answer, done = act()
            same = state() == self.before
        if done != allowed or (not allowed and (answer.status_code not in refusals or not same)):
            self.wrong.append(f"{what}: {answer.status_code}, done: {done}, same: {same}")

    def __enter__(self) -> "Walk":
        return self

    def __exit__(self, kind, error, trace) -> None:
        if kind is None:
            assert state() == self.before
            assert self.wrong == [], "\n".join(self.wrong[:20])


def form(story: Page, **more: str) -> dict[str, str]:
    """What the editor's form of a story sends."""
    fields = ("intro", "people", "date", "listing_text", "picture", "picture_alt", "seo_title")
    return {
        **dict.fromkeys(fields, ""),
        "search_description": "",
        "title": "Changed",
        "slug": story.slug,
        "date_precision": "day",
        "body-count": "0",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "comments-MIN_NUM_FORMS": "0",
        "comments-MAX_NUM_FORMS": "",
        **more,
    }


def post(world, name: str, url: str, data=None):
    """As somebody who writes the request by hand."""
    return world.client(name).post(url, data or {})


def page_url(action: str, *arguments: int) -> str:
    return reverse(f"wagtailadmin_pages:{action}", args=arguments)


def story_now(story: Page) -> Page | None:
    return Page.objects.filter(pk=story.pk).first()


def token(world, name: str) -> str:
    """Somebody's token for the API v3."""
    kept = world.__dict__.setdefault("tokens", {})
    if name not in kept:
        _token, kept[name] = make(world.users[name], "matrix", "write")
    return kept[name]


def api(world, name: str, method: str, url: str, data=None):
    """As a program that holds somebody's token."""
    return world.client("nobody").generic(
        method,
        f"/api/v3/pages/{url}",
        json.dumps(data or {}),
        content_type="application/json",
        headers={"Authorization": f"Bearer {token(world, name)}"},
    )
