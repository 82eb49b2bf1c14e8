"""Whatever your interest: what there is for it."""

from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from towns import partners, queries
from towns.models.interest import Interest
from towns.registry import interest_sections
from twinning.pages import ContentPage
from twinning.translation.localised import everything


class InterestsPage(ContentPage):
    """All interests; with `?interest=` a key, what there is for that one."""

    query_parameters: ClassVar[frozenset[str]] = frozenset({"interest"})
    #: Parameters that make another page of it, with an address of its own.
    canonical_parameters: ClassVar[frozenset[str]] = frozenset({"interest"})
    parent_page_types = ["wagtailcore.Page", "home.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("page of interests")
        verbose_name_plural = _("pages of interests")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds `interest` with its `towns`, `candidates` and `sections`, or `interests`, or both.

        `is_unknown` says that an interest was asked for that there is not.
        """
        context = super().get_context(request, *args, **kwargs)
        known = {interest.key: interest for interest in everything(Interest).values()}
        key = request.GET.get("interest", "")
        interest = known.get(key)
        context["is_unknown"] = bool(key) and interest is None
        context["interest"] = interest
        if interest is None:
            context["interests"] = _counted(known)
        else:
            context |= _of_one(interest, request)
        return context


def _of_one(interest: Interest, request: HttpRequest) -> dict[str, Any]:
    links = list(queries.with_interest(queries.shown_links(), interest.key))
    keys = partners.keys((link.translation_key, link.country, link.name) for link in links)
    towns = queries.with_interest(queries.shown_towns(), interest.key)
    return {
        "towns": queries.want_pictures(towns),
        "candidates": partners.candidates(links, keys),
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
