"""Blocks of words: rich text, headings, quotes."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

RICH_TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]


class LevelBlock(blocks.ChoiceBlock):
    """A choice that is no text of the page: a search does not find what its options are called."""

    def get_searchable_content(self, value: str) -> list[str]:
        """Nothing."""
        return []


class HeadingBlock(blocks.StructBlock):
    """A heading within the page; the page's title is its only first-level one."""

    text = blocks.CharBlock(label=_("Text"), max_length=160)
    level = LevelBlock(
        label=_("Level"),
        choices=[("h2", _("Section")), ("h3", _("Part of a section"))],
        default="h2",
    )

    class Meta:
        icon = "title"
        label = _("Heading")
        description = _("Starts a section, or a part of one.")
        template = "twinning/blocks/heading.html"
        preview_value = {"text": _("What connects the two towns"), "level": "h2"}


class QuoteBlock(blocks.StructBlock):
    """Words of a person or a document, and whose they are."""

    text = blocks.TextBlock(label=_("Text"))
    attribution = blocks.CharBlock(
        label=_("Attribution"),
        required=False,
        max_length=160,
        help_text=_("Who said or wrote it."),
    )

    class Meta:
        icon = "openquote"
        label = _("Quote")
        description = _("Somebody’s own words, set apart from the text.")
        template = "twinning/blocks/quote.html"
        preview_value = {
            "text": _("We came as guests and left as friends."),
            "attribution": _("A visitor"),
        }


def rich_text_block() -> blocks.RichTextBlock:
    """Paragraphs and lists with links; headings and pictures are blocks of their own."""
    return blocks.RichTextBlock(
        label=_("Text"),
        icon="pilcrow",
        features=RICH_TEXT_FEATURES,
        template="twinning/blocks/rich_text.html",
        description=_("Paragraphs and lists, with bold, italic and links."),
        preview_value="<p>…</p>",
    )
