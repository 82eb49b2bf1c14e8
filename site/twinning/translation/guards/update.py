"""Bringing the translations of a page or a snippet up to date, by hand."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import quote
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import DraftStateMixin, Page
from wagtail_localize.models import Translation, TranslationSource

from twinning.translation.rights.questions import may_edit, may_publish, may_sync, require
from twinning.translation.sync import publication


class UpdateView(WagtailAdminTemplateMixin, TemplateView):
    """Says which translations there are; a page's are brought up to date by a job.

    wagtail-localize's own also publishes, into every language, and what is missing in the words of
    the source.
    """

    template_name = "twinning/admin/guards/update.html"
    page_title = gettext_lazy("Bring translations up to date")
    header_icon = "resubmit"
    breadcrumbs_items: list[dict[str, Any]] = []

    @cached_property
    def source(self) -> TranslationSource:
        """What the translations follow."""
        return get_object_or_404(TranslationSource, pk=self.kwargs["translation_source_id"])

    @cached_property
    def object(self) -> Any:
        """The page or snippet that it was taken from."""
        try:
            return self.source.get_source_instance()
        except ObjectDoesNotExist as error:
            raise Http404 from error

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Turn away whoever may change neither it nor a translation of it."""
        require(self.object is not None and may_sync(request.user, self.source))
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        """Its name."""
        return str(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the translations, with the way to those that the user may edit."""
        user = self.request.user
        versions = self.object.get_translations().select_related("locale")
        followed = set(self._translations().values_list("target_locale", flat=True))
        translations = [
            (version, _edit_url(version) if may_edit(user, version) else "")
            for version in versions
            if version.locale_id in followed
        ]
        return super().get_context_data(
            **kwargs, translations=translations, source=self.source, back_url=self._back_url()
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Begin."""
        if not isinstance(self.object, Page):
            self._update_snippet()
            messages.success(request, _("The translations are up to date."))
            return redirect(self._back_url())
        job = publication.start(self.object, request.user)
        if job is None:
            messages.info(request, _("It has no translations."))
            return redirect(self._back_url())
        return redirect("twinning_translation_job", job.pk)

    @transaction.atomic
    def _update_snippet(self) -> None:
        """Take its words anew; write translations that lack none, in the user's own languages."""
        self.source.update_from_db()
        for translation in self._translations().select_related("source", "target_locale"):
            target = self.object.get_translation_or_none(translation.target_locale)
            total, translated = translation.get_progress()
            if target and total == translated and may_publish(self.request.user, target):
                is_draft = isinstance(target, DraftStateMixin)
                translation.save_target(user=self.request.user, publish=not is_draft)

    def _translations(self) -> Any:
        return Translation.objects.filter(source=self.source, enabled=True)

    def _back_url(self) -> str:
        wanted: str = get_valid_next_url_from_request(self.request)
        may = may_edit(self.request.user, self.object)
        return wanted or (_edit_url(self.object) if may else reverse("wagtailadmin_home"))


def _edit_url(instance: Any) -> str:
    if isinstance(instance, Page):
        return reverse("wagtailadmin_pages:edit", args=[instance.pk])
    return reverse(instance.snippet_viewset.get_url_name("edit"), args=[quote(instance.pk)])
