"""System checks of purging, each with an id and a hint."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Warning, register

from twinning.delivery.purging import backends
from twinning.delivery.purging.tasks import purge_from


@register
def check_backends(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Every backend of WAGTAILFRONTENDCACHE is there, and what fails can be tried again."""
    unknown = [name for name in backends.names() if not backends.exists(name)]
    messages: list[CheckMessage] = [
        Error(
            f"WAGTAILFRONTENDCACHE: there is no such backend as “{name}” names.",
            hint="BACKEND is the dotted path of a class.",
            id="twinning.E005",
        )
        for name in unknown
    ]
    if backends.names() and not purge_from.get_backend().supports_defer:
        messages.append(
            Warning(
                "WAGTAILFRONTENDCACHE names caches, and TASKS a backend that cannot wait: a "
                "publication waits for these caches, and one that does not hear is told once only.",
                hint="Use django_tasks_db.DatabaseBackend and a worker.",
                id="twinning.W001",
            )
        )
    return messages
