"""The twin towns of our twin towns as partners: each once, with the reasons that speak for it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import translation
from django.utils.text import slugify

from towns import distance, models, queries  # modules: models uses this one
from twinning.translation.collation import fold, sort_key
from twinning.translation.fallback import preference
from twinning.translation.localised import everything

#: Identifiers that the pages which list partners have already.
_TAKEN = frozenset({"content", "results", "results-status"})


@dataclass
class Candidate:
    """A twin town of one of our twin towns, or of several.

    Args:
        links: that it is a twin town, and whose; the best language first.
        anchor: its place on a page, and its name in an enquiry: ASCII, once on the page.
        interests: what people there care about, in the active language.
        shared: those of them that the home town shares.
        distance_km: from the home town, to 10 km; None where that is not known.
    """

    links: "Sequence[models.TwinLink]"
    anchor: str = ""
    interests: "list[models.Interest]" = field(default_factory=list)
    shared: "list[models.Interest]" = field(default_factory=list)
    distance_km: int | None = None

    @property
    def name(self) -> str:
        """Its name, in the best language that there is."""
        return self.links[0].name

    @property
    def others(self) -> "list[models.Interest]":
        """What people there care about and the home town does not share."""
        return [interest for interest in self.interests if interest not in self.shared]

    @property
    def country(self) -> Any:
        """Its country, whose name is in the active language."""
        return self.links[0].country

    @property
    def lang(self) -> str:
        """The language of its name where that is not the active one, else nothing."""
        code = str(self.links[0].locale.language_code)
        return "" if code == translation.get_language() else code

    @property
    def since(self) -> int:
        """The year of its oldest link, after all years where none is known."""
        return min(link.year or 9999 for link in self.links)

    @property
    def notes(self) -> "list[models.TwinLink]":
        """Links that say what it is known for, each saying something else."""
        once: dict[str, models.TwinLink] = {}
        for link in self.links:
            once.setdefault(link.note, link)
        return [link for note, link in once.items() if note]


def identity(country: Any, name: str) -> tuple[str, str]:
    """What two names of one partner have in common."""
    return str(country), fold(name)


def keys(identities: Iterable[tuple[Any, Any, str]] | None = None) -> dict[Any, str]:
    """The key of the partner that each link leads to, by the link's translation key.

    Links lead to one partner where they have the same country and, in any language, the same name.
    The key is the least translation key of them all, so that it is the same in every language.

    Args:
        identities: as `queries.link_identities` gives them, which is asked where there are none.
    """
    leader: dict[Any, Any] = {}

    def find(key: Any) -> Any:
        while leader[key] != key:
            key = leader[key]
        return key

    by_name: dict[tuple[str, str], Any] = {}
    for key, country, name in queries.link_identities() if identities is None else identities:
        leader.setdefault(key, key)
        other = by_name.setdefault(identity(country, name), key)
        first, second = sorted((find(key), find(other)), key=str)
        leader[second] = first
    return {key: str(find(key)) for key in leader}


def identities(links: "Iterable[models.TwinLink]") -> Iterator[tuple[Any, Any, str]]:
    """Of links that have come with their names, what `keys` compares."""
    for link in links:
        for name in {link.name, *link.names}:
            yield link.translation_key, link.country, name


def candidates(links: "Iterable[models.TwinLink]", partners: dict[Any, str]) -> list[Candidate]:
    """The partners that links lead to, in the order of their names, each with its anchor.

    Args:
        links: with their town and locale.
        partners: as `keys` gives them.
    """
    rank = {code: place for place, code in enumerate(preference())}
    merged: dict[str, list[models.TwinLink]] = {}
    for link in sorted(links, key=lambda link: rank.get(link.locale.language_code, len(rank))):
        merged.setdefault(partners.get(link.translation_key, str(link.translation_key)), []).append(
            link
        )
    found = {key: Candidate(links) for key, links in merged.items()}
    taken = set(_TAKEN)
    for _key, candidate in sorted(found.items(), key=lambda pair: (fold(pair[1].name), pair[0])):
        candidate.anchor = _free(slugify(fold(candidate.name)) or "partner", taken)
    return sorted(found.values(), key=_by_name)


def explain(found: Iterable[Candidate], home: queries.HomeTown | None) -> None:
    """Add interests, what is shared, and the distance, to links as `queries.mapped_links` gives."""
    known = everything(models.Interest)
    for candidate in found:
        own = {key for link in candidate.links for key in link.interest_keys or ()}
        candidate.interests = [interest for key, interest in known.items() if key in own]
        if home is not None:
            shared = home.interest_keys
            candidate.shared = [i for i in candidate.interests if i.translation_key in shared]
            candidate.distance_km = _distance(candidate.links[0], home)


def _distance(link: "models.TwinLink", home: queries.HomeTown) -> int:
    there = float(link.latitude), float(link.longitude)
    return distance.rounded(distance.kilometres(home.latitude, home.longitude, *there))


def _free(slug: str, taken: set[str]) -> str:
    number, free = 1, slug
    while free in taken:
        number += 1
        free = f"{slug}-{number}"
    taken.add(free)
    return free


def _by_name(candidate: Candidate) -> Any:
    return sort_key(candidate.name), sort_key(candidate.country.name), candidate.anchor


def ordered(found: Iterable[Candidate], order: str) -> list[Candidate]:
    """Candidates by `name`, `distance` or `longest` twinned; by name where that is the same."""
    by_name = sorted(found, key=_by_name)
    if order == "distance":
        return sorted(by_name, key=lambda candidate: candidate.distance_km or 0)
    if order == "longest":
        return sorted(by_name, key=lambda candidate: candidate.since)
    return by_name
