"""The questions that views ask about rights; the answers come from ordinary groups alone.

Each is asked of a user as they are in this request: superusers may do all, whoever is not active
or not logged in nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q
from wagtail.models import Locale, Page

from twinning import references, visibility
from twinning.translation.rights import held, registry
from twinning.translation.rights.locale_policy import LocalePermissionPolicy

__all__ = [
    "LocalePermissionPolicy",
    "languages_of",
    "may",
    "may_explore",
    "may_submit",
    "may_sync",
    "missing_parent",
    "missing_parents",
    "owns",
    "submittable",
    "syncable",
]


def languages_of(user: Any) -> frozenset[str]:
    """The codes of the languages in whose tree somebody may change every page."""
    return held.languages_of(user)


def may(user: Any, page: Page, *actions: str) -> bool:
    """Whether somebody may do any of the actions (`change`, `publish` …) with a page.

    As Wagtail decides it: who may `add` may `change` what they have made themselves.
    """
    if held.is_superuser(user):
        return True
    granted = held.by(user)
    if granted.allows(page.path, *actions):
        return True
    is_own = page.owner_id is not None and page.owner_id == user.pk
    return "change" in actions and is_own and granted.allows(page.path, "add")


def may_explore(user: Any, page: Page) -> bool:
    """Whether the explorer shows somebody a page: one of theirs, or one that is above these."""
    if held.is_superuser(user):
        return True
    granted = held.by(user)
    return granted.allows(page.path) or granted.reaches_below(page.path)


def owns(user: Any, page: Page) -> bool:
    """Whether a page or one above it has a team that somebody is in, in whatever language."""
    return any(page.path.startswith(path) for path in _owned_paths(user))


def may_submit(user: Any, page: Page, locale: Locale) -> bool:
    """Whether somebody may have a page translated into a language that it may lack as yet.

    They must see the page; and own it, or be allowed to add to or change what it will stand below:
    the translation of the page's parent, or where that is missing too, of the nearest page above
    that has one. Two queries at most for each user and page, once what they hold is known.
    """
    return (page.pk, locale.pk) in submittable(user, [page], [locale])


def submittable(
    user: Any, pages: Sequence[Page], locales: Sequence[Locale]
) -> set[tuple[int, int]]:
    """The pairs of a page's and a locale's key for which `may_submit` holds, in as many queries."""
    pairs = [
        (page, locale)
        for page in pages
        for locale in locales
        if page.depth > 1 and page.locale_id != locale.pk
    ]
    if held.is_superuser(user):
        return {(page.pk, locale.pk) for page, locale in pairs}
    if not held.groups_of(user).keys:
        return set()
    seen = {page.pk for page in pages if may_explore(user, page) or visibility.is_public(page)}
    above = _above(pages)
    return {
        (page.pk, locale.pk)
        for page, locale in pairs
        if page.pk in seen
        and (may(user, above.nearest(page, locale), "add", "change") or owns(user, page))
    }


def missing_parent(page: Page, locale: Locale) -> Page | None:
    """The page above a page that must be translated first: the topmost that is missing."""
    return missing_parents(page, [locale]).get(locale.pk)


def missing_parents(page: Page, locales: Iterable[Locale]) -> dict[int, Page]:
    """What `missing_parent` says of each of some locales, by their keys; in one query."""
    above = _above([page])
    missing = {
        locale.pk: [
            parent for parent in above.of(page) if above.translation(parent, locale) is None
        ]
        for locale in locales
    }
    return {key: parents[0] for key, parents in missing.items() if parents}


def may_sync(user: Any, source_page: Page) -> bool:
    """Whether somebody may bring the translations of a page up to date with it.

    They may change the page or any of its translations.
    """
    return source_page.pk in syncable(user, [source_page])


def syncable(user: Any, source_pages: Sequence[Page]) -> set[int]:
    """The keys of the pages for which `may_sync` holds, in one query."""
    if held.is_superuser(user):
        return {page.pk for page in source_pages}
    if not held.by(user).grants:
        return set()
    keys = {page.translation_key for page in source_pages}
    family: defaultdict[UUID, list[Page]] = defaultdict(list)
    for page in Page.objects.filter(translation_key__in=keys).only(*_COLUMNS):
        family[page.translation_key].append(page)
    return {
        page.pk
        for page in source_pages
        if any(may(user, version, "change") for version in [page, *family[page.translation_key]])
    }


_COLUMNS = ("path", "depth", "title", "translation_key", "locale", "owner", "live")


def _owned_paths(user: Any) -> list[str]:
    """Where the pages of somebody's teams lie; asked once a request."""
    keys = [team.key for team in registry.teams_of(user) if team.key is not None]
    if not keys:
        return []
    return references.current().once(
        ("paths of teams", user.pk),
        lambda: list(
            Page.objects.filter(translation_key__in=keys).order_by().values_list("path", flat=True)
        ),
    )


def _above(pages: Sequence[Page]) -> "_Above":
    """What is above some pages; asked once a request for those below the same one."""
    parents = frozenset(page.path[: -page.steplen] for page in pages)
    return references.current().once(("above", parents), lambda: _Above(pages))


class _Above:
    """The pages above some pages, and the translations of these; in one query."""

    def __init__(self, pages: Iterable[Page]) -> None:
        paths = {path for page in pages for path in _paths_above(page)}
        keys = Page.objects.filter(path__in=paths).order_by().values("translation_key")
        self._by_path: dict[str, Page] = {}
        self._translations: dict[tuple[Any, int], Page] = {}
        query = Page.objects.filter(Q(path__in=paths) | Q(translation_key__in=keys))
        for page in query.only(*_COLUMNS):
            self._by_path[page.path] = page
            self._translations.setdefault((page.translation_key, page.locale_id), page)

    def of(self, page: Page) -> list[Page]:
        """The pages above a page, the home page first."""
        return [self._by_path[path] for path in _paths_above(page)[1:]]

    def translation(self, page: Page, locale: Locale) -> Page | None:
        """A page in a language, or None where it is not there."""
        return self._translations.get((page.translation_key, locale.pk))

    def nearest(self, page: Page, locale: Locale) -> Page:
        """The nearest page above that exists in a language; at last the tree's root."""
        for parent in reversed(self.of(page)):
            found = self.translation(parent, locale)
            if found is not None:
                return found
        return self._by_path[_paths_above(page)[0]]


def _paths_above(page: Page) -> list[str]:
    """The tree paths of the pages above a page, the tree's root first."""
    return [page.path[:end] for end in range(page.steplen, len(page.path), page.steplen)]
