"""A person has read a translation that a machine has made."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from twinning.translation.models import TranslationState
from twinning.translation.states.keeping import refresh


@transaction.atomic
def mark_reviewed(page: Page, user: Any, seen_at: datetime | None = None) -> None:
    """Say that somebody has read a page and answers for its words.

    Whoever has read later words is not replaced by whoever has read earlier ones.

    Args:
        seen_at: as they were at this moment; what a machine has written since stays unread. None
            means now.
    """
    moment = seen_at or timezone.now()
    locked = TranslationState.objects.select_for_update()
    state, _created = locked.get_or_create(page_id=page.pk)
    if state.reviewed_at is not None and state.reviewed_at >= moment:
        return
    state.reviewed_by, state.reviewed_at = user, moment
    state.save(update_fields=["reviewed_by", "reviewed_at"])
    refresh([page.pk])
