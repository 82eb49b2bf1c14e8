"""Where a town lies."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField
from wagtail_localize.fields import SynchronizedField


def latitude_field(**options: Any) -> models.DecimalField:
    """Degrees north; `options` as of any model field."""
    return _degrees(
        _("latitude"), 90, _("Degrees north of the equator, between −90 and 90."), options
    )


def longitude_field(**options: Any) -> models.DecimalField:
    """Degrees east; `options` as of any model field."""
    return _degrees(
        _("longitude"), 180, _("Degrees east of Greenwich, between −180 and 180."), options
    )


def _degrees(name: Any, most: int, help_text: Any, options: dict[str, Any]) -> models.DecimalField:
    validators = [MinValueValidator(-most), MaxValueValidator(most)]
    return models.DecimalField(
        name, max_digits=8, decimal_places=5, validators=validators, help_text=help_text, **options
    )


class Place(models.Model):
    """Where a town lies: WGS 84 degrees, north and east positive."""

    country = CountryField(_("country"))
    latitude = latitude_field()
    longitude = longitude_field()

    class Meta:
        abstract = True


PLACE_FIELDS = [
    SynchronizedField("country", overridable=False),
    SynchronizedField("latitude", overridable=False),
    SynchronizedField("longitude", overridable=False),
]
