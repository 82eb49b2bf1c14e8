"""The home page, pages of plain content, and what each language's header and footer say."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.models import Page, Site, TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from home import structured_data
from home.blocks import HomeBodyBlock
from twinning.blocks.links import LinkBlock, SocialLinkBlock
from twinning.blocks.prefetch import want_body
from twinning.blocks.strict import StrictStreamBlock
from twinning.pages import BasePage, ContentPage
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
        "towns.TownIndexPage",
        "towns.PartnersPage",
        "towns.InterestsPage",
        "stories.StoryIndexPage",
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
        index.SearchField("hero_title"),
        index.SearchField("strapline"),
        index.SearchField("body"),
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


class SiteSettings(TranslatableMixin, models.Model):
    """What the header and the footer say on one site in one language: a translatable snippet."""

    site = models.ForeignKey(
        Site, verbose_name=_("site"), on_delete=models.CASCADE, related_name="+"
    )
    site_name = models.CharField(_("site name"), max_length=80)
    strapline = models.CharField(_("strapline"), max_length=160, blank=True)
    header = StreamField(
        StrictStreamBlock([("link", LinkBlock())]),
        blank=True,
        verbose_name=_("menu in the header"),
        max_num=8,
    )
    footer = StreamField(
        StrictStreamBlock([("link", LinkBlock())]),
        blank=True,
        verbose_name=_("menu in the footer"),
        max_num=12,
    )
    footer_text = models.TextField(_("text in the footer"), blank=True)
    contact_email = models.EmailField(_("e-mail address"), blank=True)
    contact_phone = models.CharField(_("telephone number"), max_length=40, blank=True)
    contact_address = models.TextField(_("postal address"), max_length=300, blank=True)
    enquiry_page = models.ForeignKey(
        Page,
        verbose_name=_("page for enquiries"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Where people write to the partnership."),
    )
    social_links = StreamField(
        StrictStreamBlock([("link", SocialLinkBlock())]),
        blank=True,
        verbose_name=_("links to social media"),
    )

    panels = [
        FieldPanel("site"),
        FieldPanel("site_name"),
        FieldPanel("strapline"),
        FieldPanel("header"),
        FieldPanel("footer"),
        FieldPanel("footer_text"),
        MultiFieldPanel(
            [
                FieldPanel("contact_email"),
                FieldPanel("contact_phone"),
                FieldPanel("contact_address"),
                FieldPanel("enquiry_page"),
            ],
            heading=_("Contact"),
        ),
        FieldPanel("social_links"),
    ]
    override_translatable_fields = [
        SynchronizedField("site", overridable=False),
        SynchronizedField("enquiry_page", overridable=False),
        SynchronizedField("contact_phone"),
        SynchronizedField("contact_address"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("site settings")
        verbose_name_plural = _("site settings")
        constraints = [
            models.UniqueConstraint(
                fields=["site", "locale"], name="one_settings_a_site_and_locale"
            )
        ]

    def __str__(self) -> str:
        return f"{self.site_name} ({self.locale.language_code})"


class DemoContent(models.Model):
    """That the content of a first run was begun, and when it was whole: one row at most.

    `make run` completes what was begun and never brings back what somebody has since deleted.
    """

    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("demonstration content")
        verbose_name_plural = _("demonstration content")

    def __str__(self) -> str:
        return str(self.finished_at or self.started_at)
