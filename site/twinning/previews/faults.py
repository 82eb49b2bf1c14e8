"""What is wrong with PREVIEW_URLS, for whoever names them: the settings, or a variable."""

import re
from collections.abc import Collection, Iterator
from typing import Any
from urllib.parse import urlsplit

#: What stands for something in an address; `{token}` must be in each.
PLACEHOLDERS = ("token", "locale", "path", "mode")
#: The sites, or languages, that are not named.
OTHERS = "default"


def found_in(urls: dict[Any, Any], languages: Collection[str]) -> Iterator[str]:
    """A sentence for each fault, without the address, which may have a password in it.

    Args:
        urls: by site, and perhaps by language.
        languages: those that the site speaks.
    """
    for name, value in urls.items():
        place = f"PREVIEW_URLS[{name!r}]"
        if not isinstance(name, str) or not name or re.search(r"[/:\s]", name):
            yield f"{place} is of no host name."
        if not isinstance(value, dict):
            yield from _address(place, value)
            continue
        for locale, address in value.items():
            if locale != OTHERS and locale not in languages:
                yield f"{place} has {locale!r} in it, which is no language of the site."
            yield from _address(f"{place}[{locale!r}]", address)


def _address(place: str, value: Any) -> Iterator[str]:
    if not isinstance(value, str):
        yield f"{place} is {value!r}, which is no address."
        return
    try:
        parts = urlsplit(value)
        is_web = parts.scheme in {"http", "https"} and bool(parts.hostname)
        is_plain = not parts.username and not re.search(r"[{}]", parts.netloc)
        _port = parts.port
    except ValueError:
        is_web = is_plain = False
    if not is_web or not is_plain:
        yield f"{place} is no address of a web page, without a password."
    names = re.findall(r"{([^{}]*)}", value)
    if "token" not in names:
        yield f"{place} has no {{token}}."
    for unknown in sorted(set(names) - set(PLACEHOLDERS)):
        yield f"{place} has {{{unknown}}}, which stands for nothing."
