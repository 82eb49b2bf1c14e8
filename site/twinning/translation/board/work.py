"""What is to be done in somebody's languages: how much, and what first."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import BooleanField, Case, Count, F, OuterRef, Q, Sum, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import ngettext
from wagtail.models import Page
from wagtail.query import PageQuerySet

from twinning.translation.board import status
from twinning.translation.board.families import families, lacks
from twinning.translation.board.reader import Reader
from twinning.translation.board.rows import edit_url, submit_url
from twinning.translation.models import TranslationState
from twinning.translation.states.status import Status


@dataclass(frozen=True)
class Amount:
    """How many pages in a language have a status, and how many words they lack."""

    language: str
    status: str
    pages: int
    words: int = 0

    @property
    def language_name(self) -> str:
        """The language, as it calls itself."""
        return str(dict(settings.LANGUAGES)[self.language])

    @property
    def url(self) -> str:
        """The board with these pages alone."""
        query = urlencode({"language": self.language, "state": self.status})
        return f"{reverse('twinning_translations:board')}?{query}"

    @property
    def icon(self) -> str:
        """The name of Wagtail's icon for the status."""
        return status.ICONS[self.status]

    @property
    def text(self) -> str:
        """What is to be done, in words."""
        texts = {
            Status.STALE: ngettext(
                "%(number)s page is behind its original",
                "%(number)s pages are behind their originals",
                self.pages,
            ),
            Status.MACHINE: ngettext(
                "%(number)s page has words of a machine to read",
                "%(number)s pages have words of a machine to read",
                self.pages,
            ),
            Status.DRAFT: ngettext(
                "%(number)s translation is a draft",
                "%(number)s translations are drafts",
                self.pages,
            ),
            Status.MISSING: ngettext(
                "%(number)s page is not there yet",
                "%(number)s pages are not there yet",
                self.pages,
            ),
        }
        said = texts[Status(self.status)] % {"number": self.pages}
        if not self.words:
            return said
        return f"{said} ({status.to_translate(status.words(self.words))})"

    @property
    def invitation(self) -> str:
        """What is missing, as what to do next."""
        return ngettext(
            "%(language)s: %(number)s page is still to be translated",
            "%(language)s: %(number)s pages are still to be translated",
            self.pages,
        ) % {"number": self.pages, "language": self.language_name}


@dataclass(frozen=True)
class Task:
    """A page with which there is something to do, and where that is done."""

    title: str
    language: str
    status: Status
    details: str
    url: str

    @property
    def icon(self) -> str:
        """The name of Wagtail's icon for the status."""
        return status.ICONS[self.status]

    @property
    def language_name(self) -> str:
        """The language, as it calls itself."""
        return str(dict(settings.LANGUAGES)[self.language])


def amounts(reader: Reader, languages: Sequence[str]) -> list[Amount]:
    """How much is to be done, by language and then what matters most; in two queries."""
    if not languages:
        return []
    there = {
        (code, found): Amount(code, found, pages, words or 0)
        for code, found, pages, words in _begun(reader, languages)
        .order_by()
        .values_list("locale__language_code", "status")
        .annotate(Count("pk"), Sum("translation_state__stale_words"))
    }
    lacking = reader.pages().aggregate(
        **{code: Count("translation_key", filter=lacks(code), distinct=True) for code in languages}
    )
    for code, number in lacking.items():
        if number:
            there[code, Status.MISSING] = Amount(code, Status.MISSING, number)
    return [
        there[code, found] for code in languages for found in status.TO_DO if (code, found) in there
    ]


def first(reader: Reader, languages: Sequence[str], limit: int) -> list[Task]:
    """What has been begun and matters most: what misleads visitors, then the most words."""
    order = [When(status=found, then=Value(rank)) for rank, found in enumerate(status.WORK)]
    pages = (
        _begun(reader, languages)
        .annotate(rank=Case(*order, default=Value(len(order))))
        .order_by("rank", "-translation_state__stale_words", "path")
        .select_related("translation_state", "locale")[:limit]
    )
    return [_as_task(page) for page in pages] if languages else []


def first_missing(reader: Reader, languages: Sequence[str], limit: int) -> list[Task]:
    """What is missing and comes first: the topmost pages, which others stand below."""
    if not languages or limit < 1:
        return []
    original = Page.objects.filter(
        translation_key=OuterRef("translation_key"),
        translation_state__method=TranslationState.Method.ORIGINAL,
    )
    pages = families(reader).filter(reduce(or_, (lacks(code) for code in languages)))
    rows = (
        pages.annotate(source=Coalesce(original.order_by("pk").values("pk")[:1], F("pk")))
        .annotate(**{f"lacks_{code}": _flag(lacks(code)) for code in languages})
        .order_by("depth", "path")[:limit]
    )
    tasks = [
        Task(
            page.get_admin_display_title(), code, Status.MISSING, "", submit_url(page.source, code)
        )
        for page in rows
        for code in languages
        if getattr(page, f"lacks_{code}")
    ]
    return tasks[:limit]


def _begun(reader: Reader, languages: Sequence[str]) -> PageQuerySet:
    """The translations with which there is something to do."""
    pages = reader.pages().filter(locale__language_code__in=languages)
    return status.with_status(pages).filter(status__in=status.WORK)


def _flag(condition: Q) -> Case:
    return Case(When(condition, then=True), default=False, output_field=BooleanField())


def _as_task(page: Page) -> Task:
    state = page.translation_state
    details = status.to_do(state.stale_segments, state.stale_words, state.machine_segments)
    return Task(
        title=page.get_admin_display_title(),
        language=page.locale.language_code,
        status=Status(page.status),
        details="; ".join(details),
        url=edit_url(page.pk),
    )
