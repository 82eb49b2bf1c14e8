"""The twin towns of our twin towns, to look through."""

from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from towns.exploring import explore
from twinning.pages import ContentPage


class PartnersPage(ContentPage):
    """The twin towns of our twin towns: possible partners of ours, by town, country, interest."""

    query_parameters: ClassVar[frozenset[str]] = frozenset(
        {"town", "country", "interest", "within", "order"}
    )
    subpage_types: list[str] = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("page of partners’ partners")
        verbose_name_plural = _("pages of partners’ partners")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds `filters`, a form, the `candidates` that fit, `home_town`, and the map's."""
        context = super().get_context(request, *args, **kwargs)
        found = explore(request.GET)
        towns = {link.town_id: link.town for link in found.links}
        context |= {
            "filters": found.filters,
            "candidates": found.candidates,
            "home_town": found.home,
            "map_links": found.links,
            "map_towns": sorted(towns.values(), key=lambda town: (town.twinned_since, town.title)),
        }
        return context
