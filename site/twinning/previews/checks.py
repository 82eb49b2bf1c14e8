"""The system check of PREVIEW_URLS: an address that is wrong shows nothing, and says nothing."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from twinning import conf
from twinning.previews import faults

_HINT = (
    "Give a dict by the host name of the site, or “default”, of addresses such as "
    "https://front.example.org/preview/{token}/, or of dicts of such by language. "
    f"In an address may stand: {', '.join(f'{{{name}}}' for name in faults.PLACEHOLDERS)}."
)


@register()
def check_preview_urls(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """PREVIEW_URLS leads somewhere, with a token."""
    if not isinstance(conf.given(), dict):
        return []  # twinning.E002 says so
    configured = conf.get("PREVIEW_URLS")
    if not isinstance(configured, dict):
        return [_refused(f"PREVIEW_URLS is {configured!r}.")]
    found = faults.found_in(configured, dict(settings.LANGUAGES))
    return [_refused(words) for words in found]


def _refused(words: str) -> Error:
    return Error(f"In TWINNING {words}", hint=_HINT, id="twinning.E007")
