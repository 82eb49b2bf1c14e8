"""What API v2 shows: pages, pictures and documents that anybody may see, whoever asks."""

from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from wagtail.api.v2.utils import BadRequestError
from wagtail.models import CollectionViewRestriction, Page
from wagtail.query import PageQuerySet

from twinning import landmarks, references, visibility
from twinning.content_api import finding


def site_of(request: HttpRequest) -> landmarks.SiteMark | None:
    """The site that is asked for by `site`, or by the request's host.

    Raises:
        BadRequestError: no site has this host name.
    """
    named = request.GET.get("site")
    if not named:
        return landmarks.current_site()
    site = landmarks.current().site_named(named)
    if site is None:
        raise BadRequestError("Invalid site parameter")
    return site


def pages(request: HttpRequest) -> PageQuerySet:
    """Public pages of the site, in all languages; nothing depends on who has logged in."""
    site = site_of(request)
    if site is None:
        return Page.objects.none()
    return landmarks.within(visibility.public(Page.objects.all()), site)


def places_of(path: str, site: landmarks.SiteMark) -> list[str]:
    """The `url_path`s that a path may mean: from the root of the host, or from the first home page.

    Args:
        path: such as `/nl/steden/almelo/`, or `/towns/almelo/` for the site's first language.
    """
    if "\0" in path:
        return []
    parts = [part for part in path.split("/") if part]
    whole = finding.split("".join(f"/{part}" for part in parts) + "/")
    meant = [(site.default_locale, parts), *([whole] if whole else [])]
    return [
        site.roots[code].url_path + "".join(f"{part}/" for part in rest)
        for code, rest in meant
        if code in site.roots
    ]


def outside_private_collections(items: "QuerySet[Any]") -> "QuerySet[Any]":
    """Pictures or documents that are in no private collection, nor in one below it."""
    for path in _private_collections():
        items = items.exclude(collection__path__startswith=path)
    return items


def may_be_named(value: Model) -> bool:
    """Whether what another object refers to may be shown there."""
    if isinstance(value, Page):
        return visibility.is_public(value) and landmarks.public_path(value) is not None
    collection = getattr(value, "collection", None)
    if collection is None:
        return True
    return not any(collection.path.startswith(path) for path in _private_collections())


def may_be_asked_for(model: Any, name: str, value: str) -> bool:
    """Whether a filter's value may be what a field refers to."""
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return True
    if not field.many_to_one or name == "locale":
        return True
    found = field.related_model._default_manager.filter(pk=value).first()
    return found is not None and may_be_named(found)


def _private_collections() -> list[str]:
    """Their places in the tree of collections: asked once for each request."""

    def find() -> list[str]:
        restrictions = CollectionViewRestriction.objects.order_by()
        return list(restrictions.values_list("collection__path", flat=True).distinct())

    found: list[str] = references.current().once("private collections", find)
    return found
