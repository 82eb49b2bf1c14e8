"""What every request must know of the page tree, in one query: its sites, the roots of each in
every language, where private sections begin, and the few pages that any other may lead to.

Wagtail keeps a list of site roots in Django's cache, where another process may have moved a root
since (`stand_in`), and asks for sites and restrictions in queries of their own.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db.models import Exists, Q, QuerySet
from django.http.request import split_domain_port
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import Page, PageViewRestriction, Site, SiteRootPath
from wagtail.models.sites import SITE_ROOT_PATHS_CACHE_KEY, SITE_ROOT_PATHS_CACHE_VERSION
from wagtail.query import PageQuerySet

from twinning import references
from twinning.compiled import CompiledQuery


@dataclass(frozen=True)
class Root:
    """The page that a site begins with in one language."""

    locale: str
    path: str
    url_path: str
    live: bool
    expire_at: datetime | None


@dataclass(frozen=True)
class SiteMark:
    """A site: where it is served, and its root in each language by language code."""

    pk: int
    hostname: str
    port: int
    is_default: bool
    name: str
    roots: dict[str, Root]
    root_page: int

    @property
    def base_url(self) -> str:
        """Scheme and host, such as `https://example.org`, as Wagtail derives them from the port."""
        if self.port == 80:
            return f"http://{self.hostname}"
        if self.port == 443:
            return f"https://{self.hostname}"
        return f"http://{self.hostname}:{self.port}"

    @property
    def default_locale(self) -> str | None:
        """The first of the site's languages: Django's LANGUAGE_CODE where the site has it."""
        codes = [code for code, _name in settings.LANGUAGES if code in self.roots]
        return (
            settings.LANGUAGE_CODE if settings.LANGUAGE_CODE in codes else next(iter(codes), None)
        )

    def root_above(self, path: str) -> Root | None:
        """The root of this site that a tree path lies in, or None where it lies in none."""
        for root in self.roots.values():
            if path.startswith(root.path):
                return root
        return None


@dataclass(frozen=True)
class Signpost:
    """A live page of a type that pages of any kind lead to."""

    model: str
    locale: str
    path: str
    url_path: str
    expire_at: datetime | None


@dataclass(frozen=True)
class Landmarks:
    """Sites, and pairs of a private section's tree path and its restriction's primary key."""

    sites: list[SiteMark]
    restrictions: list[tuple[str, int]]
    signposts: list[Signpost]

    def site_of(self, path: str) -> SiteMark | None:
        """The site that a tree path lies in: that of the nearest root."""
        found = [(len(root.path), site) for site in self.sites if (root := site.root_above(path))]
        return max(found, key=lambda pair: pair[0])[1] if found else None

    def site_at(self, host: str) -> SiteMark | None:
        """The site that a host serves, None for a host that is no site's own.

        Where no site has the port, the port does not count: a proxy may stand before it.

        Args:
            host: with its port where it has one, as in the Host header (RFC 9110, 7.2).
        """
        name, port = split_domain_port(host)
        named = [site for site in self.sites if site.hostname == name]
        exact = [site for site in named if str(site.port) == (port or "80")]
        default = [site for site in named if site.is_default]
        return next(iter([*exact, *default, *named]), None)

    def site_named(self, host: str) -> SiteMark | None:
        """The site that somebody names by its host; a port that is named must be its own."""
        site = self.site_at(host)
        _name, port = split_domain_port(host)
        return site if site is None or not port or str(site.port) == port else None

    def is_open(self, page: Root | Signpost) -> bool:
        """Whether anybody may see a live page, as `visibility.is_public` decides it."""
        if page.expire_at is not None and page.expire_at <= timezone.now():
            return False
        return not any(page.path.startswith(path) for path, _pk in self.restrictions)

    def open_languages(self, site: SiteMark | None) -> list[str]:
        """The languages in which a site has a home page that anybody may see, in their order."""
        roots = site.roots if site is not None else {}
        known = {code for code, root in roots.items() if root.live and self.is_open(root)}
        return [code for code, _name in settings.LANGUAGES if code in known]

    @property
    def default_site(self) -> SiteMark | None:
        """The site that is shown on any other host."""
        return next((site for site in self.sites if site.is_default), None)


_COLUMNS = (
    "pk",
    "path",
    "url_path",
    "translation_key",
    "locale__language_code",
    "alias_of_id",
    "live",
    "expire_at",
    "content_type__app_label",
    "content_type__model",
    "view_restrictions",
    "sites_rooted_here__pk",
    "sites_rooted_here__hostname",
    "sites_rooted_here__port",
    "sites_rooted_here__is_default_site",
    "sites_rooted_here__site_name",
)

#: Labels of the page types that are signposts, in lower case; `twinning.signposts` adds to them.
signpost_types: set[str] = set()


def current() -> Landmarks:
    """The landmarks, asked for once in each request."""
    return references.current().once("landmarks", fetch)


def current_site() -> SiteMark | None:
    """The site that the current request is for, None outside a request or where there is none."""
    store = references.current()

    def find() -> SiteMark | None:
        if store.request is None:
            return None
        marks = current()
        return marks.site_at(store.request.get_host()) or marks.default_site

    return store.once("site", find)


def open_languages() -> list[str]:
    """The languages in which the current site has a home page that anybody may see."""
    return current().open_languages(current_site())


def home_address(language: str) -> str:
    """The path of the home page in a language, or else in the first that has one.

    The default language comes before others. Where the site has no home page at all, that of the
    default language leads to a page that says so.
    """
    known = open_languages()
    preferred = [code for code in (language, settings.LANGUAGE_CODE) if code in known]
    return f"/{next(iter([*preferred, *known]), settings.LANGUAGE_CODE)}/"


def within(pages: PageQuerySet, site: SiteMark | None) -> PageQuerySet:
    """Pages of a site, in whatever language; all pages where there is no site."""
    if site is None:
        return pages
    if not site.roots:
        return pages.none()
    return pages.filter(reduce(or_, (Q(path__startswith=r.path) for r in site.roots.values())))


def public_path(page: Any, preferred: SiteMark | None = None) -> tuple[SiteMark, str] | None:
    """The site that a page is served on and its path there, None where no site serves it.

    Args:
        page: has the tree's `path` and Wagtail's `url_path`.
        preferred: the site that the visitor uses; a page that lies in it stays in it.
    """
    site, root = preferred, preferred.root_above(page.path) if preferred else None
    if root is None:
        site = current().site_of(page.path)
        root = site.root_above(page.path) if site else None
    if site is None or root is None:
        return None
    return site, serve_prefix(root.locale) + page.url_path[len(root.url_path) :]


@lru_cache(maxsize=64)
def serve_prefix(language: str) -> str:
    """Where pages in a language are mounted, such as `/nl/`."""
    with translation.override(language):
        return reverse("wagtail_serve", args=[""])


def site_root_paths() -> list[SiteRootPath]:
    """The roots as Wagtail's `Site.get_site_root_paths` lists them, the deepest first."""
    sites = sorted(current().sites, key=lambda site: (site.is_default, site.hostname))
    roots = [(site, root) for site in sites for root in site.roots.values()]
    roots.sort(key=lambda pair: pair[1].url_path, reverse=True)
    paths = [SiteRootPath(s.pk, root.url_path, s.base_url, root.locale) for s, root in roots]
    if references.current().request is None:
        # Whatever else looks into Wagtail's cache finds there what it would; nothing of ours does.
        cache.set(SITE_ROOT_PATHS_CACHE_KEY, paths, 3600, version=SITE_ROOT_PATHS_CACHE_VERSION)
    return paths


