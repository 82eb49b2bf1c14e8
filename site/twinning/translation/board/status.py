"""How the board shows the status of a translation: icon and words, and how much is to be done."""

from typing import TypeVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.models import Page

from twinning.translation.states import status
from twinning.translation.states.status import Status

P = TypeVar("P", bound=Page)

#: Of Wagtail's icons. The words beside them say the same.
ICONS: dict[str, str] = {
    Status.ORIGINAL: "thumbtack",
    Status.MISSING: "circle-plus",
    Status.DRAFT: "draft",
    Status.MACHINE: "glasses",
    Status.STALE: "history",
    Status.FRESH: "circle-check",
}
#: What the words mean, for the legend.
EXPLANATIONS = {
    Status.ORIGINAL: _("The page was written in this language."),
    Status.MISSING: _("There is no page in this language yet."),
    Status.DRAFT: _("The translation has begun, and is not published."),
    Status.MACHINE: _("Words of a machine are published that nobody has read yet."),
    Status.STALE: _("The original has changed since. Visitors read what it said before."),
    Status.FRESH: _("The translation says what the original says."),
}
#: In the order in which they matter: first what misleads visitors.
WORK: tuple[str, ...] = (Status.STALE, Status.MACHINE, Status.DRAFT)
#: Where there is something to do.
TO_DO: tuple[str, ...] = (*WORK, Status.MISSING)


def with_status(pages: "QuerySet[P]") -> "QuerySet[P]":
    """Pages with their `status`, one of `Status`."""
    return pages.annotate(status=status())


def segments(number: int) -> str:
    """So many segments, in words."""
    return ngettext("%(number)d segment", "%(number)d segments", number) % {"number": number}


def words(number: int) -> str:
    """So many words, in words."""
    return ngettext("%(number)d word", "%(number)d words", number) % {"number": number}


def to_translate(stale_segments: int, stale_words: int) -> str:
    """How much is to be translated, such as “3 segments, 41 words”; nothing where nothing is."""
    if not stale_segments:
        return ""
    return f"{segments(stale_segments)}, {words(stale_words)}"


def to_read(machine_segments: int) -> str:
    """How much of a machine's text is to be read; nothing where nothing is."""
    if not machine_segments:
        return ""
    return ngettext(
        "%(number)d segment to read", "%(number)d segments to read", machine_segments
    ) % {"number": machine_segments}
