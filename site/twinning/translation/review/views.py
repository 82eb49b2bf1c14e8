"""What whoever has a review link sees: the draft in a frame, and a box for comments."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from twinning import conf
from twinning.submissions import posting
from twinning.submissions.forms import SubmissionForm
from twinning.translation.models import ReviewLink
from twinning.translation.review import drafts, links, showing
from twinning.translation.review.form import MOST_BYTES, MOST_COMMENTS, CommentBox, Full

View = Callable[..., HttpResponse]


def _unlisted(view: View) -> View:
    """Have nobody keep, list or pass on an answer, and say plainly what has ended."""

    @wraps(view)
    def answer(request: HttpRequest, token: str) -> HttpResponse:
        try:
            response = view(request, links.find(token), token)
        except links.Forged as error:
            raise Http404 from error
        except links.Ended:
            response = render(request, "twinning/review/ended.html", status=HTTPStatus.GONE)
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        response.headers.setdefault("Referrer-Policy", "no-referrer")
        return response

    return answer


# No session is used here that a foreign page could abuse, and `posting` keeps those out besides.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@_unlisted
def draft(request: HttpRequest, link: ReviewLink, token: str) -> HttpResponse:
    """The page around the draft; by POST, a comment."""
    if request.method == "POST":
        return _receive(request, link, token)
    return _shown(request, link, token, CommentBox(link).new_form())


@require_safe
@_unlisted
def page(request: HttpRequest, link: ReviewLink, token: str) -> HttpResponse:
    """The draft itself."""
    return showing.answer(drafts.of(link.page).page, request)


def _receive(request: HttpRequest, link: ReviewLink, token: str) -> HttpResponse:
    box = CommentBox(link)
    try:
        outcome = posting.receive(request, box.new_form, box.filled, MOST_BYTES)
    except Full:
        return _shown(request, link, token, box.new_form(), HTTPStatus.CONFLICT)
    # The same words by the same name, today, are the same comment, however often they are sent.
    is_repeated = outcome.form.has_error(NON_FIELD_ERRORS, "duplicate")
    if outcome.sent is not None or is_repeated:
        there = f"{reverse('review:draft', args=[token])}?sent=1#comments"
        return HttpResponseRedirect(there, status=HTTPStatus.SEE_OTHER)
    response = _shown(request, link, token, outcome.form, outcome.status)
    if outcome.retry_after:
        response.headers["Retry-After"] = str(outcome.retry_after)
    return response


def _shown(
    request: HttpRequest,
    link: ReviewLink,
    token: str,
    form: SubmissionForm,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    shown = drafts.of(link.page)
    comments = list(link.comments.all())
    context: dict[str, Any] = {
        "link": link,
        "draft": shown,
        "language": link.page.locale.language_code,
        "source_language": dict(settings.LANGUAGES).get(shown.source_language, ""),
        "frame": reverse("review:page", args=[token]),
        "comments": comments,
        "is_full": len(comments) >= MOST_COMMENTS,
        "is_sent": request.method != "POST" and "sent" in request.GET,
        "form": form,
        "keep_days": conf.get("KEEP_REVIEW_DAYS"),
    }
    response = render(request, "twinning/review/draft.html", context, status=status)
    # Said nowhere, browsers would no longer say that the form comes from here.
    response.headers["Referrer-Policy"] = "same-origin"
    return response
