"""Cache tags: what an answer is made of, so that a cache elsewhere can be told what has changed.

`page-<id>` stands for a page and all its translations, of which an answer names the one in its own
language; `locale-<code>` for a language; `type-<app.Model>` for all pages of a type, in lists.
Every answer has `SITE` as well. What a change purges is the matter of `purging` (ADR 25).
"""

from collections.abc import Collection, Iterable, Iterator
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.http.response import HttpResponseBase
from wagtail.models import Page

#: Of every answer that is shared.
SITE = "twinning"
#: Of lists of pages of any type, and of answers that show more pages than they can name.
ANY_PAGE = "type-wagtailcore.Page"
#: Page tags, and characters of a header: both headers must fit into the 4 KB that a proxy such as
#: nginx gives to all of them.
MOST_PAGES = 100
LONGEST = 1500
#: Pages that are noted at all; whoever reads more, such as the admin, needs no tags of them.
MOST_NOTED = 1000


def page_tag(pk: int) -> str:
    """The tag of a page."""
    return f"page-{pk}"


def locale_tag(code: str) -> str:
    """The tag of a language."""
    return f"locale-{code}"


def type_tag(model: type[Model]) -> str:
    """The tag of a model."""
    return f"type-{model._meta.label}"


def type_tags(model: type[Model]) -> set[str]:
    """The tags of a page type and of all that it extends: of every list that may show it."""
    kinds: tuple[Any, ...] = model.__mro__
    return {type_tag(k) for k in kinds if issubclass(k, Page) and not k._meta.abstract}


class Noted:
    """What is noted of an answer while it is made."""

    __slots__ = ("_locales", "_pages", "_types")

    def __init__(self) -> None:
        # By translation key, or by primary key where no more is known: that and the page's type.
        self._pages: dict[Any, tuple[int, type[Model] | None]] = {}
        self._types: set[type[Model]] = set()
        self._locales: set[str] = set()

    def page(self, page: Page) -> None:
        """A page is shown. Does not ask the database."""
        if len(self._pages) < MOST_NOTED:
            key = page.__dict__.get("translation_key", page.pk)
            self._pages.setdefault(key, (page.pk, type(page)))

    def page_ids(self, keys: Iterable[int]) -> None:
        """Pages decide what is shown, of which nothing but the primary keys is known."""
        for pk in keys:
            if len(self._pages) < MOST_NOTED:
                self._pages.setdefault(pk, (pk, None))

    def all_of(self, model: type[Model]) -> None:
        """What is shown may become something else with any row of a model, such as in a list."""
        self._types.add(model)

    def locale(self, code: str) -> None:
        """Something in a language is shown."""
        self._locales.add(code)

    def tags(self, language: str | None, pages: Iterable[Page | None]) -> list[str]:
        """The tags, each once: what is coarse, then the pages.

        Args:
            language: that of the answer, by its code; it may be in any of the site where it is
                None.
            pages: further pages that are shown, at hand with their locales.
        """
        codes = {language} if language else {code for code, _name in settings.LANGUAGES}
        codes |= self._locales
        coarse = sorted({SITE, *map(locale_tag, codes), *map(type_tag, self._types)})
        for fine in self._choices(_one_each(pages, codes)):
            named = [*coarse, *map(page_tag, sorted(set(fine)))]
            if len(named) - len(coarse) <= MOST_PAGES and len(",".join(named)) <= LONGEST:
                return named
        return sorted({*coarse, ANY_PAGE})

    def _choices(self, shown: dict[Any, int]) -> Iterator[Iterable[int]]:
        """The primary keys of all pages, then without those that the tag of their type reaches."""
        if len(self._pages) < MOST_NOTED:
            noted = {key: pk for key, (pk, _type) in self._pages.items()}
            yield {**shown, **noted}.values()
            listed = {key for key, (_pk, kind) in self._pages.items() if kind in self._types}
            yield (pk for key, pk in {**shown, **noted}.items() if key not in listed)


def _one_each(pages: Iterable[Page | None], codes: Collection[str]) -> dict[Any, int]:
    """Of each page and its translations one, by translation key: one in these languages first."""
    found: dict[Any, int] = {}
    for page in pages:
        if page is not None:
            key = page.translation_key
            if key not in found or page.locale.language_code in codes:
                found[key] = page.pk
    return found


def attach(
    response: HttpResponseBase, noted: Noted, language: str | None, pages: Iterable[Page | None]
) -> None:
    """Give an answer its tags, unless it has some, for `of_response`.

    Args:
        language, pages: as `Noted.tags` takes them.
    """
    if hasattr(response, "cache_tags"):
        return
    if response.status_code == HTTPStatus.NOT_FOUND:
        noted.all_of(Page)  # any page may be what was asked for, once it is published
    response.cache_tags = noted.tags(language, pages)  # type: ignore[attr-defined]


def of_response(response: HttpResponseBase) -> list[str]:
    """The tags of an answer that is shared."""
    return list(getattr(response, "cache_tags", [SITE]))
