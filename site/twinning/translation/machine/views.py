"""The view behind the button that has a machine translate a page: it begins a job, and no more."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.views.pages.utils import get_valid_next_url_from_request
from wagtail_localize.machine_translators import get_machine_translator
from wagtail_localize.models import Translation

from twinning.translation.editor import access
from twinning.translation.machine import jobs, segments
from twinning.translation.models import TranslationJob
from twinning.translation.rights.questions import may_edit, require, target_of


@require_POST
def machine_translate(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Stand in the place of wagtail-localize's view, which waits for the service.

    With `again=1`, what a machine has translated and nobody has read is translated anew.
    """
    translations = Translation.objects.select_related(
        "source__locale", "source__specific_content_type", "target_locale"
    )
    translation = get_object_or_404(translations, pk=translation_id, enabled=True)
    instance = target_of(translation)
    if instance is None:
        raise Http404
    require(may_edit(request.user, instance))
    translator = get_machine_translator()
    if translator is None or not translator.can_translate(
        translation.source.locale, translation.target_locale
    ):
        raise Http404
    again = request.POST.get("again") == "1"
    if reason := access.locked(request.user, instance):
        messages.error(request, reason)
    elif segments.pending(translation, again):
        _tell(request, jobs.start(translation, instance, request.user, again))
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
