"""Chooser blocks that fetch what they refer to through the request's references."""

from collections.abc import Iterable
from copy import copy
from typing import Any

from django.db.models import Model
from wagtail.blocks import PageChooserBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock, ImageChooserBlock
from wagtail.images.models import AbstractImage
from wagtail.models import Page

from twinning import references


class ReferencedMixin:
    """Take a chooser block's objects from the request's store instead of a query of its own."""

    model_class: type[Model]

    def bulk_to_python(self, values: Iterable[Any]) -> list[Model | None]:
        """The objects with the given keys, in order, None where there is none."""
        return references.current().get_many(self.model_class, values)


class PageReferenceBlock(PageChooserBlock):
    """A page of any type; shown in the visitor's language where it exists in it.

    Its value is a plain `Page`, so that pages of all types come in one query.
    """

    def bulk_to_python(self, values: Iterable[Any]) -> list[Page | None]:
        """The pages with the given keys, in order, None where there is none."""
        return references.current().get_many(Page, values)


class DocumentReferenceBlock(ReferencedMixin, DocumentChooserBlock):
    """A document from the library."""


class ImageReferenceBlock(ReferencedMixin, ImageChooserBlock):
    """A picture from the library."""

    def bulk_to_python(self, values: Iterable[Any]) -> list[Model | None]:
        """As above, each use a copy: ImageBlock writes the use's alternative text on it."""
        return [copy(image) for image in super().bulk_to_python(values)]


class PictureBlock(ImageBlock):
    """A picture with the alternative text of this use of it, in the page's language."""

    def __init__(self, required: bool = True, **kwargs: Any) -> None:
        super().__init__(required=required, **kwargs)
        chooser = ImageReferenceBlock(required=required)
        chooser.set_name("image")
        self.child_blocks["image"] = chooser

    def get_preview_value(self) -> AbstractImage | None:
        """The newest picture of the library, so that the preview shows a real one."""
        image = self.child_blocks["image"].model_class.objects.order_by("-pk").first()
        if image is not None:
            image.contextual_alt_text = image.description
            image.decorative = False
        return image
