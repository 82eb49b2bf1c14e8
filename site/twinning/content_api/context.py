"""One answer's context: the site and language it is for, and what its pages refer to."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from mimetypes import guess_type
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db.models import IntegerField, Model, OneToOneField
from django.utils import timezone, translation
from django.utils.encoding import iri_to_uri
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, TranslatableMixin

from twinning import landmarks, references, visibility
from twinning.content_api import objects
from twinning.content_api.lookups import Lookups
from twinning.media import folders, renditions
from twinning.references import reference_key
from twinning.translation.localised import localised


@dataclass
class Context:
    """What all parts of an answer share; rich text finds its references through it too.

    Args:
        site: the site that the visitor uses.
        base_url: scheme and host of addresses on it.
        locale: the language code of the page that is being written; `reading` changes it.
        locale_id: the primary key of its locale, where there is a page.
        requested_locale: the language that was asked for, where one was.
        rich_text: one of `rich_text.FORMATS`.
    """

    site: landmarks.SiteMark
    base_url: str
    locale: str
    locale_id: int | None = None
    requested_locale: str | None = None
    rich_text: str = "html"
    store: references.References = field(default_factory=references.current)
    now: datetime = field(default_factory=timezone.now)

    def __post_init__(self) -> None:
        self.lookups = Lookups(self.store)
        self._to_fetch: dict[Hashable, Callable[[], Any]] = {}

    @contextmanager
    def reading(self, page: Page) -> Iterator[None]:
        """Write a page in its own language until the block ends."""
        before = self.locale, self.locale_id
        self.locale, self.locale_id = page.locale.language_code, page.locale_id
        self.store.noted.locale(self.locale)
        try:
            with translation.override(self.locale):
                yield
        finally:
            self.locale, self.locale_id = before

    # Saying what will be asked for

    def want_image(self, key: Any) -> None:
        """Say that a picture will be asked for."""
        self.store.want(get_image_model(), [reference_key(key)])

    def want_embed(self, url: str | None) -> None:
        """Say that what is known of an address will be asked for."""
        if url:
            self.lookups.want_embed(url)

    def want_object(self, model: type[Model], key: Any) -> None:
        """Say that an object will be asked for; a page comes with its translations."""
        model = Page if issubclass(model, Page) else model
        self.store.want(model, [_key_of(model, key)])

    def before_writing(self, key: Hashable, fetch: Callable[[], Any]) -> None:
        """Have something fetched once all pages have said what they want; once for each key."""
        self._to_fetch.setdefault(key, fetch)

    def fetch(self) -> None:
        """Fetch what was left to be fetched before anything is written."""
        for fetch in self._to_fetch.values():
            fetch()

    # Pages

    def page(self, key: Any) -> dict[str, Any] | None:
        """A page by its primary key, in this language where it exists in it, if it is public."""
        found = self.store.get(Page, reference_key(key))
        return self.page_reference(self.in_this_language(found)) if found else None

    def in_this_language(self, page: Page) -> Page:
        """The public translation of a page into this language, or the page itself."""
        there = self.store.translations(page).get(self.locale)
        return there if there is not None and self.is_public(there) else page

    def is_public(self, page: Page) -> bool:
        """Whether anybody may see a page, once asked for each page and answer."""
        return self.store.once(("public", page.pk), lambda: visibility.is_public(page, self.now))

    def page_reference(self, page: Page) -> dict[str, Any] | None:
        """What a reference to a page says; None where the page is not public on any site."""
        return self.store.once(
            ("reference", self.site.pk, page.pk), lambda: self._page_reference(page)
        )

    def _page_reference(self, page: Page) -> dict[str, Any] | None:
        place = landmarks.public_path(page, self.site) if self.is_public(page) else None
        label = type_label(page)
        if place is None or label is None:
            return None
        site, path = place
        return {
            "id": page.pk,
            "type": label,
            "title": page.title,
            "locale": page.locale.language_code,
            "path": path,
            "url": self.url(path, site),
        }

    def href(self, page: dict[str, Any]) -> str:
        """Where a link to a page leads: its path; the whole address of a page of another site."""
        here = page["url"] == self.url(page["path"])
        return str(page["path"] if here else page["url"])

    def want_card(self, page: Any) -> None:
        """Say that a card of a page that is at hand will be asked for."""
        self.want_image(getattr(page, "picture_id", None))

    def card(self, page: Any) -> dict[str, Any] | None:
        """A page as lists show it; None where it is not public."""
        reference = self.page_reference(page)
        if reference is None:
            return None
        alt = getattr(page, "picture_alt", "")
        return {
            **reference,
            "listing_text": getattr(page, "listing_text", ""),
            "picture": self.image(getattr(page, "picture_id", None), alt),
        }

    def url(self, path: str, site: landmarks.SiteMark | None = None) -> str:
        """The absolute address of a path on a site, on the visitor's one by default."""
        elsewhere = site is not None and site.pk != self.site.pk
        base_url = site.base_url if elsewhere and site else self.base_url
        return f"{base_url}{iri_to_uri(path)}"

    # Everything else

    def image(self, key: Any, alt: str | None = None) -> dict[str, Any] | None:
        """A picture with its renditions; None where it is gone, or not public.

        Args:
            alt: what it shows in this place; None for what the library says.
        """
        image = self.store.get(get_image_model(), reference_key(key))
        if image is None or folders.is_private(image.file.name):
            return None
        shown = self.store.once(("image", self.base_url, image.pk), lambda: self._image(image))
        return shown if alt is None else {**shown, "alt": alt}

    def _image(self, image: Any) -> dict[str, Any]:
        width, height = _size(image)
        return {
            "id": image.pk,
            "title": image.title,
            "alt": image.default_alt_text,
            "credit": getattr(image, "credit", ""),
            "width": width,
            "height": height,
            "focal_point": _focal_point(image),
            "placeholder": getattr(image, "placeholder", ""),
            "src": renditions.src(image, self.base_url),
            "sources": renditions.sources(image, self.base_url),
        }

    def document(self, key: Any) -> dict[str, Any] | None:
        """A document; None where it is gone."""
        document = self.store.get(get_document_model(), reference_key(key))
        if document is None:
            return None
        return {
            "id": document.pk,
            "title": document.title,
            "url": self.media_url(document.url),
            "content_type": guess_type(document.filename)[0] or "application/octet-stream",
            "size": document.file_size,
        }

    def embed(self, url: str) -> dict[str, Any]:
        """A film or recording elsewhere, with what is known of it."""
        known = self.lookups.embed(url)
        return {
            "url": url,
            "title": known.title if known else "",
            "provider_name": known.provider_name if known else "",
            "thumbnail_url": known.thumbnail_url if known else "",
            "html": known.html if known else "",
            "width": known.width if known else None,
            "height": known.height if known else None,
        }

    def object(self, model: type[Model], key: Any) -> Any:
        """Any other object as its model is registered; None where it is gone or a draft."""
        if issubclass(model, Page):
            return self.page(key)
        found = self.store.get(model, _key_of(model, key))
        shown = self.objects(model, [found] if found is not None else [])
        return shown[0] if shown else None

    def objects(self, model: type[Model], items: list[Any]) -> list[Any]:
        """Objects of one model as it is registered, in this language, in the order of names."""
        if items and issubclass(model, TranslatableMixin):
            items = localised(items, self.locale_id)
        return [objects.of(model).value(item) for item in items if getattr(item, "live", True)]

    def media_url(self, url: str) -> str:
        """An absolute address for a file: our own paths are those of this site."""
        return f"{self.base_url}{url}" if url.startswith("/") else url


def type_label(page: Page) -> str | None:
    """The type of a page, such as `towns.TownPage`; None where the site no longer has it."""
    model = ContentType.objects.get_for_id(page.content_type_id).model_class()
    return None if model in {None, Page} else str(model._meta.label)


def _key_of(model: type[Model], value: Any) -> Any:
    """A stored primary key as the model has it; None for what cannot be one."""
    field = model._meta.pk
    if isinstance(field, (IntegerField, OneToOneField)):
        return reference_key(value)
    try:
        return field.to_python(value) if field is not None else None
    except ValidationError:
        return None


def _size(image: Any) -> tuple[int, int]:
    """A picture's size as it is shown: one that its camera turned is stored the other way round."""
    width, height = renditions.dimensions(image)
    turned = (width - height) * (image.width - image.height) < 0
    return (image.height, image.width) if turned else (image.width, image.height)


def _focal_point(image: Any) -> dict[str, float] | None:
    if image.focal_point_x is None or not image.width or not image.height:
        return None
    return {
        "x": round(image.focal_point_x / image.width, 4),
        "y": round(image.focal_point_y / image.height, 4),
    }
