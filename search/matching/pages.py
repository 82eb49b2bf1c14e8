"""Which pages may be found at all: asked along with the words, before anything is counted."""

from dataclasses import dataclass

from django.db import connections, router
from django.db.models import Exists, OuterRef
from wagtail.models import Locale, Page
from wagtail.query import PageQuerySet

from search import known
from search.asking.expressions import Expression
from twinning import landmarks, visibility
from twinning.landmarks import SiteMark

#: So many pages that a language lacks are remembered; where it lacks more, all are looked through.
MOST_REMEMBERED = 500


@dataclass(frozen=True)
class Pages:
    """The pages of a site that anybody may see.

    Args:
        missing_in: only those that nobody can read in this language.
    """

    site: SiteMark
    missing_in: str | None = None

    def seen(self) -> PageQuerySet:
        """The pages."""
        pages = landmarks.within(visibility.public(Page.objects), self.site)
        if self.missing_in is None:
            return pages
        there = self._there().filter(translation_key=OuterRef("translation_key"))
        return pages.filter(~Exists(there))

    def keys(self) -> list[int] | None:
        """Primary keys of those that a language lacks; None where they are many.

        Looked up once for each state of the content.
        """
        if self.missing_in is None:
            return None
        found = known.once(("missing", self.site.pk, self.missing_in), self._few)
        return found if len(found) <= MOST_REMEMBERED else None

    def _few(self) -> list[int]:
        return list(self.seen().order_by().values_list("pk", flat=True)[: MOST_REMEMBERED + 1])

    def indexed(self) -> PageQuerySet:
        """Nearly the same, by what every index knows of pages: not when their time is over."""
        pages = landmarks.within(Page.objects.live(), self.site)
        for path, _restriction in visibility.restrictions():
            pages = pages.exclude(path__startswith=path)
        if self.missing_in is None:
            return pages
        there = self._there().order_by().values_list("translation_key", flat=True)
        return pages.exclude(translation_key__in=list(there))

    def _there(self) -> PageQuerySet:
        locale = Locale.objects.filter(language_code=self.missing_in).values("pk")[:1]
        return visibility.public(Page.objects, is_list=False).filter(locale=locale)

    def condition(self) -> tuple[str, list[object]]:
        """What makes a row of Wagtail's table of pages one of them, as SQL, and its values."""
        keys = self.keys()
        pages = self.seen() if keys is None else visibility.public(Page.objects).filter(pk__in=keys)
        compiler = pages.query.get_compiler(connection=connections[router.db_for_read(Page)])
        compiler.setup_query()
        sql, values = compiler.compile(pages.query.where)
        return sql, list(values)


@dataclass(frozen=True)
class Asked:
    """What the index is asked: what a page must have, which pages it may be, how many of them."""

    expression: Expression
    pages: Pages
    most: int
