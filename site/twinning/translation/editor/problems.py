"""Why a segment was not saved, as problem documents (RFC 9457) that its editor's page shows."""

from typing import Any

from django.http import JsonResponse
from django.utils.translation import gettext as _

from twinning.translation.editor import versions
from twinning.translation.editor.names import moment, writer


def changed(stored: Any, theirs: Any) -> JsonResponse:
    """Somebody else has changed it meanwhile: who, when, and their words.

    Args:
        stored: the StringTranslation or SegmentOverride that is there now, None where it is gone.
        theirs: the same as the view would have answered it.
    """
    detail = who_changed(stored)
    if stored is None:
        return _problem(412, detail, theirs=None, version=None)
    words = getattr(stored, "data_json", None) or stored.data
    return _problem(412, detail, theirs=theirs, version=versions.version(words))


def who_changed(stored: Any) -> str:
    """Who has changed something meanwhile, and when."""
    if stored is None:
        return _("Somebody removed this translation while you were writing.")
    return _("%(name)s changed this text while you were writing (%(time)s).") % {
        "name": writer(stored),
        "time": moment(stored.updated_at),
    }


def source_changed() -> JsonResponse:
    """The source no longer has this text: the words are kept, but for another sentence."""
    detail = _(
        "The original has changed while you were writing. Your words are kept with the earlier"
        " text. Load this page again to see the new one."
    )
    return _problem(409, detail)


def locked(reason: str) -> JsonResponse:
    """Nobody may change the page at present."""
    return _problem(423, reason)


def refused(detail: str) -> JsonResponse:
    """What was sent cannot be stored."""
    return _problem(400, detail)


def _problem(status: int, detail: str, **more: Any) -> JsonResponse:
    body = {"type": "about:blank", "status": status, "detail": detail, **more}
    return JsonResponse(body, status=status, content_type="application/problem+json")
