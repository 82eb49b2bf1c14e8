"""What each language's header and footer say."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, Site, TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from twinning import references
from twinning.blocks.links import LinkBlock, SocialLinkBlock
from twinning.blocks.strict import StrictStreamBlock


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

    @property
    def search_page(self) -> Page | None:
        """The search page of settings that `queries.settings_for` has found, where there is one."""
        found: Page | None = references.current().get(Page, getattr(self, "search_page_id", None))
        return found
