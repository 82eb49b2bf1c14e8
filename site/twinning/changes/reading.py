"""Reads the log: what has happened after one generation, up to another."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from twinning.changes.models import Change, Kept
from twinning.delivery.models import Generation


@dataclass(frozen=True)
class Extent:
    """How far the log goes.

    Args:
        since: what has happened after this generation is in it.
        until: the present generation.
    """

    since: int
    until: int

    def has(self, generation: int) -> bool:
        """Whether all that has happened after a generation is in it, and nothing is to come."""
        return self.since <= generation <= self.until


@dataclass(frozen=True)
class Part:
    """Some rows of the log, of whole generations.

    Args:
        until: all that is asked for is among them up to this generation.
        has_more: whether there is more after it.
    """

    rows: Sequence[Change]
    until: int
    has_more: bool


def extent() -> Extent:
    """How far the log goes now; whatever it has up to `until` is committed.

    Whoever makes a generation holds its one row until it has committed (ADR 22). So numbers come
    in the order of commits, and who reads one sees all rows up to it.
    """
    kept = Kept.objects.filter(pk=1).values("since")[:1]
    found = Generation.objects.filter(pk=1).values_list("number", Subquery(kept)).first()
    until = abs(found[0]) if found else 0
    since = found[1] if found else None
    return Extent(until if since is None else since, until)


def part(condition: Q, since: int, until: int, limit: int) -> Part:
    """Rows after one generation, in their order: `limit`, and the rest of the last generation.

    Args:
        condition: which rows are asked for.
        until: as `extent` told it before.
    """
    rows = between(since, until).filter(condition).order_by("generation", "pk")
    numbers = rows.values("generation")
    last = Coalesce(Subquery(numbers[limit - 1 : limit]), until)
    newest = Subquery(numbers.order_by("-generation")[:1])
    found = list(rows.filter(generation__lte=last).annotate(newest=newest))
    has_more = bool(found) and (found[-1].generation or 0) < found[-1].newest
    return Part(found, (found[-1].generation or 0) if has_more else until, has_more)


def between(since: int, until: int) -> "QuerySet[Change, Change]":
    """Rows after one generation, up to another."""
    return Change.objects.filter(generation__gt=since, generation__lte=until)


def of_site(site: int) -> Q:
    """What concerns a site."""
    return Q(site_id=site) | Q(site_id=None) | Q(elsewhere__has_key=str(site))


@dataclass(frozen=True)
class Told:
    """What has become of a page, or of something else, on one site."""

    last: Change
    path: str
    previous_path: str


def each(rows: Iterable[Change], site: int) -> list[Told]:
    """One for each row."""
    return [Told(row, *_paths(row, site)) for row in rows]


def folded(rows: Iterable[Change], site: int) -> list[Told]:
    """One for each page, in the order of its last change; of anything else, the last of its kind.

    `previous_path` is where the page was before all of them, if that is not where it is now.
    """
    groups: dict[tuple[object, ...], list[Change]] = {}
    for row in rows:
        key = (row.page_id,) if row.page_id is not None else (None, row.event, row.type, row.path)
        groups.setdefault(key, []).append(row)
    found = [_folded(group, site) for group in groups.values()]
    return sorted(found, key=lambda told: (told.last.generation or 0, told.last.pk))


def _folded(rows: Sequence[Change], site: int) -> Told:
    last, first_path = rows[-1], _paths(rows[0], site)
    path, _previous = _paths(last, site)
    if last.event == Change.Event.CONTENT:  # says the least
        of_page = (row for row in reversed(rows) if row.event != Change.Event.CONTENT)
        last.event = next((row.event for row in of_page), last.event)
    previous = first_path[1] or first_path[0]
    return Told(last, path, previous if previous != path else "")


def _paths(row: Change, site: int) -> tuple[str, str]:
    """Its path on a site, and the one before."""
    if row.site_id in {None, site}:
        return row.path, row.previous_path
    path, previous = row.elsewhere[str(site)]
    return path, previous
