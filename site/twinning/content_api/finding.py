"""Find a page before it is fetched: by its id or its path, with the languages that it is in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any
from urllib.parse import unquote
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.models import Page

from twinning import landmarks
from twinning.content_api import errors, queries
from twinning.content_api.context import Context
from twinning.translation import switcher

#: Paths with more components than this are nobody's page; longer ones are not even looked up.
DEEPEST = 20
_COLUMNS = ("pk", "path", "url_path", "translation_key", "locale__language_code", "content_type_id",
            "title", "last_published_at")  # fmt: skip


@dataclass(frozen=True)
class FoundPage:
    """A row of a public page, enough to say where it is and what it is."""

    pk: int
    path: str
    url_path: str
    translation_key: UUID
    locale: str
    content_type_id: int
    title: str
    last_published_at: Any

    @property
    def model(self) -> type[Page] | None:
        """Its own type; None where the code no longer has it."""
        return ContentType.objects.get_for_id(self.content_type_id).model_class()

    @property
    def type_label(self) -> str:
        """The name of its type, such as `towns.TownPage`."""
        return str(self.model._meta.label) if self.model else ""

    def address(self, site: landmarks.SiteMark) -> str:
        """Its path on a site that it lies in."""
        place = landmarks.public_path(self, site)
        return place[1] if place else ""


def rows(pages: Any) -> list[FoundPage]:
    """The rows of a queryset of pages."""
    return [FoundPage(*values) for values in pages.values_list(*_COLUMNS)]


def family_of(page_id: int, site: landmarks.SiteMark) -> list[FoundPage]:
    """The public translations of a public page on a site, itself among them."""
    key = queries.public_one(page_id).values("translation_key")
    pages = queries.public_pages(site, is_list=False)
    return rows(pages.filter(translation_key__in=key))


def available_in(family: Iterable[FoundPage], site: landmarks.SiteMark) -> list[dict[str, str]]:
    """The languages and paths of a page's public translations."""
    found = sorted(family, key=lambda item: item.locale)
    return [{"locale": item.locale, "path": item.address(site)} for item in found]


def split(path: str) -> tuple[str, list[str]] | None:
    """The language of a path and its components after the language; None where it has none.

    An empty component within makes it no page's path, as on the site itself.

    Args:
        path: such as `/nl/steden/almelo/`.
    """
    for code in switcher.language_codes():
        prefix = landmarks.serve_prefix(code)
        ended = path if path.endswith("/") else f"{path}/"
        if ended.startswith(prefix):
            components = ended[len(prefix) :].split("/")[:-1]
            return (code, components) if all(components) else None
    return None


def deepest_on(
    components: Sequence[str], root: landmarks.Root, context: Context
) -> FoundPage | None:
    """The deepest public page on a path; what is left of the path is its own to route.

    The pages above it and the translations of all come along, for breadcrumbs and alternates.
    """
    if len(components) > DEEPEST:
        return None
    urls = accumulate(components, lambda url, slug: f"{url}{slug}/", initial=root.url_path)
    on_path = [page for page in context.store.at_urls(urls) if context.is_public(page)]
    if not on_path:
        return None
    page = max(on_path, key=lambda page: int(page.depth))
    return FoundPage(
        page.pk,
        page.path,
        page.url_path,
        page.translation_key,
        page.locale.language_code,
        page.content_type_id,
        page.title,
        page.last_published_at,
    )


def live_at(path: str, context: Context) -> Page | None:
    """The live page at a path, whoever may see it, for `access`: none of it is to be told."""
    place = split(path)
    root = context.site.roots.get(place[0]) if place else None
    if place is None or root is None or len(place[1]) > DEEPEST:
        return None
    wanted = root.url_path + "".join(f"{part}/" for part in place[1])
    pages = Page.objects.filter(url_path=wanted, path__startswith=root.path)
    return pages.live().first()


def decoded(path: str) -> str:
    """A path as pages have it, whether it came as people write it or percent-encoded.

    Raises:
        Refused: 422 where what is encoded is no text.
    """
    try:
        found = unquote(path, errors="strict")
    except UnicodeDecodeError:
        raise errors.invalid("path", "It is not UTF-8.") from None
    if "\0" in found:
        raise errors.invalid("path", "It contains a null character.")
    return found


def living_elsewhere(components: Sequence[str], site: landmarks.SiteMark) -> list[FoundPage]:
    """The public translations of whatever has these components as its path in any language."""
    if len(components) > DEEPEST:
        return []
    rest = "".join(f"{part}/" for part in components)
    places = Q(url_path__in=[f"{root.url_path}{rest}" for root in site.roots.values()])
    keys = Page.objects.filter(places).values("translation_key")
    return rows(queries.public_pages(site).filter(translation_key__in=keys))
