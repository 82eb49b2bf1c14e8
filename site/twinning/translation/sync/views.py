"""The admin's pages on work in the background: one job with its progress, all of one's own."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import ListView, TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from twinning.translation.models import TranslationJob


class JobsView(WagtailAdminTemplateMixin, ListView):
    """The jobs that a user has begun, the newest first."""

    template_name = "twinning/admin/translation_jobs.html"
    page_title = _("Work on translations")
    header_icon = "tasks"
    paginate_by = 20
    context_object_name = "jobs"

    def get_queryset(self) -> "QuerySet[TranslationJob]":
        """Nobody else's."""
        return TranslationJob.objects.filter(user=self.request.user.pk)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way here."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]


class JobView(WagtailAdminTemplateMixin, TemplateView):
    """A job, and how far it is. A script asks for the progress alone, again and again."""

    template_name = "twinning/admin/translation_job.html"
    progress_template_name = "twinning/admin/translation_job_progress.html"
    header_icon = "tasks"
    progress_only = False

    def get_template_names(self) -> list[str]:
        """The page, or what is replaced in it."""
        return [self.progress_template_name if self.progress_only else self.template_name]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the job, and its page where the user may see that.

        Raises:
            Http404: there is no such job.
            PermissionDenied: it is not for this user's eyes.
        """
        job = get_object_or_404(TranslationJob, pk=self.kwargs["job_id"])
        page = self._page(job)
        user: Any = self.request.user
        if job.user_id != user.pk and not user.is_superuser and page is None:
            raise PermissionDenied
        self.page_title = job.get_kind_display()
        self.page_subtitle = job.title
        context: dict[str, Any] = super().get_context_data(**kwargs)
        is_over = job.state in {TranslationJob.State.DONE, TranslationJob.State.FAILED}
        return {**context, "job": job, "job_page": page, "is_over": is_over}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way here."""
        jobs = {"url": reverse("twinning_translation_jobs"), "label": JobsView.page_title}
        return [*self.breadcrumbs_items, jobs, {"url": "", "label": self.page_title}]

    def _page(self, job: TranslationJob) -> Page | None:
        """The job's page, where it has one that the user may explore."""
        key = job.details.get("page")
        known = page_permission_policy.explorable_instances(self.request.user)
        return known.filter(pk=key).first() if key else None
