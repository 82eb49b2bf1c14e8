"""Querysets of towns and of the links between them."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_
from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import (
    Count,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    prefetch_related_objects,
)
from django.utils import translation
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.query import PageQuerySet

from towns import models  # a module, not its names: models.py imports this one
from twinning import landmarks, references, visibility
from twinning.translation import fallback
from twinning.translation.collation import sort_key
from twinning.translation.localised import everything

if TYPE_CHECKING:
    from twinning.pages import BasePage

P = TypeVar("P", bound="BasePage")
Q2 = TypeVar("Q2", bound="QuerySet[Any]")

TOWN_NAME = ("translation_key", "slug", "title", "locale__language_code")


@dataclass(frozen=True)
class HomeTown:
    """The town whose twin towns ours are: WGS 84 degrees, north and east positive.

    Args:
        page: the list of towns that says so.
        interest_keys: the translation keys of what the town shares.
    """

    name: str
    country: Any
    latitude: float
    longitude: float
    page: "models.TownIndexPage"
    interest_keys: frozenset[Any] = frozenset()

    @property
    def lang(self) -> str:
        """The language of its name where that is not the active one, else nothing."""
        return fallback.other_language(self.page)

    @cached_property
    def interests(self) -> "list[models.Interest]":
        """What the town shares, in the active language; asked for when somebody wants to know."""
        known = everything(models.Interest).items()
        return [interest for key, interest in known if key in self.interest_keys]


def home_town() -> HomeTown | None:
    """The home town that the site's list of towns names, in the best language, once a request.

    None where there is no such list, or where it does not say which town that is and where.
    """
    return references.current().once(("home town", translation.get_language()), _home_town)


def _home_town() -> HomeTown | None:
    lists = landmarks.within(
        visibility.public(models.TownIndexPage.objects), landmarks.current_site()
    )
    told = lists.filter(town_latitude__isnull=False, town_longitude__isnull=False)
    rows = list(
        fallback.best(told.exclude(town_name=""))
        .defer("body", "intro")
        .annotate(interest_key=F("interests__translation_key"))  # a row for each
        .order_by("path")
    )
    if not rows:
        return None
    page = rows[0]
    shared = {row.interest_key for row in rows if row.pk == page.pk}
    return HomeTown(
        name=page.town_name,
        country=page.town_country,
        latitude=float(page.town_latitude),
        longitude=float(page.town_longitude),
        page=page,
        interest_keys=frozenset(shared - {None}),
    )


def towns() -> PageQuerySet:
    """Live, public towns of the site in the active language, the longest twinned first."""
    here = landmarks.within(_town_pages(), landmarks.current_site())
    return here.filter(locale__language_code=translation.get_language())


def shown_towns() -> PageQuerySet:
    """The site's towns as a list shows them: each in the visitor's or the best other language."""
    return fallback.best(landmarks.within(_town_pages(), landmarks.current_site()))


def towns_in_every_language() -> PageQuerySet:
    """Live, public towns of the site with their locale, the longest twinned first."""
    return landmarks.within(_town_pages(), landmarks.current_site()).select_related("locale")


def towns_below(page: Page) -> PageQuerySet:
    """Live, public towns below a page or a translation of it, the longest twinned first.

    Each once, in the visitor's or the best other language.
    """
    versions = [page, *references.current().translations(page).values()]
    below = [Q(path__startswith=found.path, depth=found.depth + 1) for found in versions]
    return fallback.best(_town_pages().filter(reduce(or_, below)))


def links_of(town: "models.TownPage") -> "list[models.TwinLink]":
    """A town's own twin towns with their interests, the longest twinned first.

    A preview's links are those of the draft, which are not in the database.
    """
    links = list(town.twin_links.all())
    prefetch_related_objects([link for link in links if link.pk], "interests")
    return sorted(links, key=lambda link: (link.year or 9999, sort_key(link.name)))


def links() -> "list[models.TwinLink]":
    """All twin towns of the live towns in the active language, with their town and interests."""
    return list(
        models.TwinLink.objects.filter(town__in=towns())
        .select_related("town")
        .prefetch_related("interests")
        .order_by("town__twinned_since", "town__title", "town_id", "sort_order")
    )


def shown_links() -> "QuerySet[models.TwinLink]":
    """The twin towns of all towns that lists show, with their town; nothing of the town's body."""
    return (
        models.TwinLink.objects.filter(town__in=shown_towns().order_by().values("pk"))
        .select_related("town__locale", "locale")
        .defer("town__body", "town__intro")
        .order_by("town__twinned_since", "town__title", "town_id", "sort_order")
    )


def mapped_links() -> "list[models.TwinLink]":
    """The same with `interest_keys` and `names`, as maps and lists of partners show them.

    One query a request.
    """
    return references.current().once(("mapped links", translation.get_language()), _mapped_links)


def _mapped_links() -> "list[models.TwinLink]":
    public = models.TwinLink.objects.filter(
        town__in=towns_in_every_language().order_by().values("pk"),
        translation_key=OuterRef("translation_key"),
    ).order_by()
    name_in = {
        f"name_in_{code}": Subquery(public.filter(locale__language_code=code).values("name")[:1])
        for code in fallback.preference()
    }
    found: dict[int, models.TwinLink] = {}
    interests: dict[int, set[Any]] = {}
    # A row for each interest of a link, which saves a query for them.
    for row in shown_links().annotate(interest_key=F("interests__translation_key"), **name_in):
        link = found.setdefault(row.pk, row)
        link.names = frozenset(vars(row)[name] for name in name_in) - {None}
        interests.setdefault(row.pk, set()).add(vars(row)["interest_key"])
    for pk, link in found.items():
        link.interest_keys = frozenset(interests[pk] - {None})
    return list(found.values())


def town_names() -> list[tuple[Any, str, str, str]]:
    """Translation key, slug, title and language code of the site's towns in every language.

    One query a request.
    """
    return references.current().once(
        "town names", lambda: list(towns_in_every_language().values_list(*TOWN_NAME))
    )


def counts_by_interest(pages: PageQuerySet) -> dict[str, int]:
    """How many of the pages have each interest, by its key."""
    pages = pages.order_by().filter(interests__isnull=False)
    return dict(pages.values_list("interests__key").annotate(Count("pk", distinct=True)))


def with_interest(pages: Q2, key: str) -> Q2:
    """Those of the pages or links that have an interest."""
    having = pages.model._default_manager.order_by().filter(interests__key=key)
    return pages.filter(pk__in=having.values("pk"))


def partners_by_interest() -> list[tuple[Any, Any, str, str]]:
    """As `link_identities`, with the key of an interest: a row for each that a twin town has."""
    found = models.TwinLink.objects.filter(
        town__in=towns_in_every_language().order_by(), interests__isnull=False
    )
    return list(found.values_list("translation_key", "country", "name", "interests__key"))


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
