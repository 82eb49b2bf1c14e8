"""Filters of lists: forms that never refuse, but say what they have left out."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django import forms
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from towns.choices import TownChoices

if TYPE_CHECKING:
    from towns.models import Interest

#: Kilometres from the home town.
DISTANCES = (500, 1000, 2000, 5000)


class Choice(forms.ChoiceField):
    """One of some choices, or none; what it was given is never shown again.

    Args:
        anything: what it says where nothing is chosen; None where there is always a choice.
    """

    default_error_messages = {
        "invalid_choice": gettext_lazy("There is no such choice, so it was left out.")
    }

    def __init__(
        self, label: str, choices: Iterable[tuple[str, str]], anything: str | None
    ) -> None:
        first = [] if anything is None else [("", anything)]
        super().__init__(label=label, choices=[*first, *choices], required=False)


class FilterForm(forms.Form):
    """The filters of a list, bound to a query string.

    What is unknown counts as not given, with an error at its field. A town may be given by its slug
    in any language.
    """

    def __init__(self, given: Mapping[str, Any], fields: dict[str, Choice], towns: TownChoices):
        data = {name: str(given.get(name, "")) for name in fields}
        town = towns.find(data.get("town", ""))
        if town is not None:
            data["town"] = town.slug
        super().__init__(data)
        self.fields.update(fields)
        self.full_clean()
        self.chosen_town = towns.find(self.chosen("town"))

    def chosen(self, name: str) -> str:
        """What was chosen, nothing where nothing or something unknown was."""
        return str(self.cleaned_data.get(name) or "")

    @property
    def query(self) -> str:
        """What was chosen as a query string, for links that keep it."""
        return urlencode([(name, self.chosen(name)) for name in self.fields if self.chosen(name)])


class PartnersForm(FilterForm):
    """Filters of the twin towns of our twin towns.

    Args:
        given: the query string.
        towns: our towns.
        countries: pairs of code and name, in their order.
        interests: those that any partner has, in their order.
        is_measured: whether distances are known.
    """

    def __init__(
        self,
        given: Mapping[str, Any],
        towns: TownChoices,
        countries: Iterable[tuple[str, str]],
        interests: "Iterable[Interest]",
        is_measured: bool,
    ) -> None:
        fields = {
            "town": town_field(towns),
            "country": Choice(_("Country"), countries, _("Any country")),
            "interest": interest_field(interests),
        }
        orders = [("name", _("Name")), ("longest", _("Longest twinned"))]
        if is_measured:
            within = [(str(km), _distance(km)) for km in DISTANCES]
            fields["within"] = Choice(_("Distance"), within, _("Any distance"))
            orders.insert(1, ("distance", _("Distance")))
        fields["order"] = Choice(_("Order by"), orders, None)
        super().__init__(given, fields, towns)


def town_field(towns: TownChoices) -> Choice:
    """A choice of one of our towns."""
    return Choice(_("Our twin town"), towns.options, _("Any town"))


def interest_field(interests: "Iterable[Interest]") -> Choice:
    """A choice of an interest."""
    options = [(interest.key, interest.name) for interest in interests]
    return Choice(_("Interest"), options, _("Any interest"))


def _distance(km: int) -> str:
    return _("Up to %(number)s km") % {"number": number_format(km, force_grouping=True)}
