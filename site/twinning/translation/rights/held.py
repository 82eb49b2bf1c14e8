"""What somebody's groups allow them on which pages: one query a request."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group

#: How deep the page lies in the tree that all pages of a language lie below.
HOME_DEPTH = 2

#: Where a user object keeps it. A request loads its user anew, and so asks anew.
_CACHE = "_twinning_held"


@dataclass(frozen=True)
class Grant:
    """A row of GroupPagePermission: an action on a page and all below it."""

    path: str
    depth: int
    language: str
    action: str


@dataclass(frozen=True)
class Held:
    """The groups that somebody is in, and what these grant."""

    groups: frozenset[int] = frozenset()
    grants: tuple[Grant, ...] = ()

    def allows(self, path: str, *actions: str) -> bool:
        """Whether any of the actions, or any action if none is named, is granted at a path."""
        return any(
            path.startswith(grant.path) and (not actions or grant.action in actions)
            for grant in self.grants
        )

    def reaches_below(self, path: str) -> bool:
        """Whether anything is granted somewhere below a path."""
        return any(grant.path.startswith(path) for grant in self.grants)


NOTHING = Held()


def by(user: Any) -> Held:
    """What somebody's groups allow; nothing for whoever is not logged in or not active.

    A superuser's groups count too, but say nothing of what a superuser may do.
    """
    if not (user.is_authenticated and user.is_active):
        return NOTHING
    found: Held | None = getattr(user, _CACHE, None)
    if found is None:
        found = _fetch(user)
        setattr(user, _CACHE, found)
    return found


def is_superuser(user: Any) -> bool:
    """Whether somebody may do everything."""
    return bool(user.is_authenticated and user.is_active and user.is_superuser)


def languages_of(user: Any) -> frozenset[str]:
    """The codes of the languages in whose tree somebody may change every page."""
    every = frozenset(code for code, _name in settings.LANGUAGES)
    if is_superuser(user):
        return every
    changes = [grant for grant in by(user).grants if grant.action == "change"]
    if any(grant.depth == 1 for grant in changes):
        return every
    return every & {grant.language for grant in changes if grant.depth == HOME_DEPTH}


def forget(user: Any) -> None:
    """Ask anew: this request has changed what a user may do."""
    user.__dict__.pop(_CACHE, None)


def _fetch(user: Any) -> Held:
    granted = "page_permissions__page__"
    rows = list(
        Group.objects.filter(user=user)
        .order_by()
        .values_list(
            "pk",
            f"{granted}path",
            f"{granted}depth",
            f"{granted}locale__language_code",
            "page_permissions__permission__codename",
        )
    )
    grants = [
        Grant(path, depth, language, codename.rsplit("_", maxsplit=1)[0])
        for _pk, path, depth, language, codename in rows
        if path is not None
    ]
    return Held(frozenset(row[0] for row in rows), tuple(grants))
