"""What this part adds to Wagtail: the pages of jobs, and the button for minor edits."""

from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem

from twinning.translation.sync import minor, views


@hooks.register("register_admin_urls")
def register_job_urls() -> list[URLPattern]:
    """Jobs, one job, and what is replaced on its page."""
    job = views.JobView.as_view()
    progress = views.JobView.as_view(progress_only=True)
    return [
        path("translations/jobs/", views.JobsView.as_view(), name="twinning_translation_jobs"),
        path("translations/jobs/<int:job_id>/", job, name="twinning_translation_job"),
        path(
            "translations/jobs/<int:job_id>/progress/",
            progress,
            name="twinning_translation_job_progress",
        ),
    ]


@hooks.register("register_page_action_menu_item")
def register_minor_edit() -> ActionMenuItem:
    """Right after Wagtail's own button for publishing."""
    return minor.MinorEditMenuItem(order=31)


hooks.register("before_publish_page", minor.remember)
