"""A person has read a translation that a machine has made."""

from typing import Any

from django.utils import timezone
from wagtail.models import Page

from twinning.translation.models import TranslationState
from twinning.translation.states.keeping import refresh


def mark_reviewed(page: Page, user: Any) -> None:
    """Say that somebody has read a page and answers for its words as they are now."""
    TranslationState.objects.update_or_create(
        page_id=page.pk, defaults={"reviewed_by": user, "reviewed_at": timezone.now()}
    )
    refresh([page.pk])
