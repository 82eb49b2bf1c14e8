"""A twin town, and its own twin towns in turn."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.models import Orderable, TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from towns import queries, structured_data
from towns.models.interest import WithInterests
from towns.models.place import PLACE_FIELDS, Place
from towns.registry import town_sections
from towns.validators import validate_twinning_year
from twinning.blocks.contact import ContactPointBlock
from twinning.blocks.strict import StrictStreamBlock
from twinning.pages import ContentPage


class TownPage(WithInterests, Place, ContentPage):
    """A twin town: what it is, what connects it with us, and its own twin towns."""

    class Accent(models.TextChoices):
        """The colours that a town may have; stylesheets know them by these names."""

        RIVER = "river", _("Blue-green of a river")
        PALM = "palm", _("Green of a palm")
        EMBER = "ember", _("Red of an ember")
        OCHRE = "ochre", _("Yellow of ochre")
        HEATHER = "heather", _("Violet of heather")
        BRICK = "brick", _("Brown-red of brick")
        SLATE = "slate", _("Blue of slate, the site’s own")

    native_name = models.CharField(
        _("name in its own language"),
        max_length=120,
        help_text=_("As the people who live there write it."),
    )
    twinned_since = models.PositiveSmallIntegerField(
        _("twinned since"), validators=[validate_twinning_year], help_text=_("The year.")
    )
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    population_year = models.PositiveSmallIntegerField(
        _("year of the population figure"),
        null=True,
        blank=True,
        validators=[validate_twinning_year],
    )
    website = models.URLField(_("website"), blank=True)
    accent = models.CharField(
        _("colour"),
        max_length=10,
        choices=Accent,
        default=Accent.SLATE,
        help_text=_("The colour of the town’s page and of its lines on the map."),
    )

    contacts = StreamField(
        StrictStreamBlock([("contact", ContactPointBlock())]),
        blank=True,
        max_num=12,
        verbose_name=_("contacts"),
        help_text=_("Who answers people that have a question about this town."),
    )

    parent_page_types = ["towns.TownIndexPage"]
    #: Rooms above add theirs, in `AppConfig.ready()`.
    subpage_types: list[str] = []

    content_panels = [
        *ContentPage.content_panels[:-1],
        MultiFieldPanel(
            [
                FieldPanel("native_name"),
                FieldPanel("country"),
                FieldRowPanel([FieldPanel("twinned_since"), FieldPanel("website")]),
                FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
                FieldRowPanel([FieldPanel("population"), FieldPanel("population_year")]),
                FieldPanel("accent"),
            ],
            heading=_("The town"),
        ),
        WithInterests.interest_panel,
        ContentPage.content_panels[-1],
        FieldPanel("contacts"),
        InlinePanel("twin_links", heading=_("Its own twin towns"), label=_("Twin town")),
    ]
    search_fields = [
        *ContentPage.search_fields,
        index.SearchField("native_name"),
        index.SearchField("partners"),
        WithInterests.interest_search_field,
        index.SearchField("contacts"),
        index.FilterField("twinned_since"),
    ]
    api_fields = [
        *ContentPage.api_fields,
        APIField("native_name", writable=True),
        APIField("country", writable=True),
        APIField("twinned_since", writable=True),
        APIField("latitude", writable=True),
        APIField("longitude", writable=True),
        APIField("population", writable=True),
        APIField("population_year", writable=True),
        APIField("website", writable=True),
        APIField("accent", writable=True),
        APIField("contacts", writable=True),
        WithInterests.interest_api_field,
        APIField("twin_links"),
    ]
    override_translatable_fields = [
        *ContentPage.override_translatable_fields,
        *PLACE_FIELDS,
        SynchronizedField("native_name", overridable=False),
        SynchronizedField("twinned_since", overridable=False),
        SynchronizedField("population", overridable=False),
        SynchronizedField("population_year", overridable=False),
        SynchronizedField("website"),
        SynchronizedField("accent", overridable=False),
        WithInterests.interest_synchronised,
    ]

    class Meta:
        verbose_name = _("town")
        verbose_name_plural = _("towns")

    @property
    def partners(self) -> str:
        """Its own twin towns and what is known of them, for the search index."""
        return " ".join(f"{link.name}. {link.note}" for link in self.twin_links.all())

    @classmethod
    def get_indexed_objects(cls) -> "models.QuerySet[TownPage]":
        """The towns with all that the search index has of other tables."""
        return super().get_indexed_objects().prefetch_related("interests", "twin_links")

    def search_facets(self) -> dict[str, list[str]]:
        """Itself, and its interests."""
        return {"town": [str(self.translation_key)], "interest": self.own_interest_keys}

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds `twin_links` with their interests, `sections` of the rooms above, and the map's.

        These are `mapped`, the towns on it: this one as it is shown; and `home`.
        """
        context = super().get_context(request, *args, **kwargs)
        context["twin_links"] = queries.links_of(self)
        context["mapped"] = [self]
        context["home"] = queries.home_town()
        context["sections"] = [section(self, request) for section in town_sections]
        return context

    def structured_data(self, request: HttpRequest) -> list[dict[str, Any]]:
        """The town, and the page about it."""
        return structured_data.of_town(self, request)


class TwinLink(WithInterests, Place, TranslatableMixin, Orderable, ClusterableModel):
    """A twin town of a twin town: a possible partner of ours."""

    town = ParentalKey(TownPage, on_delete=models.CASCADE, related_name="twin_links")
    #: Its names in every language, and the translation keys of its interests, where a query has
    #: fetched them along with it.
    names: frozenset[str] = frozenset()
    interest_keys: frozenset[Any] | None = None

    name = models.CharField(_("name"), max_length=120)
    year = models.PositiveSmallIntegerField(
        _("twinned since"),
        null=True,
        blank=True,
        validators=[validate_twinning_year],
        help_text=_("The year, where it is known."),
    )
    note = models.CharField(
        _("note"), max_length=255, blank=True, help_text=_("What the town is known for.")
    )

    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("year")]),
        FieldPanel("country"),
        FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
        WithInterests.interest_panel,
        FieldPanel("note"),
    ]
    api_fields = [
        APIField("name"),
        APIField("country", writable=True),
        APIField("year"),
        APIField("latitude", writable=True),
        APIField("longitude", writable=True),
        WithInterests.interest_api_field,
        APIField("note"),
    ]
    override_translatable_fields = [
        *PLACE_FIELDS,
        SynchronizedField("year", overridable=False),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("twin town of a twin town")
        verbose_name_plural = _("twin towns of twin towns")

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; interests that were copied from another language become this one's first."""
        if self.locale_id:
            relations: Any = self
            relations.interests = list(relations.interests.all())
        super().save(*args, **kwargs)
