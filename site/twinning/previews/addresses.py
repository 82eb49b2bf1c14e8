"""Where drafts are shown: the setting PREVIEW_URLS, by site and language."""

from collections.abc import Iterator
from urllib.parse import quote, urlsplit

from django.utils.encoding import iri_to_uri

from twinning import conf
from twinning.previews.faults import OTHERS


def template_for(hostname: str, locale: str) -> str | None:
    """The address of drafts of a site and language; None where the site itself shows them."""
    configured = conf.get("PREVIEW_URLS")
    found = configured.get(hostname, configured.get(OTHERS))
    if isinstance(found, dict):
        found = found.get(locale, found.get(OTHERS))
    return str(found) if found else None


def filled(template: str, token: str, locale: str, path: str, mode: str) -> str:
    """An address with everything in its place; the path of a page begins with a slash."""
    values = {
        "token": token,
        "locale": quote(locale, safe=""),
        "path": iri_to_uri(path.lstrip("/")),
        "mode": quote(mode, safe=""),
    }
    for name, value in values.items():
        template = template.replace(f"{{{name}}}", value)
    return template


def origins() -> list[str]:
    """Scheme and host of every front end that shows drafts, each once."""
    found = (urlsplit(template) for template in _templates(conf.get("PREVIEW_URLS")))
    return list(dict.fromkeys(f"{parts.scheme}://{parts.netloc}" for parts in found))


def _templates(configured: object) -> Iterator[str]:
    if isinstance(configured, dict):
        for value in configured.values():
            yield from _templates(value)
    elif configured:
        yield str(configured)
