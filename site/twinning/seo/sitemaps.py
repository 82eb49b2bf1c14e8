"""What a sitemap says: the public pages of a site in a language, each with its translations.

Django's own sitemaps know one path for all languages, and Wagtail's names the pages of one; here
slugs are translated, and a page is not there in every language. Their templates are used.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Count, Max
from django.http import HttpRequest
from wagtail.models import Page, get_page_models
from wagtail.query import PageQuerySet

from twinning import hosts, landmarks, references, visibility

#: Entries of one file; more would be allowed, and take longer than a crawler waits.
MOST = 5000


class Alternate(NamedTuple):
    """A page in a language, as Django's template has it."""

    lang_code: str
    location: str


@dataclass(frozen=True)
class Entry:
    """A page, as Django's template has it."""

    location: str
    lastmod: datetime | None
    alternates: list[Alternate]


@dataclass(frozen=True)
class Summary:
    """How many pages there are in a language, and when the last of them was published."""

    pages: int
    last_mod: datetime | None

    @property
    def files(self) -> int:
        """How many files they take."""
        return -(-self.pages // MOST)


def summaries() -> dict[str, Summary]:
    """By language code, in the order of the languages, of those that have pages; one query."""
    rows = _listed().order_by().values("locale__language_code")
    counted = rows.annotate(pages=Count("pk"), last=Max("last_published_at"))
    found = {row["locale__language_code"]: Summary(row["pages"], row["last"]) for row in counted}
    return {code: found[code] for code, _name in settings.LANGUAGES if code in found}


def entries(language: str, number: int, request: HttpRequest) -> list[Entry]:
    """The entries of a file, in two queries however many there are.

    Pages of which addresses make others (`BasePage.sitemap_queries`) bring them along.

    Raises:
        EmptyPage: there is no file of this number, or no page in this language.
    """
    own = _listed().filter(locale__language_code=language).order_by("path")
    shown = Paginator(own.values("translation_key"), MOST, allow_empty_first_page=False)
    keys: Any = shown.page(number).object_list
    family = _listed().filter(translation_key__in=keys).select_related("locale").order_by("path")
    fields = ("path", "url_path", "translation_key", "last_published_at", "content_type")
    pages = list(family.only(*fields, "locale__language_code"))
    urls: defaultdict[Any, dict[str, str]] = defaultdict(dict)
    for page in pages:
        url = _url(page, request)
        if url is not None:
            urls[page.translation_key][page.locale.language_code] = url
    own_pages = [
        page
        for page in pages
        if page.locale.language_code == language and language in urls[page.translation_key]
    ]
    return [
        entry
        for page in own_pages
        for entry in _entries_of(page, urls[page.translation_key], language)
    ]


def _entries_of(page: Page, urls: dict[str, str], language: str) -> Iterator[Entry]:
    """The entry of a page, and those of the pages that addresses make of it."""
    yield Entry(urls[language], page.last_published_at, _alternates(urls, language))
    for query in _queries(page.cached_content_type.model_class()):
        made = {code: f"{url}?{query}" for code, url in urls.items()}
        yield Entry(made[language], None, _alternates(made, language))


def _queries(model: Any) -> list[str]:
    ask = getattr(model, "sitemap_queries", None)
    made = references.current().once(("sitemap queries", model), ask) if ask else []
    return list(made)


def _listed() -> PageQuerySet:
    """All pages of the request's site that search engines should know."""
    pages = landmarks.within(visibility.public(Page.objects), landmarks.current_site())
    for model in get_page_models():
        if not getattr(model, "in_sitemap", True):
            pages = pages.exclude(pk__in=model._default_manager.order_by().values("pk"))
    return pages


def _url(page: Page, request: HttpRequest) -> str | None:
    place = landmarks.public_path(page, landmarks.current_site())
    return hosts.absolute(request, place[1]) if place else None


def _alternates(urls: dict[str, str], language: str) -> list[Alternate]:
    """As the page's own head has them."""
    ordered = [code for code, _name in settings.LANGUAGES if code in urls]
    named = [Alternate(code, urls[code]) for code in ordered]
    return [*named, Alternate("x-default", urls.get(settings.LANGUAGE_CODE, urls[language]))]
