"""The view behind the button that has a machine translate a page: it begins a job, and no more."""

from typing import Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.views.pages.utils import get_valid_next_url_from_request
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail_localize.machine_translators import get_machine_translator
from wagtail_localize.models import Translation

from twinning.translation.machine import jobs, segments
from twinning.translation.models import TranslationJob


@require_POST
def machine_translate(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Stand in the place of wagtail-localize's view, which waits for the service.

    With `again=1`, what a machine has translated and nobody has read is translated anew.
    """
    translations = Translation.objects.select_related("source__locale", "target_locale")
    translation = get_object_or_404(translations, pk=translation_id, enabled=True)
    instance = _target(translation)
    if not _may_edit(request.user, instance):
        raise PermissionDenied
    translator = get_machine_translator()
    if translator is None or not translator.can_translate(
        translation.source.locale, translation.target_locale
    ):
        raise Http404
    again = request.POST.get("again") == "1"
    if segments.pending(translation, again):
        title = str(getattr(instance, "draft_title", "") or instance)
        _tell(request, jobs.start(translation, request.user, title, again))
    else:
        messages.warning(request, _("There is nothing left to translate."))
    return redirect(get_valid_next_url_from_request(request) or reverse("wagtailadmin_home"))


def _tell(request: HttpRequest, job: TranslationJob) -> None:
    """Say how a job has ended, which it has where background work is done at once."""
    job.refresh_from_db()
    if job.state == TranslationJob.State.DONE:
        messages.success(request, job.message)
    elif job.state == TranslationJob.State.FAILED:
        messages.error(request, job.message)
    else:
        watch = messages.button(
            reverse("twinning_translation_job", args=[job.pk]), _("Watch the progress")
        )
        messages.info(request, _("The page is being translated by machine."), buttons=[watch])


def _target(translation: Translation) -> Any:
    try:
        return translation.get_target_instance()
    except ObjectDoesNotExist:
        raise Http404 from None


def _may_edit(user: Any, instance: Any) -> bool:
    if isinstance(instance, Page):
        return bool(instance.permissions_for_user(user).can_edit())
    policy = policy_registry.get_by_type(type(instance))
    return bool(policy.user_has_permission_for_instance(user, "change", instance))
