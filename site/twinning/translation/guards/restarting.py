"""Translating on where it was stopped; never from two sources at once."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import quote
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.models import Page, TranslatableMixin
from wagtail_localize.models import Translation
from wagtail_localize.views.edit_translation import restart_translation

#: What wagtail-localize's entry in the menu of actions sends.
_NAME = "localize-restart-translation"


def restart(request: HttpRequest, instance: Any) -> HttpResponse | None:
    """Restart the translation that was stopped last; a hook before wagtail-localize's own.

    Where there is another, from another language, wagtail-localize fails here, and wherever the
    page is edited. So that record goes; its words are kept, as they belong to the page.
    """
    if request.method != "POST" or _NAME not in request.POST:
        return None
    if not isinstance(instance, TranslatableMixin):
        return None
    found = Translation.objects.filter(
        source__object_id=instance.translation_key, target_locale=instance.locale_id
    )
    if found.filter(enabled=True).exists():
        messages.error(request, _("It is being translated already."))
        return redirect(_edit_url(instance), *_edit_arguments(instance))
    stopped = found.order_by("-source__last_updated_at", "-pk").first()
    if stopped is None:
        return None
    found.exclude(pk=stopped.pk).delete()
    answer: HttpResponse = restart_translation(request, stopped, instance)
    return answer


def _edit_url(instance: Any) -> str:
    if isinstance(instance, Page):
        return "wagtailadmin_pages:edit"
    return str(instance.snippet_viewset.get_url_name("edit"))


def _edit_arguments(instance: Any) -> list[Any]:
    return [instance.pk if isinstance(instance, Page) else quote(instance.pk)]
