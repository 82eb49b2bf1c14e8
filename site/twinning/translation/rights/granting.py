"""From roles to rows: what the table gives to whom, what is missing of it, and what is more.

Every function asks a constant number of queries, however many towns and languages there are.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.urls import get_resolver
from wagtail import hooks
from wagtail.models import Collection, Page

from twinning.translation.models import Role
from twinning.translation.rights import held, registry, roles, rows, table
from twinning.translation.rights.rows import Kind, Row


@dataclass(frozen=True)
class Holder:
    """A group with its part in the work."""

    role: str
    group: int
    language: str = ""
    key: UUID | None = None
    collection: int | None = None
    sent_collection: int | None = None


@dataclass(frozen=True)
class Place:
    """A page on which somebody may hold something."""

    page: int
    depth: int
    language: str
    key: UUID


@dataclass(frozen=True)
class Difference:
    """How what groups may do differs from the table."""

    missing: frozenset[Row]
    more: frozenset[Row]

    def __bool__(self) -> bool:
        return bool(self.missing or self.more)


@transaction.atomic
def make_groups() -> list[str]:
    """Make roles and teams that are missing, with collections; the names of the groups made."""
    before = set(Group.objects.values_list("pk", flat=True))
    roles.make_missing()
    registry.complete()
    made = Group.objects.exclude(pk__in=before).order_by("name")
    return list(made.values_list("name", flat=True))


@transaction.atomic
def sync() -> Difference:
    """Make everything that is missing; how things differed when the groups had been made."""
    make_groups()
    found = difference()
    rows.write(found.missing)
    return found


def difference() -> Difference:
    """How what our groups may do differs from the table."""
    everybody = holders()
    wanted = frozenset(_wanted(everybody, _places(everybody)))
    present = frozenset(rows.of(holder.group for holder in everybody))
    return Difference(wanted - present, present - wanted)


def grant_on(page: Page) -> None:
    """Give roles and teams what they have on a page, and nothing else."""
    place = Place(page.pk, page.depth, page.locale.language_code, page.translation_key)
    wanted = _wanted(holders(), [place])
    rows.write(row for row in wanted if row.kind is Kind.PAGE and row.place == page.pk)


def grant_to(group_ids: Iterable[int]) -> None:
    """Give some groups all that they have by the table."""
    groups = set(group_ids)
    theirs = [holder for holder in holders() if holder.group in groups]
    rows.write(_wanted(theirs, _places(theirs)))


def take_back(team: registry.Team) -> None:
    """Take from a group what it had as this team and has for no other reason.

    To be called when the team is no longer what it was. The partnership's has its rights as a role.
    """
    if team.key is None:
        return
    before, now = [_holder(team)], [h for h in holders() if h.group == team.group_id]
    places = _places([*before, *now])
    rows.remove(set(_wanted(before, places)) - set(_wanted(now, places)))


def holders() -> list[Holder]:
    """Every group that has a part in the work: of roles, then of towns."""
    languages = {Role.Kind.EDITORS: settings.LANGUAGE_CODE}
    found = [
        Holder(role.kind, role.group_id, languages.get(Role.Kind(role.kind), role.language))
        for role in Role.objects.order_by("pk")
    ]
    return [*found, *(_holder(team) for team in registry.teams() if team.key is not None)]


def _holder(team: registry.Team) -> Holder:
    return Holder(
        table.TEAMS,
        team.group_id,
        team.language,
        team.key,
        team.collection_id,
        team.sent_collection_id,
    )


def _places(of: Iterable[Holder]) -> list[Place]:
    keys = {holder.key for holder in of if holder.key is not None}
    columns = ("pk", "depth", "locale__language_code", "translation_key")
    pages = Page.objects.order_by().values_list(*columns)
    above = pages.filter(depth__lte=held.HOME_DEPTH)
    return [Place(*values) for values in above.union(pages.filter(translation_key__in=keys))]


def _wanted(everybody: Iterable[Holder], places: list[Place]) -> Iterator[Row]:
    everybody = list(everybody)
    names = _Names()
    root = Collection.get_first_root_node().pk
    shared = next((t.collection_id for t in registry.teams() if t.key is None), None)
    for holder in everybody:
        rights = table.TABLE[holder.role]
        for place in places:
            for action in _actions(holder, rights, place):
                permission = names["wagtailcore", f"{action}_page"]
                yield Row(Kind.PAGE, holder.group, place.page, permission)
        for collection, permissions in (
            (root, rights.library),
            (shared, rights.shared),
            (holder.collection, rights.own),
            (holder.sent_collection, rights.sent),
        ):
            for name in permissions if collection is not None else ():
                yield Row(Kind.COLLECTION, holder.group, collection, names[name])
        for permission in names.of(holder.role):
            yield Row(Kind.MODEL, holder.group, None, permission)


def _actions(holder: Holder, rights: table.Rights, place: Place) -> set[str]:
    actions: set[str] = set()
    if place.depth == 1:
        actions.update(rights.everywhere)
    if place.depth == held.HOME_DEPTH and place.language == holder.language:
        actions.update(rights.in_language)
    if holder.key is not None and place.key == holder.key:
        actions.update(rights.in_place)
    return actions


class _Names:
    """The primary keys of permissions by their names."""

    def __init__(self) -> None:
        columns = ("content_type__app_label", "codename", "pk")
        self._keys = {(a, c): pk for a, c, pk in Permission.objects.values_list(*columns)}
        self._all: set[int] | None = None

    def __getitem__(self, name: table.Name) -> int:
        return self._keys[name]

    def of(self, role: str) -> Iterable[int]:
        """The permissions of a role that know no place."""
        names = table.permissions_of(role)
        if names is None:
            return self._offered()
        return [self._keys[name] for name in names if name[0] in apps.app_configs]

    def _offered(self) -> set[int]:
        """What the admin's form of a group offers, but for what is nobody's; asked for once."""
        if self._all is None:
            get_resolver().url_patterns  # noqa: B018  Wagtail registers some as it makes addresses
            offered: Any = Permission.objects.none()
            for register in hooks.get_hooks("register_permissions"):
                offered = offered | register()
            self._all = set(offered.values_list("pk", flat=True))
            self._all.discard(self._keys.get(table.NOBODYS, 0))
        return self._all
