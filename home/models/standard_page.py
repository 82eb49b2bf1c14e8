"""Pages of plain content."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField

from home import structured_data
from home.blocks import HomeBodyBlock
from twinning.pages import ContentPage


class StandardPage(ContentPage):
    """A page of text and blocks: about, history, privacy, accessibility."""

    body = StreamField(HomeBodyBlock(), blank=True, verbose_name=_("body"))

    parent_page_types = ["wagtailcore.Page", "home.HomePage", "home.StandardPage"]
    subpage_types = ["home.StandardPage"]

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")

    def structured_data(self, request: HttpRequest) -> list[dict[str, Any]]:
        """This page, and the organisation that speaks on it."""
        return structured_data.of_text(self, request)
