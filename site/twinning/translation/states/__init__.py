"""How far each page's translation is, kept in `TranslationState` so that lists need not count."""

from twinning.translation.states.keeping import became_stale, refresh, refresh_all, set_stale
from twinning.translation.states.reviewing import mark_reviewed
from twinning.translation.states.status import Status, of, status

__all__ = [
    "Status",
    "became_stale",
    "mark_reviewed",
    "of",
    "refresh",
    "refresh_all",
    "set_stale",
    "status",
]
