"""The system check of PREVIEW_URLS: an address that is wrong shows nothing, and says nothing."""

import re
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from twinning import conf
from twinning.previews.addresses import OTHERS, PLACEHOLDERS

_HINT = (
    "Give a dict by the host name of the site, or “default”, of addresses such as "
    "https://front.example.org/preview/{token}/, or of dicts of such by language. "
    f"In an address may stand: {', '.join(f'{{{name}}}' for name in PLACEHOLDERS)}."
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
        return [_refused(f"PREVIEW_URLS in TWINNING is {configured!r}.")]
    return [_refused(words) for name, value in configured.items() for words in _site(name, value)]


def _site(name: Any, value: Any) -> Iterator[str]:
    place = f"PREVIEW_URLS[{name!r}]"
    if not isinstance(name, str) or not name or re.search(r"[/:\s]", name):
        yield f"{place} in TWINNING is of no host name."
    if not isinstance(value, dict):
        yield from _address(place, value)
        return
    for locale, address in value.items():
        if locale != OTHERS and locale not in dict(settings.LANGUAGES):
            yield f"{place} in TWINNING has {locale!r} in it, which is no language of the site."
        yield from _address(f"{place}[{locale!r}]", address)


def _address(place: str, value: Any) -> Iterator[str]:
    if not isinstance(value, str):
        yield f"{place} in TWINNING is {value!r}, which is no address."
        return
    try:
        parts = urlsplit(value)
        is_web = parts.scheme in {"http", "https"} and bool(parts.hostname)
        is_plain = not parts.username and not re.search(r"[{}]", parts.netloc)
        _port = parts.port
    except ValueError:
        is_web = is_plain = False
    if not is_web or not is_plain:
        yield f"{place} in TWINNING is no address of a web page, without a password."
    names = re.findall(r"{([^{}]*)}", value)
    if "token" not in names:
        yield f"{place} in TWINNING has no {{token}}."
    for unknown in sorted(set(names) - set(PLACEHOLDERS)):
        yield f"{place} in TWINNING has {{{unknown}}}, which stands for nothing."


def _refused(words: str) -> Error:
    return Error(words, hint=_HINT, id="twinning.E007")
