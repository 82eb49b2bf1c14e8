"""What a year may be in the history of twinning."""

from datetime import UTC, datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

#: The oldest partnerships of towns that are still kept are of the ninth century; ours are not.
EARLIEST_YEAR = 1900


def validate_twinning_year(year: int) -> None:
    """Refuse a year before 1900 or after the present one.

    Raises:
        ValidationError: says what the year may be, its digits never grouped.
    """
    latest = datetime.now(UTC).year
    if not EARLIEST_YEAR <= year <= latest:
        raise ValidationError(
            _("Give a year between %(earliest)s and %(latest)s."),
            code="year",
            params={"earliest": str(EARLIEST_YEAR), "latest": str(latest)},
        )
