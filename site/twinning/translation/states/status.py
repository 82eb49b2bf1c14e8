"""What a cell of the translation board says of a page in one language."""

from django.db.models import Case, CharField, Q, TextChoices, Value, When
from django.utils.translation import gettext_lazy as _

from twinning.translation.models import TranslationState


class Status(TextChoices):
    """How far a translation is. A page that is not there has `MISSING`."""

    ORIGINAL = "original", _("Original")
    MISSING = "missing", _("Missing")
    DRAFT = "draft", _("Draft")
    MACHINE = "machine", _("By a machine, unread")
    STALE = "stale", _("Stale")
    FRESH = "fresh", _("Up to date")


def status(page: str = "", state: str = "translation_state__") -> Case:
    """The status as an annotation: `Page.objects.annotate(status=states.status())`.

    Args:
        page, state: what leads from the queryset's model to the page's and the state's fields, such
            as `page__` and nothing from `TranslationState`.
    """
    original = Q(**{f"{state}method": TranslationState.Method.ORIGINAL})
    behind = Q(**{f"{state}is_stale": True}) | Q(**{f"{state}stale_segments__gt": 0})
    return Case(
        When(Q(**{f"{state}method__isnull": True}) | original, then=Value(Status.ORIGINAL.value)),
        When(Q(**{f"{page}live": False}), then=Value(Status.DRAFT.value)),
        When(Q(**{f"{state}machine_segments__gt": 0}), then=Value(Status.MACHINE.value)),
        When(behind, then=Value(Status.STALE.value)),
        default=Value(Status.FRESH.value),
        output_field=CharField(),
    )


def of(state: TranslationState | None, live: bool) -> Status:
    """The same for one page, whose state is known."""
    if state is None or state.method == TranslationState.Method.ORIGINAL:
        return Status.ORIGINAL
    if not live:
        return Status.DRAFT
    if state.machine_segments:
        return Status.MACHINE
    return Status.STALE if state.is_stale or state.stale_segments else Status.FRESH
