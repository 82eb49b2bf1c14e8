"""Blocks of pictures, embedded media and documents."""

from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.embeds.blocks import EmbedBlock

from twinning.blocks.choosers import DocumentReferenceBlock, PictureBlock


class FigureBlock(blocks.StructBlock):
    """A picture with its caption; the credit comes from the library."""

    image = PictureBlock(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=255)

    class Meta:
        icon = "image"
        label = _("Picture")
        description = _("One picture with alternative text, caption and credit.")
        template = "twinning/blocks/figure.html"

    def get_preview_value(self) -> Any:
        """A real picture of the library with a caption."""
        image = self.child_blocks["image"].get_preview_value()
        return blocks.StructValue(self, {"image": image, "caption": _("A caption")})


class GalleryBlock(blocks.StructBlock):
    """Several pictures shown together."""

    heading = blocks.CharBlock(label=_("Heading"), required=False, max_length=120)
    pictures = blocks.ListBlock(FigureBlock(), label=_("Pictures"), min_num=2, max_num=24)

    class Meta:
        icon = "image"
        label = _("Gallery")
        description = _("A group of pictures, each with its own text.")
        template = "twinning/blocks/gallery.html"

    def get_preview_value(self) -> Any:
        """Two uses of a real picture."""
        figure = self.child_blocks["pictures"].child_block.get_preview_value()
        return {"heading": _("Gallery"), "pictures": [figure, figure]}


class EmbeddedMediaBlock(blocks.StructBlock):
    """A film or a recording elsewhere, as a link: no page of ours calls another host."""

    media = EmbedBlock(label=_("Address"), help_text=_("Where the film or recording is found."))
    title = blocks.CharBlock(label=_("Title"), max_length=160)
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=255)

    class Meta:
        icon = "media"
        label = _("Film or recording")
        description = _("Leads to a film or recording on another site; nothing of it loads here.")
        template = "twinning/blocks/embed.html"
        preview_value = {"title": _("A film about the exchange"), "caption": "", "media": None}

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Adds `host`: the name of the site that the link leads to."""
        context = super().get_context(value, parent_context=parent_context)
        url = value["media"].url if value.get("media") else ""
        context["host"] = (urlsplit(url).hostname or "").removeprefix("www.")
        return context


class DownloadBlock(blocks.StructBlock):
    """A document with what it is called and what is in it."""

    document = DocumentReferenceBlock(label=_("Document"))
    title = blocks.CharBlock(
        label=_("Title"),
        required=False,
        max_length=160,
        help_text=_("Left empty, it is the document’s own title."),
    )
    description = blocks.TextBlock(label=_("Description"), required=False)

    class Meta:
        icon = "doc-full"
        label = _("Document")
        description = _("A file to download, with its kind and size.")
        template = "twinning/blocks/document.html"
        preview_value = {"document": None, "title": _("Programme"), "description": ""}
