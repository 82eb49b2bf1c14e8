"""The filters of the list of stories."""

from collections.abc import Iterable, Mapping
from typing import Any

from towns.choices import TownChoices
from towns.forms import FilterForm, interest_field, town_field
from towns.models import Interest


class StoriesForm(FilterForm):
    """Filters of stories: by town and by interest."""

    def __init__(
        self, given: Mapping[str, Any], towns: TownChoices, interests: Iterable[Interest]
    ) -> None:
        fields = {"town": town_field(towns), "interest": interest_field(interests)}
        super().__init__(given, fields, towns)
