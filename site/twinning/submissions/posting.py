"""A form as a browser sends it: read, received, and what its sender is told."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twinning.submissions import intake, limits
from twinning.submissions.forms import SubmissionForm
from twinning.submissions.origin import is_foreign

#: A request that is too large, or has too many parts.
TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


@dataclass(frozen=True)
class Outcome:
    """What has become of a form.

    Args:
        form: to be shown again where nothing was kept, with what is wrong.
        sent: what was kept; None where nothing was.
        status: of the answer that shows the form again.
        retry_after: seconds after which it may be sent again; 0 where that is no question of time.
    """

    form: SubmissionForm
    sent: intake.Sent | None = None
    status: int = HTTPStatus.UNPROCESSABLE_ENTITY
    retry_after: int = 0


def receive(
    request: HttpRequest,
    new: Callable[[], SubmissionForm],
    filled: Callable[[Any, Any], SubmissionForm],
    most_bytes: int,
) -> Outcome:
    """Keep what a browser has sent, or say what is in the way.

    Args:
        new: makes an empty form, for when nothing could be read.
        filled: makes the form of what was sent: fields and files.
        most_bytes: that the request may have.
    """
    if is_foreign(request):
        words = _("This form can only be sent from this site. Please send it once more.")
        return _refused(new(), HTTPStatus.FORBIDDEN, words)
    try:
        if int(request.headers.get("Content-Length") or 0) > most_bytes:
            raise RequestDataTooBig
        form = filled(request.POST, request.FILES)
    except MultiPartParserError:
        words = _("We could not read what your browser sent. Please send it once more.")
        return _refused(new(), HTTPStatus.BAD_REQUEST, words)
    except TOO_LARGE:
        words = _("That was too much at once. Please send less.")
        return _refused(new(), HTTPStatus.REQUEST_ENTITY_TOO_LARGE, words)
    try:
        return Outcome(form, intake.receive(form, request))
    except (limits.TooMany, intake.Busy) as error:
        return _refused(form, error.status, wait_words(error.retry_after), error.retry_after)


def wait_words(seconds: int) -> str:
    """When somebody may try again, who has tried too often or at a bad time."""
    minutes = max(1, round(seconds / 60))
    return ngettext(
        "We cannot take this now. Please try again in %(minutes)s minute. Nothing was sent.",
        "We cannot take this now. Please try again in %(minutes)s minutes. Nothing was sent.",
        minutes,
    ) % {"minutes": minutes}


def _refused(form: SubmissionForm, status: int, words: str, retry_after: int = 0) -> Outcome:
    form.remarks.append(words)
    return Outcome(form, status=status, retry_after=retry_after)
