"""Where drafts are shown, from one environment variable."""

from collections.abc import Collection
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from twinning.previews import faults


def by_site(written: list[str], languages: Collection[str]) -> dict[str, object]:
    """The setting PREVIEW_URLS from what the variable names.

    One address is for every site; `host=address` and `host/language=address` are for one.

    Raises:
        ImproperlyConfigured: a site or a language of one is named twice, or `faults` finds some.
    """
    found: dict[str, Any] = {}
    for entry in written:
        place, equals, address = entry.partition("=")
        if not equals or "://" in place:
            place, address = "default", entry
        host, _slash, language = place.partition("/")
        of_site = found.setdefault(host, {})
        if (language or "default") in of_site:
            raise ImproperlyConfigured(f"PREVIEW_URLS names {place} twice.")
        of_site[language or "default"] = address
    urls = {
        host: by_language["default"] if by_language.keys() == {"default"} else by_language
        for host, by_language in found.items()
    }
    if wrong := list(faults.found_in(urls, languages)):
        raise ImproperlyConfigured(" ".join(wrong))
    return urls
