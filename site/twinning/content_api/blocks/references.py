"""Blocks that refer to something: pages, pictures, documents, embeds, snippets."""

from typing import TYPE_CHECKING, Any

from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.embeds.blocks import EmbedBlock
from wagtail.images.blocks import ImageBlock, ImageChooserBlock
from wagtail.models import Page
from wagtail.snippets.blocks import SnippetChooserBlock

from twinning.content_api import objects, schemas
from twinning.content_api.blocks.naming import Forbidding, schema
from twinning.content_api.blocks.registry import Description, describes

if TYPE_CHECKING:
    from twinning.content_api.context import Context

#: What choosers store and API v3 reads and takes: a primary key.
Key = int | str | None


@describes(blocks.PageChooserBlock)
def describe_page(block: blocks.PageChooserBlock, path: str) -> Description:
    """A page in the reader's language; null where it is not public."""
    return Description(
        "page",
        schemas.PageReference | None,
        lambda stored, context: context.page(stored),
        lambda stored, context: context.want_object(Page, stored),
        read=int | None,
    )


@describes(ImageChooserBlock)
def describe_image_chooser(block: ImageChooserBlock, path: str) -> Description:
    """A picture with the text that the library has for it; null where it is gone."""
    return Description(
        "image",
        schemas.Image | None,
        lambda stored, context: context.image(stored),
        lambda stored, context: context.want_image(stored),
        read=int | None,
    )


@describes(ImageBlock)
def describe_image(block: ImageBlock, path: str) -> Description:
    """A picture with the text of this use of it, none where it only decorates."""

    def value(stored: Any, context: "Context") -> dict[str, Any] | None:
        if not isinstance(stored, dict):  # left here by an ImageChooserBlock
            return context.image(stored)
        alt = "" if stored.get("decorative") else stored.get("alt_text") or ""
        return context.image(stored.get("image"), alt)

    def want(stored: Any, context: "Context") -> None:
        context.want_image(stored.get("image") if isinstance(stored, dict) else stored)

    read = {"image": (int | None, ...), "decorative": (bool | None, None)}
    fields = {**read, "alt_text": (str | None, None)}
    return Description(
        "image",
        schemas.Image | None,
        value,
        want,
        read=schema("ImageStored", "image", fields),
        write=schema("ImageInput", "image", fields, Forbidding),
    )


@describes(DocumentChooserBlock)
def describe_document(block: DocumentChooserBlock, path: str) -> Description:
    """A file to download; null where it is gone."""
    return Description(
        "document",
        schemas.Document | None,
        lambda stored, context: context.document(stored),
        lambda stored, context: context.want_object(block.model_class, stored),
        read=int | None,
    )


@describes(EmbedBlock)
def describe_embed(block: EmbedBlock, path: str) -> Description:
    """A film or recording elsewhere; null where there is no address."""
    return Description(
        "embed",
        schemas.Embed | None,
        lambda stored, context: context.embed(stored) if stored else None,
        lambda stored, context: context.want_embed(stored),
        read=str | None,
    )


@describes(SnippetChooserBlock, blocks.ChooserBlock)
def describe_object(block: blocks.ChooserBlock, path: str) -> Description:
    """Any other object, as its model is registered (`objects.register`)."""
    model = block.model_class
    return Description(
        ("object", model._meta.label),
        objects.annotation(model) | None,
        lambda stored, context: context.object(model, stored),
        lambda stored, context: context.want_object(model, stored),
        read=Key,
    )
