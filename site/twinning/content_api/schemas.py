"""The shapes that all page types and blocks share."""

from datetime import datetime
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from django.conf import settings
from ninja import Schema
from wagtail.models import Page as WagtailPage
from wagtail.models import get_page_models

if TYPE_CHECKING:
    LanguageCode = str
    TypeName = str
else:
    LanguageCode = Literal[tuple(code for code, _name in settings.LANGUAGES)]
    TypeName = Literal[
        tuple(sorted(model._meta.label for model in get_page_models() if model is not WagtailPage))
    ]


class FocalPoint(Schema):
    """The middle of what matters in a picture, as fractions of its width and height."""

    x: float
    y: float


class ImageSource(Schema):
    """One family of files of a picture, for a `<source>` element."""

    type: str
    srcset: str


class Image(Schema):
    """A picture as it is used here: its text is in the language of the page."""

    id: int
    title: str
    alt: str
    credit: str
    width: int
    height: int
    focal_point: FocalPoint | None
    #: A tiny preview as a data URI, empty until it has been made.
    placeholder: str
    src: str
    sources: list[ImageSource]


class PageReference(Schema):
    """A page that something refers to, in the reader's language where it exists in it."""

    id: int
    type: TypeName
    title: str
    locale: LanguageCode
    path: str
    url: str


class PageCard(PageReference):
    """A page as lists show it."""

    listing_text: str
    picture: Image | None


class StreamItem(Schema):
    """A block of a stream; its `type` says what `value` holds."""

    id: str


class Document(Schema):
    """A file to download."""

    id: int
    title: str
    url: str
    content_type: str
    size: int | None


class Embed(Schema):
    """A film or recording elsewhere; all but the address is what its provider once said of it."""

    url: str
    title: str
    provider_name: str
    thumbnail_url: str
    html: str
    width: int | None
    height: int | None


class Reference(Schema):
    """Any other object that something refers to."""

    id: str
    type: str
    title: str


class Alternate(Schema):
    """A page in one of its languages."""

    locale: LanguageCode
    path: str
    title: str


class Translation(Schema):
    """How a page came to be in its language; a page in its first language has none."""

    source_locale: LanguageCode
    method: Literal["human", "machine", "machine_reviewed"]
    is_stale: bool
    reviewed_at: datetime | None


class Seo(Schema):
    """What search engines and link previews are told."""

    title: str
    description: str
    canonical: str
    image: Image | None


class Page(Schema):
    """What every page has."""

    id: int
    type: str
    translation_key: UUID
    title: str
    slug: str
    path: str
    url: str
    requested_locale: LanguageCode
    served_locale: LanguageCode
    is_fallback: bool
    alternates: list[Alternate]
    translation: Translation | None
    parent: PageReference | None
    breadcrumbs: list[PageReference]
    seo: Seo
    first_published_at: datetime | None
    last_published_at: datetime | None


class Locale(Schema):
    """A language of the site, named in itself."""

    code: LanguageCode
    name: str
    is_default: bool


class Route(Schema):
    """A public path."""

    id: int
    type: TypeName
    path: str
    locale: LanguageCode
    translation_key: UUID
    last_published_at: datetime | None
    alternates: list[Alternate]
