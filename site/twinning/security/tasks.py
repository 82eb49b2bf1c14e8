"""Background work on sessions."""

from importlib import import_module

from django.conf import settings
from django_tasks import task

from twinning.priorities import UPKEEP


@task(priority=UPKEEP)
def forget_sessions() -> None:
    """Delete sessions whose time is over: they say who was logged in, or had a page's password."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
