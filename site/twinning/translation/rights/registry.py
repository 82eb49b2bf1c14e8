"""Teams: groups of editors who answer for a page and all below it. Rooms say which there are."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import translation
from wagtail.models import Page

from twinning import references
from twinning.translation.rights import held


@dataclass(frozen=True)
class Team:
    """A group that answers for a page in every language.

    Args:
        key: the page's translation key; None for the team that answers for the partnership.
        group_id: the group's primary key.
        language: the language in which it may change and publish everything; empty for none.
        title: what it answers for, as its reader calls it.
        collection_id: where its pictures and documents lie; those of the partnership are for all.
        sent_collection_id: where pictures lie that visitors have sent to it.
    """

    key: UUID | None
    group_id: int
    language: str
    title: str
    collection_id: int | None = None
    sent_collection_id: int | None = None


@dataclass
class _Registered:
    provider: Callable[[], Iterable[Team]] = list
    complete: Callable[[], None] = lambda: None
    make: Callable[[Page], None] = lambda page: None


_registered = _Registered()
_pages: list[type[Page]] = []


def register_teams(
    provider: Callable[[], Iterable[Team]],
    complete: Callable[[], None] | None = None,
    make: Callable[[Page], None] | None = None,
) -> None:
    """Say which teams there are.

    Args:
        provider: lists them, in a constant number of queries.
        complete: makes teams, groups and collections that are missing; safe to repeat.
        make: makes the team of a page that has none.
    """
    _registered.provider = provider
    _registered.complete = complete or _registered.complete
    _registered.make = make or _registered.make


def register_team_pages(model: type[Page]) -> None:
    """Say that pages of a type may have teams."""
    if model not in _pages:
        _pages.append(model)


def team_pages() -> tuple[type[Page], ...]:
    """The types of pages that may have teams."""
    return tuple(_pages)


def complete() -> None:
    """Have missing teams made."""
    _registered.complete()
    forget()


def make_team(page: Page) -> None:
    """Have the team of a page made."""
    _registered.make(page)
    forget()


def teams() -> list[Team]:
    """Every team, asked for once a request."""
    return references.current().once(_key(), lambda: list(_registered.provider()))


def forget() -> None:
    """Ask for the teams anew: this request has changed one."""
    references.current().forget(_key())


def teams_of(user: Any) -> list[Team]:
    """The teams that somebody is a member of; of nobody who is not active."""
    groups = held.groups_of(user).keys
    return [team for team in teams() if team.group_id in groups] if groups else []


def _key() -> tuple[str, str | None]:
    return ("teams", translation.get_language())
