"""What an editor does with a translation besides writing it: all by forms, none by a script."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.models import Page
from wagtail_localize.models import Translation

from twinning.translation import glossary, states
from twinning.translation.editor import (
    access,
    moderation,
    places,
    problems,
    publishing,
    saving,
    segments,
    versions,
)
from twinning.translation.editor.names import language_name

#: So many terms are named after publishing that the glossary has other words for.
MOST_TERMS = 8

Deed = Callable[[HttpRequest, Translation, Page], str]


def _on_page(deed: Deed) -> Callable[[HttpRequest, int], HttpResponse]:
    """A view that does something with a translated page, says so, and goes back to its editor."""

    @require_POST
    @wraps(deed)
    def view(request: HttpRequest, translation_id: int) -> HttpResponse:
        try:
            with transaction.atomic():
                translation, page = access.editable(request.user, translation_id)
                if not isinstance(page, Page):
                    raise Http404
                done = deed(request, translation, page)
            messages.success(request, done)
        except publishing.NotReadyError as fault:
            for reason in fault.reasons:
                messages.error(request, reason)
        except ValidationError as error:
            publishing.mark(translation, error)
            for fault_of_field in publishing.described(error, page):
                messages.error(request, fault_of_field)
        return redirect("wagtailadmin_pages:edit", page.pk)

    return view


@_on_page
def mark_read(request: HttpRequest, translation: Translation, page: Page) -> str:
    """Somebody has read what a machine has translated, as their page showed it."""
    if access.locked(request.user, page):
        raise PermissionDenied
    states.mark_reviewed(page, request.user, _seen_at(request.POST.get("seen_at", "")))
    return _("Thank you. The translation counts as read by you.")


@_on_page
def submit(request: HttpRequest, translation: Translation, page: Page) -> str:
    """Send a translation in to be moderated."""
    moderation.submit(translation, page, request.user)
    return _("“%(title)s” has been sent to be moderated.") % {
        "title": page.get_admin_display_title()
    }


@_on_page
def replace(request: HttpRequest, translation: Translation, page: Page) -> str:
    """Decide on the words as they are now, instead of those that were sent in."""
    moderation.replace(translation, page, request.user)
    return _("What is to be decided on are the words as they are now.")


@_on_page
def decide(request: HttpRequest, translation: Translation, page: Page) -> str:
    """Approve what was sent in, or ask for changes."""
    sent = request.POST
    action, task = sent.get("action", ""), sent.get("task", "")
    moderation.decide(page, request.user, action, _number(task), sent.get("comment", ""))
    title = {"title": page.get_admin_display_title()}
    if action == "approve":
        return _("You have approved “%(title)s”.") % title
    return _("You have asked for changes of “%(title)s”.") % title


@_on_page
def withdraw(request: HttpRequest, translation: Translation, page: Page) -> str:
    """Take a translation back from moderation."""
    moderation.withdraw(page, request.user)
    return _("“%(title)s” is no longer being moderated.") % {
        "title": page.get_admin_display_title()
    }


@require_POST
@transaction.atomic
def use_words(request: HttpRequest, translation_id: int, string_segment_id: int) -> HttpResponse:
    """Bring words back that a segment had before, from the list beside it."""
    translation, instance = access.editable(request.user, translation_id)
    place = places.find(translation, string_segment_id)
    if place is None or not place.is_current:
        raise Http404
    back = redirect(f"{translation.get_target_instance_edit_url()}#segment-{string_segment_id}")
    words = request.POST.get("value")
    if reason := access.locked(request.user, instance) or saving.fault_of(words):
        messages.error(request, reason)
        return back
    before = place.stored()
    seen = request.POST.get("version", "")
    if seen != (versions.version(before.data) if before else ""):
        messages.error(request, problems.who_changed(before))
        return back
    versions.keep(before, words)
    place.write(str(words), request.user)
    messages.success(request, _("The earlier words are back."))
    return back


def publish_page(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Publish a translation from its editor, in the place of wagtail-localize's own way.

    Nothing for pages that follow no source, and for whatever else is asked of the editor.
    """
    if request.method != "POST" or request.POST.get("action") != "publish":
        return None
    translation = access.following(page)
    if translation is None:
        return None
    page = page.specific
    if not page.permissions_for_user(request.user).has_publish_right():
        raise PermissionDenied
    if reason := access.locked(request.user, page):
        messages.error(request, reason)
        return redirect("wagtailadmin_pages:edit", page.pk)
    language = language_name(translation.target_locale)
    try:
        page = publishing.publish(translation, request.user)
    except publishing.NotReadyError as fault:
        told = _("Nothing was published in %(language)s.") % {"language": language}
        messages.error(request, " ".join([told, *fault.reasons]))
    except ValidationError as error:
        told = _("Nothing was published in %(language)s.") % {"language": language}
        messages.error(request, " ".join([told, *publishing.described(error, page)]))
    else:
        told = _("“%(title)s” is published in %(language)s.")
        buttons = [messages.button(page.full_url, _("View live"))] if page.full_url else []
        messages.success(request, told % {"title": page.title, "language": language}, buttons)
        _warn_of_terms(request, translation)
    return redirect("wagtailadmin_pages:edit", page.pk)


def _warn_of_terms(request: HttpRequest, translation: Translation) -> None:
    """Name what the glossary calls otherwise. It may be meant so: what is published stays so."""
    found = glossary.check(translation)
    if not found:
        return
    once = dict.fromkeys((warning.found, warning.expected) for warning in found)
    named = ", ".join(f"{source} → {target}" for source, target in list(once)[:MOST_TERMS])
    first = f"#segment-{found[0].segment_id}"
    told = _("The glossary has other words for: %(terms)s.") % {"terms": named}
    messages.warning(request, told, [messages.button(first, _("Show the first"))])


def publish_snippet(request: HttpRequest, instance: Any) -> HttpResponse | None:
    """Refuse to publish a snippet's translation that is not whole; else leave it to its editor."""
    if request.method != "POST" or request.POST.get("action") != "publish":
        return None
    translation = access.following(instance) if hasattr(instance, "translation_key") else None
    if translation is None:
        return None
    found = publishing.reasons(segments.progress(translation, instance))
    if not found:
        return None
    language = language_name(translation.target_locale)
    told = _("Nothing was published in %(language)s.") % {"language": language}
    messages.error(request, " ".join([told, *found]))
    return redirect(request.path)


def _number(sent: str) -> int:
    """The key that was sent; 0, which nothing has, for anything else."""
    return int(sent) if sent.isascii() and sent.isdigit() else 0


def _seen_at(sent: str) -> datetime:
    """When a page was shown whose form was sent; never later than now."""
    now = timezone.now()
    try:
        seen = parse_datetime(sent)
    except ValueError:
        seen = None
    return min(seen, now) if seen is not None and timezone.is_aware(seen) else now
