"""Where drafts are shown, from one environment variable."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured


def by_site(written: str) -> dict[str, object]:
    """The setting PREVIEW_URLS from what is separated by commas in the variable.

    One address is for every site; `host=address` and `host/language=address` are for one.

    Raises:
        ImproperlyConfigured: a site or a language of one is named twice.
    """
    found: dict[str, Any] = {}
    for entry in (part.strip() for part in written.split(",")):
        if not entry:
            continue
        place, equals, address = entry.partition("=")
        if not equals or "://" in place:
            place, address = "default", entry
        host, _slash, language = place.partition("/")
        of_site = found.setdefault(host, {})
        if (language or "default") in of_site:
            raise ImproperlyConfigured(f"PREVIEW_URLS names {place} twice.")
        of_site[language or "default"] = address
    return {
        host: by_language["default"] if by_language.keys() == {"default"} else by_language
        for host, by_language in found.items()
    }
