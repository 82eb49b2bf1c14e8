"""Whatever your interest: what there is for it."""

from typing import Any, ClassVar
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from towns import partners, queries
from towns.exploring import every_candidate
from towns.models.interest import Interest
from towns.registry import interest_sections
from twinning import references
from twinning.pages import ContentPage
from twinning.seo import publisher, words
from twinning.translation.localised import everything


class InterestsPage(ContentPage):
    """All interests; with `?interest=` a key, what there is for that one."""

    query_parameters: ClassVar[frozenset[str]] = frozenset({"interest"})
    #: Parameters that make another page of it, with an address of its own.
    canonical_parameters: ClassVar[frozenset[str]] = frozenset({"interest"})
    subpage_types: list[str] = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = gettext_lazy("page of interests")
        verbose_name_plural = gettext_lazy("pages of interests")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds `interest` with what there is for it, or all `interests`.

        With an interest, that is its `towns`, `candidates`, `home_town` and `sections`.
        `is_unknown` says that an interest was asked for that there is not.
        """
        context = super().get_context(request, *args, **kwargs)
        known, key = _by_key(), request.GET.get("interest", "")
        interest = known.get(key)
        context["is_unknown"] = bool(key) and interest is None
        context["interest"] = interest
        if interest is None:
            context["interests"] = _counted(known)
        else:
            context |= _of_one(interest, request)
        return context

    def aspect(self, request: HttpRequest) -> words.Aspect | None:
        """The interest that is asked for: its page says of itself what it is about."""
        interest = _by_key().get(request.GET.get("interest", ""))
        if interest is None:
            return None
        given = {"interest": interest.name}
        title = _("%(interest)s: towns, stories and partners") % given
        description = _(
            "%(interest)s: who shares this interest in our twin towns, and which of their own "
            "twin towns could become partners."
        )
        fits = words.fits(title, publisher.current(request).name)
        return words.Aspect(interest.name, title if fits else interest.name, description % given)

    def knows(self, name: str, value: str) -> bool:
        """Whether there is such an interest."""
        return name != "interest" or value in _by_key()

    @classmethod
    def sitemap_queries(cls) -> list[str]:
        """Of every interest that there is anything for."""
        references.current().noted.all_of(Interest)
        having = set(queries.counts_by_interest(queries.shown_towns()))
        having |= {row[3] for row in queries.partners_by_interest()}
        having |= {key for section in interest_sections for key in section.counts()}
        return [urlencode({"interest": key}) for key in _by_key() if key in having]


def _by_key() -> dict[str, Interest]:
    return {interest.key: interest for interest in everything(Interest).values()}


def _of_one(interest: Interest, request: HttpRequest) -> dict[str, Any]:
    home = queries.home_town()
    every = every_candidate(home)
    towns = queries.with_interest(queries.shown_towns(), interest.key)
    return {
        "towns": queries.want_pictures(towns),
        "candidates": [candidate for candidate in every if interest in candidate.interests],
        "home_town": home,
        "sections": [section.show(interest, request) for section in interest_sections],
    }


def _counted(known: dict[str, Interest]) -> list[dict[str, Any]]:
    """Each interest with how many towns and partners have it, and what other rooms have of it."""
    rows = queries.partners_by_interest()
    keys = partners.keys(row[:3] for row in rows)
    having: dict[str, set[str]] = {}
    for translation_key, _country, _name, key in rows:
        having.setdefault(key, set()).add(keys[translation_key])
    towns = queries.counts_by_interest(queries.shown_towns())
    others = [(section, section.counts()) for section in interest_sections]
    return [
        {
            "interest": interest,
            "towns": towns.get(key, 0),
            "partners": len(having.get(key, ())),
            "others": [section.words(counts[key]) for section, counts in others if key in counts],
        }
        for key, interest in known.items()
    ]
