"""Which pages may be found at all: asked along with the words, before anything is counted."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from django.db import connections, router
from django.db.models import Exists, OuterRef
from django.utils import timezone
from modelsearch.utils import get_descendants_content_types_pks
from wagtail.models import Locale, Page
from wagtail.query import PageQuerySet

from search import known
from search.asking.expressions import Expression
from twinning import landmarks, references, visibility
from twinning.landmarks import SiteMark

#: So many pages that a language lacks are remembered; where it lacks more, all are looked through.
MOST_REMEMBERED = 2000

#: What a remembered condition has in the place of the time at which it is asked.
_NOW = datetime(9999, 12, 31, tzinfo=UTC)


class Condition(NamedTuple):
    """What makes a page one of some pages.

    Args:
        sql, values: what its row has.
        keys: the primary keys of which it has one; None where that is not asked.
    """

    sql: str
    values: list[object]
    keys: list[int] | None


@dataclass(frozen=True)
class Pages:
    """The pages of a site that anybody may see.

    Args:
        missing_in: only those that nobody can read in this language.
    """

    site: SiteMark
    missing_in: str | None = None

    def seen(self, now: datetime | None = None) -> PageQuerySet:
        """The pages.

        Args:
            now: the time at which they are seen, where that is not now.
        """
        pages = landmarks.within(visibility.public(Page.objects, now=now), self.site)
        if self.missing_in is None:
            return pages
        there = self._there(now).filter(translation_key=OuterRef("translation_key"))
        return pages.filter(~Exists(there))

    def indexed(self) -> PageQuerySet:
        """Nearly the same, by what every index knows of pages: not when their time is over."""
        pages = landmarks.within(Page.objects.live(), self.site)
        for path, _restriction in visibility.restrictions():
            pages = pages.exclude(path__startswith=path)
        if self.missing_in is None:
            return pages
        there = self._there().order_by().values_list("translation_key", flat=True)
        return pages.exclude(translation_key__in=list(there))

    def _there(self, now: datetime | None = None) -> PageQuerySet:
        locale = Locale.objects.filter(language_code=self.missing_in).values("pk")[:1]
        return visibility.public(Page.objects, is_list=False, now=now).filter(locale=locale)

    def condition(self) -> Condition:
        """What makes a row of Wagtail's table of pages one of them.

        Written once for each state of the content. Until the next, what a language lacks is what it
        lacked then: a translation whose time is over meanwhile is not missing yet.
        """
        references.current().noted.all_of(Page)
        hidden = tuple(visibility.restrictions())
        found = known.once(("condition", hidden, *self._place()), self._condition)
        adapt = connections[router.db_for_read(Page)].ops.adapt_datetimefield_value
        stand_in, now = adapt(_NOW), adapt(timezone.now())
        values = [now if value == stand_in else value for value in found.values]
        return found._replace(values=values)

    def _place(self) -> tuple[Hashable, ...]:
        """What is remembered of these pages is of a site with these roots, as the request has them.

        It may have asked for them before a change whose number it asks for after it.
        """
        roots = tuple(sorted((code, root.path) for code, root in self.site.roots.items()))
        return self.site.pk, self.missing_in, roots

    def _condition(self) -> Condition:
        keys = None if self.missing_in is None else self._few()
        pages = self.seen(_NOW) if keys is None else visibility.public(Page.objects, now=_NOW)
        compiler = pages.query.get_compiler(connection=connections[router.db_for_read(Page)])
        compiler.setup_query()
        sql, values = compiler.compile(pages.query.where)
        return Condition(sql, list(values), keys)

    def _few(self) -> list[int] | None:
        pages = self.seen().order_by().values_list("pk", flat=True)
        found = list(pages[: MOST_REMEMBERED + 1])
        return found if len(found) <= MOST_REMEMBERED else None


@dataclass(frozen=True)
class Asked:
    """What the index is asked.

    Args:
        expression: what a page must have.
        pages: which it may be.
        most: so many are wanted.
        most_ranked: so many of them in their order by all their words.
    """

    expression: Expression
    pages: Pages
    most: int
    most_ranked: int


def types() -> list[int]:
    """Primary keys of the content types of pages."""
    return known.once("page types", lambda: list(get_descendants_content_types_pks(Page)))
