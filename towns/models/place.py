"""Where a town lies."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField
from wagtail_localize.fields import SynchronizedField

LATITUDE_VALIDATORS = [MinValueValidator(-90), MaxValueValidator(90)]
LATITUDE_HELP = _("Degrees north of the equator, between −90 and 90.")
LONGITUDE_VALIDATORS = [MinValueValidator(-180), MaxValueValidator(180)]
LONGITUDE_HELP = _("Degrees east of Greenwich, between −180 and 180.")


class Place(models.Model):
    """Where a town lies: WGS 84 degrees, north and east positive."""

    country = CountryField(_("country"))
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=8,
        decimal_places=5,
        validators=LATITUDE_VALIDATORS,
        help_text=LATITUDE_HELP,
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=8,
        decimal_places=5,
        validators=LONGITUDE_VALIDATORS,
        help_text=LONGITUDE_HELP,
    )

    class Meta:
        abstract = True


PLACE_FIELDS = [
    SynchronizedField("country", overridable=False),
    SynchronizedField("latitude", overridable=False),
    SynchronizedField("longitude", overridable=False),
]
