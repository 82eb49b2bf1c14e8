"""What the page of partners shows for a query string."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from towns import partners, queries
from towns.choices import TownChoices
from towns.forms import PartnersForm
from twinning.translation.collation import sort_key

if TYPE_CHECKING:
    from towns.models import TwinLink


@dataclass(frozen=True)
class Found:
    """The partners that fit, the filters that they fit, and the home town if it is known."""

    filters: PartnersForm
    candidates: "list[partners.Candidate]"
    home: queries.HomeTown | None

    @property
    def links(self) -> "list[TwinLink]":
        """Those that a map draws: of every partner, but to the chosen town alone if one is."""
        town = self.filters.chosen_town
        every = [link for candidate in self.candidates for link in candidate.links]
        return [link for link in every if not town or link.town.translation_key == town.key]


def explore(given: Mapping[str, Any]) -> Found:
    """The partners that fit a query string, in a constant number of queries."""
    towns = TownChoices(queries.town_names())
    home = queries.home_town()
    every = every_candidate(home)
    filters = PartnersForm(given, towns, _countries(every), _interests(every), home is not None)
    fitting = [candidate for candidate in every if fits(candidate, filters)]
    return Found(filters, partners.ordered(fitting, filters.chosen("order")), home)


def every_candidate(home: queries.HomeTown | None) -> "list[partners.Candidate]":
    """All partners by name, with what speaks for each."""
    links = queries.mapped_links()
    every = partners.candidates(links, partners.keys(partners.identities(links)))
    partners.explain(every, home)
    return every


def fits(candidate: "partners.Candidate", filters: PartnersForm) -> bool:
    """Whether a candidate fits everything that was chosen."""
    country, interest, within = (filters.chosen(n) for n in ("country", "interest", "within"))
    town = filters.chosen_town
    return (
        (not town or any(link.town.translation_key == town.key for link in candidate.links))
        and (not country or candidate.country.code == country)
        and (not interest or any(item.key == interest for item in candidate.interests))
        and (not within or (candidate.distance_km or 0) <= int(within))
    )


def _countries(found: "Iterable[partners.Candidate]") -> list[tuple[str, str]]:
    names = {candidate.country.code: str(candidate.country.name) for candidate in found}
    return sorted(names.items(), key=lambda pair: sort_key(pair[1]))


def _interests(found: "Iterable[partners.Candidate]") -> list[Any]:
    once = {interest.pk: interest for candidate in found for interest in candidate.interests}
    return sorted(once.values(), key=lambda interest: sort_key(interest.name))
