"""The home page."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from home import structured_data
from home.blocks import HomeBodyBlock
from twinning.blocks.links import LinkBlock
from twinning.blocks.prefetch import want_body
from twinning.blocks.strict import StrictStreamBlock
from twinning.pages import BasePage
from twinning.seo import words


class HomePage(BasePage):
    """The way in: a hero, then blocks."""

    hero_title = models.CharField(
        _("heading"), max_length=120, help_text=_("The large words over the picture.")
    )
    strapline = models.TextField(_("strapline"), max_length=300, blank=True)
    hero_call = StreamField(
        StrictStreamBlock([("link", LinkBlock())]),
        blank=True,
        max_num=1,
        verbose_name=_("call to act"),
        help_text=_("The one thing that a visitor should do next."),
    )
    body = StreamField(HomeBodyBlock(), blank=True, verbose_name=_("body"))

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "home.StandardPage",
        "home.EnquiryPage",
        "towns.TownIndexPage",
        "towns.PartnersPage",
        "towns.InterestsPage",
        "stories.StoryIndexPage",
        "stories.ShareStoryPage",
        "search.SearchPage",
    ]

    content_panels = [
        *Page.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("hero_title"),
                FieldPanel("strapline"),
                FieldPanel("picture"),
                FieldPanel("picture_alt"),
                FieldPanel("hero_call"),
            ],
            heading=_("Hero"),
        ),
        FieldPanel("body"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("hero_title", boost=6),
        index.SearchField("strapline", boost=6),
        index.SearchField("body", boost=3),
    ]
    api_fields = [
        *BasePage.api_fields,
        APIField("hero_title", writable=True),
        APIField("strapline", writable=True),
        APIField("hero_call", writable=True),
        APIField("body", writable=True),
    ]

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds nothing; all that the blocks refer to is asked for in one go."""
        context = super().get_context(request, *args, **kwargs)
        want_body(self.hero_call)
        want_body(self.body)
        return context

    def structured_data(self, request: HttpRequest) -> list[dict[str, Any]]:
        """The organisation, the site with its search, and this page."""
        return structured_data.of_home(self, request)

    @property
    def meta_description(self) -> str:
        """As for every page, or else the strapline."""
        return super().meta_description or words.cut(self.strapline)
