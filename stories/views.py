"""What the sender of a story sees at the address that only they were given."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from stories.models import SharedStory
from stories.sharing import ending, status
from twinning.submissions.origin import is_foreign

View = Callable[..., HttpResponse]


def _private(view: View) -> View:
    """Have nobody keep an answer: its address alone lets in whoever has it."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "private, no-store"
        # A page with a form says to its own site alone where it is. Said nowhere, browsers would
        # no longer say that the form comes from here.
        response.headers.setdefault("Referrer-Policy", "no-referrer")
        return response

    return answer


@require_safe
@_private
def shared_story(request: HttpRequest, token: str) -> HttpResponse:
    """What has become of a story."""
    shared = _found(token)
    state = status.state_of(shared)
    own = {
        "state": state,
        "story_url": shared.page.get_url(request) if shared.page and shared.page.live else "",
        "withdrawal_path": status.withdrawal_path_of(shared.reference),
        "language_paths": _in_every_language(status.path_of, shared),
    }
    return render(request, "stories/shared_story.html", {"shared": shared, **own})


# No session is used here that a foreign page could abuse, and `is_foreign` keeps those out besides.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@_private
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """Ask once more; by POST, withdraw the story."""
    shared = _found(token)
    there = status.path_of(shared.reference)
    if shared.withdrawn_at is not None:
        return HttpResponseRedirect(there, status=HTTPStatus.SEE_OTHER)
    context = {
        "shared": shared,
        "state": status.state_of(shared),
        "status_path": there,
        "language_paths": _in_every_language(status.withdrawal_path_of, shared),
    }
    answered = HTTPStatus.OK
    if request.method == "POST":
        if not is_foreign(request):
            ending.withdraw(shared)
            return HttpResponseRedirect(there, status=HTTPStatus.SEE_OTHER)
        answered = HTTPStatus.FORBIDDEN
        context["remark"] = _(
            "This form can only be sent from this site. Please send it once more."
        )
    response = render(request, "stories/withdraw_story.html", context, status=answered)
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def _found(token: str) -> SharedStory:
    shared = status.find(token)
    if shared is None:
        raise Http404
    return shared


def _in_every_language(path: Callable[[str], str], shared: SharedStory) -> dict[str, str]:
    found = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found[code] = path(shared.reference)
    return found