def forget() -> None:
    """Ask anew: this request has changed a site or a root."""
    references.current().forget("landmarks")
    cache.delete(SITE_ROOT_PATHS_CACHE_KEY, version=SITE_ROOT_PATHS_CACHE_VERSION)


def stand_in() -> None:
    """Have Wagtail derive addresses from the landmarks, rather than from roots in Django's cache.

    A process whose cache has another's old roots would make a page with wrong addresses of them,
    and the answer would be kept.
    """
    Site.get_site_root_paths = staticmethod(site_root_paths)
    Site.clear_site_root_paths_cache = staticmethod(forget)


def marked(keys: Iterable[int] = ()) -> "QuerySet[Any, Any]":
    """Rows of pages that sites begin with or restrictions stand on, of signposts and of aliases.

    Live or not. Those with the given keys come along.

    Aliases count only where there is a restriction that they could be under, which is rare.
    A union, because the database has an index for each part and none for all of them with OR.
    """
    roots = Site.objects.order_by().values("root_page__translation_key")
    restricted = PageViewRestriction.objects.values("page")
    pages = Page.objects.order_by()
    aliases = pages.filter(Exists(PageViewRestriction.objects.all()), alias_of__isnull=False)
    marked = pages.filter(translation_key__in=roots).values("pk")
    parts = [
        restricted,
        aliases.values("pk"),
        *(_pages_of(label) for label in sorted(signpost_types)),
        *([pages.filter(pk__in=keys).values("pk")] if keys else []),
    ]
    return pages.filter(pk__in=marked.union(*parts)).values_list(*_COLUMNS)


