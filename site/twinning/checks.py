"""The project's rules as system checks, each with an id and a hint."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register()
def check_languages(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """LANGUAGES and WAGTAIL_CONTENT_LANGUAGES are one list (ADR 3)."""
    if list(settings.LANGUAGES) == list(getattr(settings, "WAGTAIL_CONTENT_LANGUAGES", [])):
        return []
    return [
        Error(
            "LANGUAGES and WAGTAIL_CONTENT_LANGUAGES differ.",
            hint="Set WAGTAIL_CONTENT_LANGUAGES = LANGUAGES, or pages exist at no address.",
            id="twinning.E001",
        )
    ]
