"""The list of our twin towns, which also says whose twin towns they are."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail_localize.fields import SynchronizedField

from towns import queries
from towns.models import place
from towns.models.interest import WithInterests
from twinning.pages import ContentPage


class TownIndexPage(WithInterests, ContentPage):
    """All twin towns, and the town whose twins they are: the home town."""

    town_name = models.CharField(
        _("name"),
        max_length=120,
        blank=True,
        help_text=_("Of the town whose twin towns these are, in this page’s language."),
    )
    town_country = CountryField(_("country"), blank=True)
    town_latitude = place.latitude_field(null=True, blank=True)
    town_longitude = place.longitude_field(null=True, blank=True)

    schema_kind = "CollectionPage"
    subpage_types = ["towns.TownPage"]

    content_panels = [
        *ContentPage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("town_name"), FieldPanel("town_country")]),
                FieldRowPanel([FieldPanel("town_latitude"), FieldPanel("town_longitude")]),
                WithInterests.interest_panel,
            ],
            heading=_("The town whose twins these are"),
        ),
    ]
    search_fields = [*ContentPage.search_fields, WithInterests.interest_search_field]
    api_fields = [
        *ContentPage.api_fields,
        APIField("town_name", writable=True),
        APIField("town_country", writable=True),
        APIField("town_latitude", writable=True),
        APIField("town_longitude", writable=True),
        WithInterests.interest_api_field,
    ]
    override_translatable_fields = [
        *ContentPage.override_translatable_fields,
        SynchronizedField("town_country", overridable=False),
        SynchronizedField("town_latitude", overridable=False),
        SynchronizedField("town_longitude", overridable=False),
        WithInterests.interest_synchronised,
    ]

    class Meta:
        verbose_name = _("list of towns")

    def clean(self) -> None:
        """Refuse half a place.

        Raises:
            ValidationError: on whichever of the two coordinates is missing.
        """
        super().clean()
        for missing, given in (
            ("town_latitude", self.town_longitude),
            ("town_longitude", self.town_latitude),
        ):
            if getattr(self, missing) is None and given is not None:
                raise ValidationError({missing: _("Give both coordinates or neither.")})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds `home`, `links` and `towns`: the live ones below, the longest twinned first."""
        context = super().get_context(request, *args, **kwargs)
        context["towns"] = queries.want_pictures(queries.towns_below(self))
        context["home"] = queries.home_town()
        context["links"] = queries.mapped_links()
        return context
