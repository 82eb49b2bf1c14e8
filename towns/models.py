"""The twin towns, what connects people with them, and their own twin towns in turn."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.models import Orderable, TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from towns import queries
from towns.registry import town_sections
from towns.validators import validate_twinning_year
from twinning.pages import ContentPage
from twinning.translation.fields import TranslatableManyToManyField


class Interest(index.Indexed, TranslatableMixin, models.Model):
    """Something that people in several towns care about: a snippet, one for each language.

    `key` is the same in every language, for links, filters and the API; `name` is what people read.
    """

    key = models.SlugField(
        _("key"), max_length=50, help_text=_("Stays the same in every language and for ever.")
    )
    name = models.CharField(_("name"), max_length=80)

    panels = [FieldPanel("name"), FieldPanel("key")]
    search_fields = [
        index.AutocompleteField("name"),
        index.SearchField("name"),
        index.FilterField("locale_id"),
    ]
    override_translatable_fields = [SynchronizedField("key", overridable=False)]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("interest")
        verbose_name_plural = _("interests")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["key", "locale"], name="one_interest_a_key_and_locale")
        ]

    def __str__(self) -> str:
        return self.name


class WithInterests(models.Model):
    """Something that has interests: a town, a story, a partner."""

    interests = TranslatableManyToManyField(
        Interest, verbose_name=_("interests"), blank=True, related_name="+"
    )

    interest_panel = FieldPanel("interests", widget=forms.CheckboxSelectMultiple)
    interest_search_field = index.SearchField("interest_names")
    interest_api_field = APIField("interests")
    interest_synchronised = SynchronizedField("interests", overridable=False)

    class Meta:
        abstract = True

    @property
    def interest_names(self) -> str:
        """The names of the interests, for the search index."""
        return ", ".join(interest.name for interest in self.interests.all())


class Place(models.Model):
    """Where a town lies: WGS 84 degrees, north and east positive."""

    country = CountryField(_("country"))
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=8,
        decimal_places=5,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text=_("Degrees north of the equator, between −90 and 90."),
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=8,
        decimal_places=5,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
        help_text=_("Degrees east of Greenwich, between −180 and 180."),
    )

    class Meta:
        abstract = True


PLACE_FIELDS = [
    SynchronizedField("country", overridable=False),
    SynchronizedField("latitude", overridable=False),
    SynchronizedField("longitude", overridable=False),
]


class TownIndexPage(ContentPage):
    """All twin towns."""

    parent_page_types = ["wagtailcore.Page", "home.HomePage"]
    subpage_types = ["towns.TownPage"]

    class Meta:
        verbose_name = _("list of towns")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds `towns`: the live towns below this page, the longest twinned first."""
        context = super().get_context(request, *args, **kwargs)
        context["towns"] = queries.want_pictures(queries.towns_below(self))
        return context


class TownPage(WithInterests, Place, ContentPage):
    """A twin town: what it is, what connects it with us, and its own twin towns."""

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

    parent_page_types = ["towns.TownIndexPage"]
    subpage_types = ["stories.StoryPage"]

    content_panels = [
        *ContentPage.content_panels[:-1],
        MultiFieldPanel(
            [
                FieldPanel("native_name"),
                FieldPanel("country"),
                FieldRowPanel([FieldPanel("twinned_since"), FieldPanel("website")]),
                FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
                FieldRowPanel([FieldPanel("population"), FieldPanel("population_year")]),
            ],
            heading=_("The town"),
        ),
        WithInterests.interest_panel,
        ContentPage.content_panels[-1],
        InlinePanel("twin_links", heading=_("Its own twin towns"), label=_("Twin town")),
    ]
    search_fields = [
        *ContentPage.search_fields,
        index.SearchField("native_name"),
        WithInterests.interest_search_field,
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
        WithInterests.interest_synchronised,
    ]

    class Meta:
        verbose_name = _("town")
        verbose_name_plural = _("towns")

    @property
    def website_host(self) -> str:
        """The website's host name, as people say it."""
        return (urlsplit(self.website).hostname or "").removeprefix("www.")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds `twin_links` with their interests, and `sections` of the rooms above."""
        context = super().get_context(request, *args, **kwargs)
        context["twin_links"] = queries.links_of(self)
        context["sections"] = [section(self, request) for section in town_sections]
        return context


class TwinLink(WithInterests, Place, TranslatableMixin, Orderable, ClusterableModel):
    """A twin town of a twin town: a possible partner of ours."""

    town = ParentalKey(TownPage, on_delete=models.CASCADE, related_name="twin_links")
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
