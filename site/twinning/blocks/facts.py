"""Blocks of things that are listed: facts and figures, a timeline, cards in columns."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from twinning.blocks.choosers import PictureBlock
from twinning.blocks.links import LinkBlock


class FactBlock(blocks.StructBlock):
    """One fact: what it is about, and what is so."""

    label = blocks.CharBlock(label=_("Label"), max_length=80)
    value = blocks.CharBlock(
        label=_("Value"),
        max_length=160,
        help_text=_("As it should be read. A year is written without separators."),
    )
    note = blocks.CharBlock(label=_("Note"), required=False, max_length=255)


class FactsBlock(blocks.StructBlock):
    """Facts and figures side by side."""

    heading = blocks.CharBlock(label=_("Heading"), required=False, max_length=120)
    facts = blocks.ListBlock(FactBlock(), label=_("Facts"), min_num=1, max_num=24)

    class Meta:
        icon = "list-ul"
        label = _("Facts and figures")
        description = _("Short facts that can be taken in at a glance.")
        template = "twinning/blocks/facts.html"
        preview_value = {
            "heading": _("At a glance"),
            "facts": [{"label": _("Twinned since"), "value": "1948", "note": ""}],
        }


class EventBlock(blocks.StructBlock):
    """One event of a timeline."""

    date = blocks.CharBlock(
        label=_("Date"), max_length=60, help_text=_("A day, a month or a year, as it is known.")
    )
    title = blocks.CharBlock(label=_("Title"), max_length=160)
    text = blocks.TextBlock(label=_("Text"), required=False)


class TimelineBlock(blocks.StructBlock):
    """Events in the order in which they happened."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=120)
    events = blocks.ListBlock(EventBlock(), label=_("Events"), min_num=1, max_num=40)

    class Meta:
        icon = "history"
        label = _("Timeline")
        description = _("Events with their dates, the earliest first.")
        template = "twinning/blocks/timeline.html"
        preview_value = {
            "heading": _("How it began"),
            "events": [{"date": "1948", "title": _("The first twinning"), "text": ""}],
        }


class CardBlock(blocks.StructBlock):
    """A card: a title, a few words, perhaps a picture, perhaps a link."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.TextBlock(label=_("Text"), required=False)
    image = PictureBlock(label=_("Picture"), required=False)
    link = LinkBlock(label=_("Link"), required=False)


class CardsBlock(blocks.StructBlock):
    """Cards in columns, as many as the screen has room for."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=120)
    cards = blocks.ListBlock(CardBlock(), label=_("Cards"), min_num=1, max_num=12)

    class Meta:
        icon = "grip"
        label = _("Cards")
        description = _("A few things of one kind, side by side.")
        template = "twinning/blocks/cards.html"
        preview_value = {
            "heading": _("Ways to take part"),
            "cards": [
                {"title": _("Be a host"), "text": ""},
                {"title": _("Tell us about your stay"), "text": ""},
            ],
        }
