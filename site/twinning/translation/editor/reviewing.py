"""Somebody has read what a machine has translated."""

from datetime import datetime
from typing import Any

from wagtail.models import Page

from twinning.translation import states
from twinning.translation.models import TranslationState


def mark_read(page: Page, user: Any, seen_at: datetime) -> None:
    """Say that somebody answers for the words of a page as they were at a moment.

    What a machine has written since stays unread.
    """
    states.mark_reviewed(page, user)
    TranslationState.objects.filter(page=page.pk).update(reviewed_at=seen_at)
    states.refresh([page.pk])
