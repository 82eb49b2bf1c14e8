"""Pages with their translations as the rows of a list: which there are, in which order.

All conditions go by translation keys that a query of its own finds, never row by row: PostgreSQL
can not take a plan for thousands of pages that was meant for a few.
"""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.conf import settings
from django.db.models import Case, Exists, Q, Value, When, Window
from django.db.models.functions import RowNumber
from wagtail.models import Page
from wagtail.query import PageQuerySet

from twinning.translation.board.reader import Reader, above
from twinning.translation.board.status import TO_DO, with_status
from twinning.translation.states.status import Status


def families(reader: Reader) -> PageQuerySet:
    """One page for each that somebody may see, whatever its languages; sorts as the tree does.

    The one in the default language where they see that, else the first in the tree.
    """
    is_default = When(locale__language_code=settings.LANGUAGE_CODE, then=Value(0))
    place = Window(
        RowNumber(),
        partition_by="translation_key",
        order_by=[Case(is_default, default=Value(1)).asc(), "path"],
    )
    return reader.pages().annotate(place=place).filter(place=1).order_by("path")


def called(pages: PageQuerySet, reader: Reader, words: str) -> PageQuerySet:
    """Those that have some words in a title, in any language that the reader may see."""
    titled = Q(title__icontains=words) | Q(draft_title__icontains=words)
    return pages.filter(_one_of(reader.pages().filter(titled)))


def in_state(pages: PageQuerySet, status: str, languages: Iterable[str]) -> PageQuerySet:
    """Those that have a status, or for no status anything to do, in any of the languages."""
    languages = list(languages)
    wanted = {status} if status else set(TO_DO)
    known = with_status(_in(languages)).filter(status__in=wanted - {Status.MISSING})
    conditions = [_one_of(known)]
    if Status.MISSING in wanted:
        conditions += [lacks(code) for code in languages]
    return pages.filter(reduce(or_, conditions))


def lacks(language: str) -> Q:
    """The condition that a page is not there in a language."""
    return ~_one_of(_in([language]))


def below(pages: PageQuerySet, key: Any) -> PageQuerySet:
    """The page with a translation key, and those below it, in whatever language they are."""
    return pages.filter(Exists(above(Page.objects.filter(translation_key=key).order_by())))


def _in(languages: Iterable[str]) -> PageQuerySet:
    return Page.objects.filter(depth__gt=1, locale__language_code__in=list(languages))


def _one_of(pages: PageQuerySet) -> Q:
    """The condition that a page is one of some pages, or a translation of one."""
    return Q(translation_key__in=pages.order_by().values("translation_key"))
