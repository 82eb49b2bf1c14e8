"""What a page refers to, fetched once each: the reason why its SQL does not grow with its blocks.

A page's blocks, menus, breadcrumbs and lists all refer to other objects by their key. Asking for
each in turn costs a query each. Here everything says first what it will want, and the first `get`
fetches all that is wanted of a model together. `ReferencesMiddleware` opens a store for each
request, so nothing outlives it; outside a request a store of its own serves `current()`'s caller.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from wagtail.images.models import AbstractImage
from wagtail.models import Page

from twinning import family
from twinning.delivery import tags
from twinning.media import renditions

T = TypeVar("T")

_store: ContextVar["References | None"] = ContextVar("references", default=None)


def current() -> "References":
    """The request's store, or a new one where no request is being answered."""
    return _store.get() or References()


def note(page: Page) -> None:
    """Say that the request that is being answered, if any, has read a page."""
    store = _store.get()
    if store is not None:
        store.noted.page(page)


@contextmanager
def opened(request: HttpRequest) -> Iterator["References"]:
    """A new store for a request, current until the block ends."""
    token = _store.set(References(request))
    try:
        yield current()
    finally:
        _store.reset(token)


def reference_key(value: Any) -> int | None:
    """A primary key from an attribute in rich text, or None for what cannot be one."""
    text = str(value)
    if not (text.isascii() and text.isdecimal() and len(text) < 19):
        return None
    return int(text)


class ReferencesMiddleware:
    """Open a store of references for each request, rendering of templates included."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with opened(request) as store:
            response = self.get_response(request)
            tags.attach(response, store.noted, translation.get_language(), store.pages)
            return response


class References:
    """Objects by model and key, fetched in batches and kept for as long as the store lives."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        self.request = request
        self.noted = tags.Noted()
        self._wanted: defaultdict[type[Model], set[Any]] = defaultdict(set)
        self._found: defaultdict[type[Model], dict[Any, Any]] = defaultdict(dict)
        self._wanted_paths: set[str] = set()
        self._by_path: dict[str, Page] = {}
        self._translations: defaultdict[Any, dict[str, Page]] = defaultdict(dict)
        self._once: dict[Hashable, Any] = {}

    # Any model

    def want(self, model: type[Model], keys: Iterable[Any]) -> None:
        """Say which objects will be asked for; fetches nothing yet."""
        self._wanted[model].update(key for key in keys if key is not None)

    def get(self, model: type[Model], key: Any) -> Any:
        """The object with a primary key, or None where there is none."""
        if key is None:
            return None
        if key not in self._found[model]:
            self.want(model, [key])
            self._fetch(model)
        return self._found[model].get(key)

    def keep(self, item: Model) -> None:
        """Keep an object that came with another."""
        self._found[type(item)].setdefault(item.pk, item)

    def get_many(self, model: type[Model], keys: Iterable[Any]) -> list[Any]:
        """The objects in the order of their keys, None where there is none."""
        keys = list(keys)
        self.want(model, keys)
        return [self.get(model, key) for key in keys]

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` returns, made once for each key while the store lives."""
        if key not in self._once:
            self._once[key] = make()
        return self._once[key]

    def forget(self, key: Hashable) -> None:
        """Have `once` make the value for a key anew."""
        self._once.pop(key, None)

    def put(self, key: Hashable, value: Any) -> None:
        """Decide what `once` returns for a key."""
        self._once[key] = value

    # Pages, which come with their translations

    @property
    def pages(self) -> Iterable[Page | None]:
        """The pages that have been fetched, with their locales; None for each that is not there."""
        return self._found[Page].values()

    def want_page(self, page: Page) -> None:
        """Say that a page, its ancestors and the translations of all will be asked for."""
        self._wanted_paths.update(
            page.path[:end] for end in range(page.steplen * 2, len(page.path) + 1, page.steplen)
        )

    def ancestors(self, page: Page) -> list[Page]:
        """The ancestors of a page from the site's root page down, without the page itself."""
        self.want_page(page)
        self._fetch(Page)
        above = range(page.steplen * 2, len(page.path), page.steplen)
        lineage = [self._by_path.get(page.path[:end]) for end in above]
        return [found for found in lineage if found is not None]

    def at_urls(self, urls: Iterable[str]) -> list[Page]:
        """Fetch the pages that have one of these `url_path`s, and the translations of all.

        For pages that are not known by their key yet: those on a path.
        """
        wanted = set(urls)
        found = self._keep_pages(family.of_pages_at(sorted(wanted)))
        return [page for page in found if page.url_path in wanted]

    def translations(self, page: Page) -> dict[str, Page]:
        """The live translations of a page by language code, the page itself among them."""
        if page.translation_key not in self._translations:
            self.want(Page, [page.pk])
            self._fetch(Page)
        return self._translations[page.translation_key]

    def localised(self, page: Page | None) -> Page | None:
        """A page in the active language, else as it is; None where neither is live."""
        if page is None:
            return None
        there = self.translations(page).get(translation.get_language() or "")
        if there is not None:
            return there
        return page if page.live else None

    # Fetching

    def _fetch(self, model: type[Model]) -> None:
        missing = self._wanted.pop(model, set()) - self._found[model].keys()
        if model is Page:
            self._fetch_pages(missing)
        elif missing:
            self._found[model].update(dict.fromkeys(missing))
            self._found[model].update(_in_bulk(model, missing))

    def _fetch_pages(self, missing: set[Any]) -> None:
        paths, self._wanted_paths = self._wanted_paths, set()
        paths -= self._by_path.keys()
        if not missing and not paths:
            return
        self._found[Page].update(dict.fromkeys(missing))
        self._keep_pages(family.of_pages(sorted(missing), sorted(paths)))

    def _keep_pages(self, pages: list[Page]) -> list[Page]:
        """Keep pages that came with all their translations."""
        for page in pages:
            self._found[Page][page.pk] = page
            self._by_path[page.path] = page
            if page.live:
                self._translations[page.translation_key][page.locale.language_code] = page
            else:
                self._translations.setdefault(page.translation_key, {})
        return pages


def _in_bulk(model: type[Model], keys: set[Any]) -> dict[Any, Any]:
    if issubclass(model, AbstractImage):
        return renditions.in_bulk(model, keys)
    return model._default_manager.in_bulk(list(keys))
