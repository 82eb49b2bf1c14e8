"""What the search is told of towns: facets of results, and what places are called."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _
from modelsearch.backends import get_search_backends
from wagtail.models import get_page_models

from towns import queries
from towns.choices import TownChoices
from towns.models import Interest, TwinLink, WithInterests
from twinning.searching import Facet, Names, Option
from twinning.translation.localised import everything


def facets() -> list[Facet]:
    """By which town a page is about, and by its interests."""
    return [
        Facet("town", _("Town"), _town_options),
        Facet("interest", _("Interest"), _interest_options),
    ]


def names() -> Iterable[Names]:
    """What our towns and their own twin towns are called in each language."""
    rows = [(key, code, title) for key, _slug, title, code in queries.town_names()]
    links = TwinLink.objects.filter(town__in=queries.towns_in_every_language().order_by())
    columns = "translation_key", "locale__language_code", "name"
    found: defaultdict[Any, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for key, code, name in [*rows, *links.values_list(*columns)]:
        found[key][code].append(name)
    return [dict(named) for named in found.values()]


def reindex(sender: type[Interest], instance: Interest, created: bool, **kwargs: Any) -> None:
    """Have pages found by the new name of an interest that they have, and no longer by the old.

    A page may have it by another of its languages (ADR 12).
    """
    if created or kwargs.get("raw"):
        return
    for model in get_page_models():
        if issubclass(model, WithInterests):
            found = model.get_indexed_objects().filter(
                interests__translation_key=instance.translation_key
            )
            for backend in get_search_backends(with_auto_update=True):
                backend.add_bulk(model, list(found.distinct()))


def _town_options() -> Iterable[Option]:
    rows = queries.town_names()
    for town in TownChoices(rows).towns:
        slugs = frozenset(slug for key, slug, _title, _code in rows if key == town.key)
        others = slugs | {str(town.key)}
        yield Option(str(town.key), town.slug, town.title, others)


def _interest_options() -> Iterable[Option]:
    for interest in everything(Interest).values():
        yield Option(interest.key, interest.key, interest.name)
