"""Where the other parts of translation are in the admin."""

from django.urls import reverse

from twinning.translation.models import TranslationJob


def board_address() -> str:
    """The translation board."""
    return f"{reverse('wagtailadmin_home')}translations/"


def job_address(job: TranslationJob) -> str:
    """Where a job's progress is shown."""
    return f"{board_address()}jobs/{job.pk}/"
