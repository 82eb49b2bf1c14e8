"""Querysets of towns and of the links between them."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import QuerySet, prefetch_related_objects
from django.utils import translation
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.query import PageQuerySet

from towns import models  # a module, not its names: models.py imports this one
from towns.map import queries as map_queries
from twinning import landmarks, references, visibility
from twinning.translation.localised import localised

if TYPE_CHECKING:
    from twinning.pages import BasePage

P = TypeVar("P", bound="BasePage")


@dataclass(frozen=True)
class HomeTown:
    """The town whose twin towns ours are: WGS 84 degrees, north and east positive.

    Args:
        page: the list of towns that says so.
    """

    name: str
    country: Any
    latitude: float
    longitude: float
    page: "models.TownIndexPage"

    @cached_property
    def interests(self) -> "list[models.Interest]":
        """What the town shares, in the active language; asked for when somebody wants to know."""
        return localised(self.page.interests.all(), self.page.locale_id)


def home_town() -> HomeTown | None:
    """The home town that the site's list of towns names in the active language, once a request.

    None where there is no such list, or where it does not say which town that is and where.
    """
    return references.current().once(("home town", translation.get_language()), _home_town)


def home_lists() -> PageQuerySet:
    """The lists of towns in the active language that name a home town; the first one counts."""
    lists = landmarks.within(
        visibility.public(models.TownIndexPage.objects), landmarks.current_site()
    )
    return (
        lists.filter(locale__language_code=translation.get_language())
        .exclude(town_name="")
        .filter(town_latitude__isnull=False, town_longitude__isnull=False)
        .order_by("path")
    )


def _home_town() -> HomeTown | None:
    page = home_lists().first()
    if page is None:
        return None
    return HomeTown(
        name=page.town_name,
        country=page.town_country,
        latitude=float(page.town_latitude),
        longitude=float(page.town_longitude),
        page=page,
    )


def towns() -> PageQuerySet:
    """Live, public towns of the site in the active language, the longest twinned first."""
    here = landmarks.within(_town_pages(), landmarks.current_site())
    return here.filter(locale__language_code=translation.get_language())


def towns_in_every_language() -> PageQuerySet:
    """Live, public towns of the site with their locale, the longest twinned first."""
    return landmarks.within(_town_pages(), landmarks.current_site()).select_related("locale")


def towns_below(page: Page) -> PageQuerySet:
    """Live, public towns that are children of a page, the longest twinned first."""
    return _town_pages().child_of(page)


def links_of(town: "models.TownPage") -> "list[models.TwinLink]":
    """A town's own twin towns with their interests, the longest twinned first.

    A preview's links are those of the draft, which are not in the database.
    """
    stored = town.twin_links.all()
    links = list(map_queries.with_home(stored) if isinstance(stored, QuerySet) else stored)
    prefetch_related_objects([link for link in links if link.pk], "interests")
    return sorted(links, key=lambda link: (link.year or 9999, link.name))


def links() -> "list[models.TwinLink]":
    """All twin towns of the live towns in the active language, with their town and interests."""
    return list(
        models.TwinLink.objects.filter(town__in=towns())
        .select_related("town")
        .prefetch_related("interests")
        .order_by("town__twinned_since", "town__title", "town_id", "sort_order")
    )


def link_identities() -> list[tuple[Any, Any, str]]:
    """Translation key, country and name of every twin town of a live town, in every language."""
    found = models.TwinLink.objects.filter(town__in=towns_in_every_language().order_by())
    return list(found.values_list("translation_key", "country", "name"))


def want_pictures(pages: Iterable[P]) -> list[P]:
    """Pages as a list, their pictures wanted from the request's references."""
    found = list(pages)
    references.current().want(get_image_model(), [page.picture_id for page in found])
    return found


def _town_pages() -> PageQuerySet:
    return visibility.public(models.TownPage.objects).order_by("twinned_since", "title")
