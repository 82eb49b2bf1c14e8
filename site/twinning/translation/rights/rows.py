"""The rows of the three tables that say what a group may do, read and written in batches."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page


class Kind(Enum):
    """What a row gives a right to: a page, a collection, or a model as a whole."""

    PAGE = "page"
    COLLECTION = "collection"
    MODEL = "model"

    @property
    def table(self) -> Any:
        """The model of such rows."""
        tables: dict[Kind, Any] = {
            Kind.PAGE: GroupPagePermission,
            Kind.COLLECTION: GroupCollectionPermission,
            Kind.MODEL: Group.permissions.through,
        }
        return tables[self]


@dataclass(frozen=True)
class Row:
    """That a group has a permission at a place; nowhere in particular where that is a model's."""

    kind: Kind
    group: int
    place: int | None
    permission: int

    @property
    def columns(self) -> dict[str, int | None]:
        """The row's values by the names of its table's columns."""
        values: dict[str, int | None] = {
            "group_id": self.group,
            "permission_id": self.permission,
        }
        if self.kind is not Kind.MODEL:
            values[f"{self.kind.value}_id"] = self.place
        return values


def of(groups: Iterable[int]) -> set[Row]:
    """Every row of some groups, in three queries."""
    groups = set(groups)
    found: set[Row] = set()
    for kind in Kind:
        names = [*Row(kind, 0, None, 0).columns]
        for values in kind.table.objects.filter(group__in=groups).values_list(*names):
            row = dict(zip(names, values, strict=True))
            place = row.get(f"{kind.value}_id")
            found.add(Row(kind, row["group_id"], place, row["permission_id"]))
    return found


def write(rows: Iterable[Row]) -> None:
    """Write rows that are not there, in a query for each table."""
    for kind, some in _by_kind(rows).items():
        kind.table.objects.bulk_create(
            [kind.table(**row.columns) for row in some], ignore_conflicts=True
        )


def remove(rows: Iterable[Row]) -> None:
    """Remove rows, in a query for each table."""
    for kind, some in _by_kind(rows).items():
        which = Q(pk__in=[])
        for row in some:
            which |= Q(**row.columns)
        kind.table.objects.filter(which).delete()


def described(rows: Iterable[Row]) -> list[str]:
    """Rows as an administrator reads them, in four queries."""
    rows = list(rows)
    groups = dict(
        Group.objects.filter(pk__in={row.group for row in rows}).values_list("pk", "name")
    )
    names = dict(
        Permission.objects.filter(pk__in={row.permission for row in rows}).values_list(
            "pk", "codename"
        )
    )
    places = {
        Kind.PAGE: _names(Page, "title", rows, Kind.PAGE),
        Kind.COLLECTION: _names(Collection, "name", rows, Kind.COLLECTION),
    }
    lines = []
    for row in rows:
        where = places.get(row.kind, {}).get(row.place)
        suffix = f" on {row.kind.value} {row.place} ({where})" if row.place else ""
        lines.append(f"{groups[row.group]}: {names[row.permission]}{suffix}")
    return sorted(lines)


def _names(model: Any, name: str, rows: list[Row], kind: Kind) -> dict[Any, str]:
    places = {row.place for row in rows if row.kind is kind}
    return dict(model.objects.filter(pk__in=places).values_list("pk", name))


def _by_kind(rows: Iterable[Row]) -> dict[Kind, list[Row]]:
    found: defaultdict[Kind, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.kind].append(row)
    return found
