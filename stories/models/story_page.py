"""StoryPage: what people have lived through together, by town or of no single town."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from stories import queries, structured_data
from stories.panels import SenderPanel
from towns.models import TownPage, WithInterests
from twinning.pages import ContentPage


class StoryPage(WithInterests, ContentPage):
    """One story, below its town or, when it is of no single town, below the list of stories."""

    class DatePrecision(models.TextChoices):
        """How much of the date is known."""

        DAY = "day", _("The day")
        MONTH = "month", _("The month")
        YEAR = "year", _("The year")

    date = models.DateField(
        _("date"),
        null=True,
        blank=True,
        help_text=_(
            "When it happened. Where only a month or a year is known, the first day of it."
        ),
    )
    date_precision = models.CharField(
        _("known of the date"),
        max_length=5,
        choices=DatePrecision,
        default=DatePrecision.DAY,
    )
    town = models.ForeignKey(
        TownPage,
        verbose_name=_("town"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Below a town’s page, it is that town."),
    )
    people = models.CharField(
        _("people"), max_length=255, blank=True, help_text=_("Who took part.")
    )

    link_kind = "article"
    parent_page_types = ["towns.TownPage", "stories.StoryIndexPage"]
    subpage_types: list[str] = []

    content_panels = [
        SenderPanel(),
        *ContentPage.content_panels[:-1],
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("date"), FieldPanel("date_precision")]),
                FieldPanel("town"),
                FieldPanel("people"),
            ],
            heading=_("The story"),
        ),
        WithInterests.interest_panel,
        ContentPage.content_panels[-1],
    ]
    search_fields = [
        *ContentPage.search_fields,
        index.SearchField("people"),
        index.SearchField("town_name"),
        WithInterests.interest_search_field,
        index.FilterField("date"),
    ]
    api_fields = [
        *ContentPage.api_fields,
        APIField("date", writable=True),
        APIField("date_precision", writable=True),
        APIField("town"),
        APIField("people", writable=True),
        WithInterests.interest_api_field,
    ]
    override_translatable_fields = [
        *ContentPage.override_translatable_fields,
        SynchronizedField("date", overridable=False),
        SynchronizedField("date_precision", overridable=False),
        SynchronizedField("town", overridable=False),
        WithInterests.interest_synchronised,
    ]

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Settle the story's town first: that of the page above it, in the story's own language."""
        self.town = queries.town_of(self)
        super().save(*args, **kwargs)

    @classmethod
    def get_indexed_objects(cls) -> "models.QuerySet[StoryPage]":
        """The stories with all that the search index has of other tables."""
        return super().get_indexed_objects().select_related("town").prefetch_related("interests")

    @property
    def town_name(self) -> str:
        """What the town is called whose page it lies below, for the search index.

        Whoever may not read that page may not read the story either. A town that was only chosen
        may be private, and its name nobody's business.
        """
        if self.town is None or not self.town.live or not self.path.startswith(self.town.path):
            return ""
        return self.town.title

    def search_facets(self) -> dict[str, list[str]]:
        """Its town, and its interests."""
        town = [str(self.town.translation_key)] if self.town else []
        return {"town": town, "interest": self.own_interest_keys}

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds `town`, the story's own or what stands in for it where that is not public."""
        context = super().get_context(request, *args, **kwargs)
        context["town"] = queries.shown_town(self)
        return context

    def structured_data(self, request: HttpRequest) -> list[dict[str, Any]]:
        """The story, as an article."""
        return structured_data.of_story(self, request)