def _pages_of(label: str) -> "QuerySet[Any, Any]":
    """All of a type, which are few: to ask for the live ones alone, SQLite reads all pages."""
    model: Any = apps.get_model(label)
    return model._base_manager.order_by().values("pk")


#: Of a page by its key: its path, what it is an alias of, and the restriction that stands on it.
Marked = dict[int, tuple[str, int | None, int | None]]

_query = CompiledQuery(marked)


def fetch() -> Landmarks:
    """The landmarks as they are stored now."""
    return from_rows(_query.rows())


def from_rows(rows: Iterable[tuple[Any, ...]]) -> Landmarks:
    """The landmarks that rows of `marked` tell of."""
    roots: defaultdict[Any, dict[str, Root]] = defaultdict(dict)
    sites: dict[int, tuple[Any, ...]] = {}
    marked: Marked = {}
    posts: dict[int, Signpost] = {}
    codes = {code for code, _name in settings.LANGUAGES}
    for (
        pk,
        path,
        url_path,
        key,
        locale,
        alias_of,
        live,
        ends,
        app,
        kind,
        restriction,
        *site,
    ) in rows:
        if locale in codes:  # a language that the settings no longer have is not served
            roots[key][locale] = Root(locale, path, url_path, live, ends)
        marked[pk] = (path, alias_of, restriction or marked.get(pk, (None, None, None))[2])
        if site[0] is not None:
            sites[site[0]] = (*site, key, pk)
        if live and f"{app}.{kind}" in signpost_types:
            posts[pk] = Signpost(f"{app}.{kind}", locale, path, url_path, ends)
    marks = [
        SiteMark(pk, hostname, port, is_default, name, roots[key], root_page)
        for pk, hostname, port, is_default, name, key, root_page in sites.values()
    ]
    return Landmarks(
        sorted(marks, key=lambda site: site.pk),
        sorted(_restrictions(marked)),
        sorted(posts.values(), key=lambda post: post.path),
    )


def _restrictions(marked: Marked) -> Iterator[tuple[str, int]]:
    """Paths with the restriction that stands on the page, or on what it is an alias of."""
    for path, alias_of, own in marked.values():
        restriction, seen = own, set()
        while restriction is None and alias_of in marked and alias_of not in seen:
            seen.add(alias_of)
            _path, alias_of, restriction = marked[alias_of]
        if restriction is not None:
            yield path, restriction
