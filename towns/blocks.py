"""Blocks that show the twin towns and their own partners on any page."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from towns import queries
from twinning import references
from twinning.blocks.choosers import PageReferenceBlock

if TYPE_CHECKING:
    from towns.models import TownPage


class TownGridBlock(blocks.StructBlock):
    """The twin towns as cards: all of them, or those that are chosen."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=120)
    intro = blocks.TextBlock(label=_("Introduction"), required=False)
    towns = blocks.ListBlock(
        PageReferenceBlock(page_type="towns.TownPage"),
        label=_("Towns"),
        help_text=_("None chosen: all of them, the longest twinned first."),
        default=[],
    )

    class Meta:
        icon = "site"
        label = _("Towns")
        description = _("A card for each twin town.")
        template = "towns/blocks/town_grid.html"
        preview_value = {"heading": _("Our twin towns"), "intro": "", "towns": []}

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Adds `towns`: pages in the active language."""
        context = super().get_context(value, parent_context=parent_context)
        chosen = [page.translation_key for page in value["towns"] if page]
        context["towns"] = [
            town for town in _towns() if not chosen or town.translation_key in chosen
        ]
        return context

    def prepare(self, raw: Any) -> None:
        """Fetch the towns, so that their pictures come with those of the rest of the page."""
        queries.want_pictures(_towns())


def _towns() -> "list[TownPage]":
    return references.current().once("towns", lambda: queries.want_pictures(queries.shown_towns()))


class PartnerMapBlock(blocks.StructBlock):
    """The twin towns of our twin towns, on a map and as a list by town."""

    #: The static files that a page with this block needs.
    assets = ("towns/css/map.css", "towns/js/map.js")

    heading = blocks.CharBlock(label=_("Heading"), max_length=120)
    intro = blocks.TextBlock(label=_("Introduction"), required=False)

    class Meta:
        icon = "globe"
        label = _("Partners of our partners")
        description = _("The twin towns of our twin towns, with country and year.")
        template = "towns/blocks/partner_map.html"
        preview_value = {"heading": _("The twin towns of our twin towns"), "intro": ""}

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Adds `home`, `towns` and `links`, all in the active language."""
        context = super().get_context(value, parent_context=parent_context)
        context["towns"] = _towns()
        context["home"] = queries.home_town()
        context["links"] = queries.mapped_links()
        return context
