"""A person has read a translation that a machine has made."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from twinning.translation.models import TranslationState
from twinning.translation.states.keeping import refresh


def mark_reviewed(page: Page, user: Any, seen_at: datetime | None = None) -> None:
    """Say that somebody has read a page and answers for its words.

    Args:
        seen_at: as they were at this moment; what a machine has written since stays unread. None
            means now.
    """
    TranslationState.objects.update_or_create(
        page_id=page.pk, defaults={"reviewed_by": user, "reviewed_at": seen_at or timezone.now()}
    )
    refresh([page.pk])
