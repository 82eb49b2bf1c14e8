"""Pages with their translations as the rows of a list: which there are, in which order."""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from wagtail.models import Page
from wagtail.query import PageQuerySet

from twinning.translation.board.reader import Reader, above
from twinning.translation.board.status import TO_DO, with_status
from twinning.translation.states.status import Status


def families(reader: Reader) -> PageQuerySet:
    """One page for each that somebody may see, whatever its languages; sorts as the tree does.

    The one in the default language where they see that, else the first in the tree.
    """
    default = Q(locale__language_code=settings.LANGUAGE_CODE)
    better = reader.pages().filter(_same()).filter(default | Q(path__lt=OuterRef("path")))
    return reader.pages().filter(default | ~Exists(better)).order_by("path")


def called(pages: PageQuerySet, reader: Reader, words: str) -> PageQuerySet:
    """Those that have some words in a title, in any language that the reader may see."""
    titled = Q(title__icontains=words) | Q(draft_title__icontains=words)
    return pages.filter(Exists(reader.pages().filter(_same()).filter(titled)))


def in_state(pages: PageQuerySet, status: str, languages: Iterable[str]) -> PageQuerySet:
    """Those that have a status, or for no status anything to do, in any of the languages."""
    wanted = {status} if status else set(TO_DO)
    known = with_status(_in(languages)).filter(status__in=wanted - {Status.MISSING})
    conditions: list[Any] = [Q(Exists(known))]
    if Status.MISSING in wanted:
        conditions += [lacks(code) for code in languages]
    return pages.filter(reduce(or_, conditions))


def lacks(language: str) -> Any:
    """The condition that a page is not there in a language."""
    return ~Exists(_in([language]))


def below(pages: PageQuerySet, key: Any) -> PageQuerySet:
    """The page with a translation key, and those below it, in whatever language they are."""
    return pages.filter(Exists(above(Page.objects.filter(translation_key=key).order_by())))


def _in(languages: Iterable[str]) -> PageQuerySet:
    """The versions of a page in some languages."""
    return Page.objects.filter(_same(), locale__language_code__in=list(languages)).order_by()


def _same() -> Q:
    return Q(translation_key=OuterRef("translation_key"))
