"""Where a page is to be found in the other languages, and what stands in where it is not."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext, pgettext
from wagtail.models import Page

from twinning import landmarks, references, visibility

#: Characters of a parameter's value that a link to another language keeps; no choice has more.
LONGEST_VALUE = 120


@dataclass(frozen=True)
class LanguageLink:
    """One entry of the language switcher."""

    code: str
    name: str
    url: str
    is_current: bool
    #: The title of the nearest page that does exist, where this one does not; else empty.
    instead: str = ""


@dataclass(frozen=True)
class LanguageOffer:
    """What a reader of another language is told about a page, in that language."""

    code: str
    url: str
    text: str
    link: str
    close: str


def language_offers(page: Page, request: HttpRequest) -> list[LanguageOffer]:
    """An offer for each other language that a page exists in; a script shows one of them, once."""
    found, kept = references.current().translations(page), _kept_query(page, request)
    return [
        _offer(code, (found[code].get_url(request) or "/") + kept)
        for code, _name in settings.LANGUAGES
        if code in found and code != translation.get_language()
    ]


def _offer(code: str, url: str) -> LanguageOffer:
    with translation.override(code):
        return LanguageOffer(
            code,
            url,
            pgettext("told to a reader of this language", "This page is also here in English."),
            pgettext("told to a reader of this language", "Read it in English"),
            gettext("Close"),
        )


def language_links(page: Page | None, request: HttpRequest) -> list[LanguageLink]:
    """A link for each language: to the same page, or to its nearest parent in that language.

    The same page keeps what it is asked for, such as a filter; a parent does not.
    Where nothing above the page exists in a language either (or there is no page, as on a 404),
    the link leads to the start of that language; where not even that is there, there is no link.
    """
    lineage = _lineage(page)
    links = (_link(code, name, lineage, request) for code, name in settings.LANGUAGES)
    return [link for link in links if link is not None]


def links_to(paths: Mapping[str, str]) -> list[LanguageLink]:
    """A link for each language that the site is in, to what is no page of the tree.

    Args:
        paths: where it is, by language code.
    """
    open_here, current = landmarks.open_languages(), translation.get_language()
    return [
        LanguageLink(code, name, paths[code], code == current)
        for code, name in settings.LANGUAGES
        if code in paths and (code in open_here or code == current)
    ]


def language_codes() -> list[str]:
    """The languages of the site in their order."""
    return [code for code, _name in settings.LANGUAGES]


def _lineage(page: Page | None) -> list[Page]:
    if page is None or page.pk is None:
        return []
    return [page, *reversed(references.current().ancestors(page))]


def _link(code: str, name: str, lineage: list[Page], request: HttpRequest) -> LanguageLink | None:
    current = code == translation.get_language()
    store = references.current()
    for distance, page in enumerate(lineage):
        shown = current and distance == 0
        found = page if shown else store.translations(page).get(code)
        if found is not None and (shown or _leads_somewhere(found, page)):
            url = found.get_url(request) or "/"
            if distance:
                return LanguageLink(code, name, url, current, found.title)
            return LanguageLink(code, name, url + _kept_query(page, request), current)
    if code in landmarks.open_languages():
        return LanguageLink(code, name, f"/{code}/", current)
    return None


def _kept_query(page: Any, request: HttpRequest) -> str:
    """What the page is asked for, with its question mark, but not which page of its list.

    Lists differ in length from language to language.
    """
    known: frozenset[str] = getattr(page, "query_parameters", frozenset())
    given = [(name, request.GET.get(name, "")) for name in sorted(known - {"page"})]
    kept = urlencode([(name, value) for name, value in given if 0 < len(value) <= LONGEST_VALUE])
    return f"?{kept}" if kept else ""


def _leads_somewhere(found: Page, page: Page) -> bool:
    """Whether a page's translation may be linked to.

    Whoever sees a private page may be allowed to see its translation too; nobody is sent from an
    open page to a private one.
    """
    if visibility.restrictions_on(page):
        return visibility.is_live(found)
    return visibility.is_public(found)
