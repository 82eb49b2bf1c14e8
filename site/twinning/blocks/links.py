"""A link to a page of the site or to another address, and the call to act that carries one."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.models import Page

from twinning import references
from twinning.blocks.choosers import PageReferenceBlock


class LinkValue(blocks.StructValue):
    """Where a link leads and what it says."""

    @property
    def target(self) -> Page | None:
        """The page that the link leads to, in the active language where it exists in it."""
        return references.current().localised(self.get("page"))

    @property
    def text(self) -> str:
        """The label, or the page's title where there is none."""
        page = self.target
        return self.get("label") or (page.title if page else "")


class LinkBlock(blocks.StructBlock):
    """A link: a page or an address, never both."""

    label = blocks.CharBlock(
        label=_("Label"),
        required=False,
        max_length=80,
        help_text=_("What the link says. Left empty, it is the page’s title."),
    )
    page = PageReferenceBlock(
        label=_("Page"),
        required=False,
        help_text=_("A page of this site. Visitors get it in their own language."),
    )
    url = blocks.URLBlock(
        label=_("Address"),
        required=False,
        help_text=_("An address outside this site, if no page is chosen."),
    )

    class Meta:
        icon = "link"
        label = _("Link")
        value_class = LinkValue

    def __init__(self, *args: Any, required: bool = True, **kwargs: Any) -> None:
        self._link_required = required
        super().__init__(*args, required=required, **kwargs)

    def clean(self, value: LinkValue) -> LinkValue:
        """Refuse a link with two targets, with none, or with an address and no label.

        Raises:
            StructBlockValidationError: naming the field.
        """
        value = super().clean(value)
        errors: dict[str, ValidationError] = {}
        if value["page"] and value["url"]:
            errors["url"] = ValidationError(_("Choose a page or give an address, not both."))
        elif value["url"] and not value["label"]:
            errors["label"] = ValidationError(_("Say what the link to this address is called."))
        elif not value["page"] and not value["url"] and (self._link_required or value["label"]):
            errors["page"] = ValidationError(_("Choose a page or give an address."))
        if errors and not getattr(self, "is_deferred_validation", False):
            raise blocks.StructBlockValidationError(block_errors=errors)
        return value


class SocialLinkBlock(blocks.StructBlock):
    """A place elsewhere where the partnership is to be found."""

    label = blocks.CharBlock(label=_("Label"), max_length=80)
    url = blocks.URLBlock(label=_("Address"))

    class Meta:
        icon = "link"
        label = _("Link")


class CallToActionBlock(blocks.StructBlock):
    """A heading, a sentence and one link that stands out."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=120)
    text = blocks.TextBlock(label=_("Text"), required=False)
    link = LinkBlock(label=_("Link"))

    class Meta:
        icon = "pick"
        label = _("Call to act")
        description = _("Asks the reader to do one thing, and links to where it is done.")
        template = "twinning/blocks/call_to_action.html"
        preview_value = {
            "heading": _("Speak to us"),
            "text": _("Whatever your interest, there is someone in a twin town who shares it."),
            "link": {"label": _("Get involved"), "page": None, "url": "https://example.org/"},
        }
