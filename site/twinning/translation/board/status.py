"""How the board shows the status of a translation: icon and words, and how much is to be done."""

from typing import TypeVar

from django.db.models import QuerySet
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
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
    return ngettext("%(number)s segment", "%(number)s segments", number) % {"number": number}


def words(number: int) -> str:
    """So many words, in words."""
    return ngettext("%(number)s word", "%(number)s words", number) % {"number": number}


def to_do(
    stale_segments: int | None, stale_words: int | None, machine_segments: int | None
) -> list[str]:
    """How much is to be done: “5 segments to read”, “3 segments, 41 words” to be translated."""
    found: list[str] = []
    if machine_segments:
        text = ngettext(
            "%(number)s segment to read", "%(number)s segments to read", machine_segments
        )
        found.append(text % {"number": machine_segments})
    if stale_segments:
        amount = f"{segments(stale_segments)}, {words(stale_words or 0)}"
        # Beside what is to be read, it must be said that this is something else.
        found.append(to_translate(amount) if found else amount)
    return found


def to_translate(amount: str) -> str:
    """Say of an amount that it is to be translated."""
    return gettext("to translate: %(amount)s") % {"amount": amount}
