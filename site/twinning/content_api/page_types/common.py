"""What every page has in the API, whatever its type."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from wagtail.models import Page

from twinning import landmarks
from twinning.content_api import filters
from twinning.content_api.page_types.fields import ApiField, written_moment
from twinning.content_api.schemas import Page as PageSchema
from twinning.translation import switcher

if TYPE_CHECKING:
    from twinning.content_api.context import Context


def path_of(page: Page, context: "Context") -> str:
    """Where the page is served; a page that no site serves does not come so far."""
    place = landmarks.public_path(page, context.site)
    return place[1] if place else ""


def alternates(page: Page, context: "Context") -> list[dict[str, Any]]:
    """The public translations of a page, itself among them, in the order of the languages."""
    found = context.store.translations(page)
    references = [
        context.page_reference(found[code]) for code in switcher.language_codes() if code in found
    ]
    return [
        {"locale": item["locale"], "path": item["path"], "title": item["title"]}
        for item in references
        if item
    ]


def breadcrumbs(page: Page, context: "Context") -> list[dict[str, Any]]:
    """The public pages above a page, from the site's root down."""
    root = context.site.root_above(page.path)
    above = context.store.ancestors(page)
    within = [found for found in above if root and found.path.startswith(root.path)]
    return [item for found in within if (item := context.page_reference(found))]


def parent(page: Page, context: "Context") -> dict[str, Any] | None:
    """The page right above; null at the root, or where it is not public."""
    above = breadcrumbs(page, context)
    held = context.store.ancestors(page)
    return above[-1] if above and held and above[-1]["id"] == held[-1].pk else None


def translation(page: Page, context: "Context") -> dict[str, Any] | None:
    """How the page came to be in its language; null where nobody translated it."""
    record = context.lookups.provenance(page)
    if record is None:
        return None
    return {
        "source_locale": record.source_locale,
        "method": record.method,
        "is_stale": record.is_stale,
        "reviewed_at": _moment(record.reviewed_at),
    }


def seo(page: Page, context: "Context") -> dict[str, Any]:
    """What search engines and link previews are told."""
    picture = getattr(page, "seo_image", None)
    return {
        "title": page.seo_title or page.title,
        "description": getattr(page, "meta_description", page.search_description),
        "canonical": context.url(path_of(page, context)),
        "image": context.image(*picture) if picture else None,
    }


def _want_seo(page: Page, context: "Context") -> None:
    if picture := getattr(page, "seo_image", None):
        context.want_image(picture[0])


def _want_family(page: Page, context: "Context") -> None:
    context.store.want_page(page)


def _want_translation(page: Page, context: "Context") -> None:
    context.lookups.want_provenance(page)


def _moment(moment: datetime | None) -> str | None:
    return written_moment(moment) if moment else None


def _simple(name: str, value: Any, filtered: filters.Filter | None = None) -> ApiField:
    return ApiField(
        name,
        PageSchema.model_fields[name].annotation,
        value,
        filter=filtered,
        is_ordered=filtered is not None,
    )


def _related(name: str, value: Any, want: Any) -> ApiField:
    annotation = PageSchema.model_fields[name].annotation
    return ApiField(name, annotation, value, want, is_computed=name == "seo")


FIELDS: dict[str, ApiField] = {
    item.name: item
    for item in (
        _simple("id", lambda page, c: page.pk or 0, filters.by_column("id", int, filters.ORDERED)),
        _simple("type", lambda page, c: page._meta.label),
        _simple(
            "translation_key",
            lambda page, c: str(page.translation_key),
            filters.by_column("translation_key", UUID, filters.EQUALITY),
        ),
        _simple("title", lambda page, c: page.title, filters.by_column("title", str, filters.TEXT)),
        _simple("slug", lambda page, c: page.slug, filters.by_column("slug", str, filters.TEXT)),
        _simple("path", path_of),
        _simple("url", lambda page, c: c.url(path_of(page, c))),
        _simple("requested_locale", lambda page, c: c.requested_locale or c.locale),
        _simple("served_locale", lambda page, c: c.locale),
        _simple(
            "is_fallback",
            lambda page, c: c.requested_locale is not None and c.requested_locale != c.locale,
        ),
        _related("alternates", alternates, _want_family),
        _related("translation", translation, _want_translation),
        _related("parent", parent, _want_family),
        _related("breadcrumbs", breadcrumbs, _want_family),
        _related("seo", seo, _want_seo),
        _simple(
            "first_published_at",
            lambda page, c: _moment(page.first_published_at),
            filters.by_column("first_published_at", datetime, filters.ORDERED),
        ),
        _simple(
            "last_published_at",
            lambda page, c: _moment(page.last_published_at),
            filters.by_column("last_published_at", datetime, filters.ORDERED),
        ),
    )
}
