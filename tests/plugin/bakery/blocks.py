"""The shapes of blocks that wagtail/bakerydemo has, written anew: structs, lists, streams."""

from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.embeds.blocks import EmbedBlock
from wagtail.images.blocks import ImageBlock, ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock


class CaptionedImage(blocks.StructBlock):
    image = ImageBlock()
    caption = blocks.CharBlock(required=False)
    attribution = blocks.CharBlock(required=False)


class Heading(blocks.StructBlock):
    heading_text = blocks.CharBlock()
    size = blocks.ChoiceBlock(
        choices=[("", "Select a size"), ("h2", "H2"), ("h3", "H3")], blank=True, required=False
    )


class Theme(blocks.StructBlock):
    theme = blocks.ChoiceBlock(choices=[("default", "Default"), ("dark", "Dark")], required=False)
    text_size = blocks.ChoiceBlock(choices=[("default", "Default"), ("large", "Large")])


class Quote(blocks.StructBlock):
    text = blocks.TextBlock()
    attribute_name = blocks.CharBlock(required=False)
    settings = Theme(collapsed=True)


class Step(blocks.StructBlock):
    text = blocks.RichTextBlock(features=["bold", "italic", "link"])
    difficulty = blocks.ChoiceBlock(choices=[("S", "Small"), ("M", "Medium"), ("L", "Large")])
    pictures = blocks.ListBlock(ImageChooserBlock())


class Place(blocks.StructBlock):
    name = blocks.CharBlock()
    page = blocks.PageChooserBlock(required=False)
    hours = blocks.ListBlock(
        blocks.StructBlock([("day", blocks.CharBlock()), ("opens", blocks.TimeBlock())])
    )


class BaseStream(blocks.StreamBlock):
    heading_block = Heading()
    paragraph_block = blocks.RichTextBlock()
    image_block = CaptionedImage()
    block_quote = Quote()
    embed_block = EmbedBlock()
    steps_list = blocks.ListBlock(Step())
    places = blocks.ListBlock(Place())
    table_block = TypedTableBlock([("text", blocks.CharBlock()), ("number", blocks.FloatBlock())])
    leaflet = DocumentChooserBlock()
    baker = SnippetChooserBlock("bakery.Person")
    boxed = blocks.StreamBlock([("aside", blocks.StructBlock([("inner", Heading())]))])
