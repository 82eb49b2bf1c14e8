"""The picture that stands for a page elsewhere: its own, that of a page above it, or the site's."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.translation import gettext as _
from wagtail.images import get_image_model
from wagtail.models import Page, get_page_models

from twinning import hosts, references
from twinning.compiled import CompiledQuery
from twinning.media import renditions

#: Drawn for the site (`make pictures`), for pages that have none and lie below none that has.
DEFAULT = "twinning/img/share.jpg"


@dataclass(frozen=True)
class LinkPicture:
    """A JPEG with its absolute address, its size in pixels, and what it shows, in words."""

    url: str
    width: int
    height: int
    alt: str


def want(page: Page) -> None:
    """Say early which picture `link_picture` will ask for, so that it comes with the others."""
    found = _chosen(page)
    if found is not None:
        references.current().want(get_image_model(), [found[0]])


def link_picture(page: Page, request: HttpRequest) -> LinkPicture:
    """The picture of a page for link previews and structured data, made or not."""
    found = _chosen(page)
    image = references.current().get(get_image_model(), found[0]) if found else None
    preview = renditions.link_preview(image) if image else None
    if found is None or preview is None:
        words = _("Two rings that hold each other: twin towns")
        url = hosts.absolute(request, static(DEFAULT))
        return LinkPicture(url, *renditions.LINK_PREVIEW_SIZE, words)
    url, width, height = preview
    return LinkPicture(hosts.absolute(request, url), width, height, found[1])


def _chosen(page: Any) -> tuple[int, str] | None:
    """Primary key and text of a page's own picture, or of the nearest one above it."""
    own: tuple[int, str] | None = getattr(page, "seo_image", None)
    if own is not None or not page.path:
        return own
    return references.current().once(("inherited picture", page.path), lambda: _inherited(page))


def _inherited(page: Page) -> tuple[int, str] | None:
    above = [found for found in references.current().ancestors(page) if found.live]
    unknown = [found.pk for found in above if not hasattr(found, "own_picture")]
    asked = {key: (picture, alt) for key, picture, alt in _query().rows(unknown)} if unknown else {}
    pictures = (getattr(found, "own_picture", asked.get(found.pk)) for found in reversed(above))
    return next((picture for picture in pictures if picture), None)


@cache
def _query() -> CompiledQuery:
    """The pictures of pages of whatever type, in one query for all types.

    Only where they are not known from the way to the page (`family.of_pages_at`), as in a preview.
    """
    models: list[Any] = [model for model in get_page_models() if hasattr(model, "seo_image")]

    def build(keys: Sequence[int]) -> "QuerySet[Any, Any]":
        first, *others = [
            model._default_manager.filter(pk__in=keys, picture__isnull=False)
            .order_by()
            .values_list("pk", "picture_id", "picture_alt")
            for model in models
        ]
        return first.union(*others, all=True) if others else first

    return CompiledQuery(build, Page._meta.pk)
