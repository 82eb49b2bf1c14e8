"""The rows of the board: a page each, with a cell for each language; in one query for all."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import BooleanField, Case, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.coreutils import get_content_type_label
from wagtail.models import Page

from twinning.translation import rights
from twinning.translation.board import status
from twinning.translation.board.reader import Reader, every_language
from twinning.translation.fallback import preference
from twinning.translation.states.status import Status


class Version(NamedTuple):
    """A page in one language."""

    pk: int
    key: UUID
    path: str
    title: str
    draft_title: str
    live: bool
    owner: int | None
    type: int
    language: str
    status: str
    stale_segments: int | None
    stale_words: int | None
    machine_segments: int | None
    #: Whether the reader may see it.
    seen: bool

    @property
    def name(self) -> str:
        """Its title as editors see it."""
        return self.draft_title or self.title


_COLUMNS = (
    *("pk", "translation_key", "path", "title", "draft_title", "live", "owner_id"),
    *("content_type_id", "locale__language_code", "status"),
    *(f"translation_state__{name}" for name in ("stale_segments", "stale_words")),
    *("translation_state__machine_segments", "seen"),
)


@dataclass
class Cell:
    """A page in a language, or that it is missing.

    Args:
        is_mine: whether it is in a language that the reader works in.
        details: how much is to be done.
        url: where it is done; empty where the reader may do nothing.
    """

    language: str
    status: Status
    is_mine: bool
    details: list[str] = field(default_factory=list)
    url: str = ""

    @property
    def icon(self) -> str:
        """The name of Wagtail's icon for it."""
        return status.ICONS[self.status]

    @property
    def language_name(self) -> str:
        """The language, as it calls itself."""
        return str(dict(settings.LANGUAGES)[self.language])


@dataclass
class Row:
    """A page in all its languages.

    Args:
        language: that of the title.
        place: the titles of the pages above it, without the home page.
    """

    title: str
    language: str
    place: list[str]
    kind: str
    town: str
    cells: list[Cell]


class Rows:
    """Makes rows of pages, for one reader in their language."""

    def __init__(self, reader: Reader, paths: Sequence[str], languages: Iterable[str]) -> None:
        """Ask for all that the rows need.

        Args:
            paths: the tree paths of the pages, one in whatever language for each row.
            languages: the cells of a row.
        """
        self._reader, self._paths, self._languages = reader, paths, list(languages)
        self._families: defaultdict[UUID, dict[str, Version]] = defaultdict(dict)
        self._by_path: dict[str, Version] = {}
        for version in _versions(reader, {end for path in paths for end in _lineage(path)}):
            self._families[version.key][version.language] = version
            self._by_path[version.path] = version
        self._towns = {team.key: team.title for team in rights.teams() if team.key is not None}

    def __iter__(self) -> Any:
        """The rows in the order of their paths."""
        return (self._row(self._by_path[path]) for path in self._paths if path in self._by_path)

    def _row(self, page: Version) -> Row:
        shown = self._best(page.key)
        above = [self._by_path[path].key for path in _lineage(page.path)[:-1]]
        towns = [self._towns[key] for key in [*above, page.key] if key in self._towns]
        return Row(
            title=shown.name,
            language=shown.language,
            place=[self._best(key).name for key in above[1:]],
            kind=str(get_content_type_label(ContentType.objects.get_for_id(page.type))),
            town=towns[-1] if towns else "",
            cells=[self._cell(page, code, above) for code in self._languages],
        )

    def _cell(self, page: Version, code: str, above: Sequence[UUID]) -> Cell:
        version = self._families[page.key].get(code)
        is_mine = code in self._reader.languages
        if version is None:
            return self._missing(page, code, above, is_mine)
        cell = Cell(code, Status(version.status), is_mine, _details(version))
        if self._reader.may_change(version.path, version.owner):
            cell.url = edit_url(version.pk)
        return cell

    def _missing(self, page: Version, code: str, above: Sequence[UUID], is_mine: bool) -> Cell:
        cell = Cell(code, Status.MISSING, is_mine)
        if above and code not in self._families[above[-1]]:
            cell.details.append(_("The page above it is missing too"))
        source = self._source(page)
        if source.seen and self._may_begin(page.key, code, above):
            cell.url = submit_url(source.pk, code)
        return cell

    def _may_begin(self, key: UUID, code: str, above: Sequence[UUID]) -> bool:
        """Whether they may have a page translated; what `policy.may_submit` says."""
        if self._reader.is_superuser or self._reader.team_keys & {key, *above}:
            return True
        there = [found for parent in above if (found := self._families[parent].get(code))]
        nearest = there[-1].path if there else _root(self._paths[0])
        return self._reader.may(nearest, "add", "change")

    def _source(self, page: Version) -> Version:
        """What is translated: the original, where there is one."""
        family = self._families[page.key].values()
        return next((one for one in family if one.status == Status.ORIGINAL), page)

    def _best(self, key: UUID) -> Version:
        """The version whose title the reader understands best; else any that they may see."""
        family = self._families[key]
        seen = {code: version for code, version in family.items() if version.seen} or family
        original = [code for code, found in seen.items() if found.status == Status.ORIGINAL]
        order = preference()
        code = next(code for code in [order[0], *original, *order] if code in seen)
        return seen[code]


def edit_url(pk: int) -> str:
    """Where a page is edited: for a translation, wagtail-localize's editor."""
    return reverse("wagtailadmin_pages:edit", args=[pk])


def submit_url(pk: int, language: str) -> str:
    """Where the translation of a page into a language begins."""
    address = reverse("wagtail_localize:submit_page_translation", args=[pk])
    return f"{address}?{urlencode({'select_locale': language})}"


def _versions(reader: Reader, paths: Iterable[str]) -> list[Version]:
    """The pages at some paths, in every language."""
    keys = Page.objects.filter(path__in=paths).order_by().values("translation_key")
    pages = status.with_status(
        Page.objects.filter(
            depth__gt=1, translation_key__in=keys, locale__language_code__in=every_language()
        )
    )
    sees = Q(pk__isnull=False) if reader.is_superuser else reader.sees()
    seen = Case(When(sees, then=True), default=Value(False), output_field=BooleanField())
    return [Version(*row) for row in pages.annotate(seen=seen).values_list(*_COLUMNS)]


def _details(version: Version) -> list[str]:
    if version.status == Status.ORIGINAL:
        return [] if version.live else [_("Not published")]
    return status.to_do(version.stale_segments, version.stale_words, version.machine_segments)


def _lineage(path: str) -> list[str]:
    """The tree paths from the home page down to a page."""
    step = Page.steplen
    return [path[:end] for end in range(2 * step, len(path) + 1, step)]


def _root(path: str) -> str:
    return path[: Page.steplen]
