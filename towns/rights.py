"""The teams of towns: made for each, with a group and collections, and kept as they are edited."""

from uuid import UUID

from babel.languages import get_official_languages
from django.conf import settings
from django.db import transaction
from django.db.models import Case, OuterRef, Subquery, UUIDField, Value, When
from django.db.models.functions import Cast, NullIf, Replace
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.models import Collection, Page

from towns import teams
from towns.models import TownPage, TownTeam
from twinning.media import private
from twinning.translation.fallback import best_first, preference
from twinning.translation.rights import Team

#: A collection's name is as long as Wagtail lets it be.
_LONGEST = Collection._meta.get_field("name").max_length or 255


def provide() -> list[Team]:
    """Every team, the partnership's among them; in one query."""
    # As the towns' pages have it: each database has UUIDs of its own.
    key = Cast(NullIf(Replace("town_key", Value("-")), Value("")), UUIDField())
    order = [
        When(locale__language_code=code, then=Value(rank)) for rank, code in enumerate(preference())
    ]
    pages = TownPage.objects.filter(translation_key=OuterRef("key"))
    best = pages.order_by(Case(*order, default=Value(len(order))), "pk").values("title")[:1]
    found = TownTeam.objects.annotate(key=key, title=Subquery(best)).order_by("pk")
    return [as_team(team, {team.key: team.title or ""} if team.key else {}) for team in found]


def as_team(team: TownTeam, titles: dict[UUID, str]) -> Team:
    """A town's team as the kernel knows it."""
    key = UUID(team.town_key) if team.town_key else None
    return Team(
        key=key,
        group_id=team.group_id,
        language=team.language,
        title=_("The partnership: every town") if key is None else titles.get(key, ""),
        collection_id=team.collection_id,
        sent_collection_id=team.sent_collection_id,
    )


def language_of(country: str) -> str:
    """The first official language of a country that the site has; empty where it has none.

    Args:
        country: an ISO 3166-1 alpha-2 code.
    """
    known = dict(settings.LANGUAGES)
    official = get_official_languages(country, de_facto=True)
    return next((code for code in official if code in known), "")


@transaction.atomic
def complete() -> None:
    """Make the partnership's team and each town's, with collections, where they are missing."""
    known = {team.town_key: team for team in TownTeam.objects.all()}
    partnership = known.get(teams.PARTNERSHIP) or _make_partnership()
    if partnership is not None:
        _give_collections(partnership, _shared())
    for town in _towns():
        team = known.get(str(town.translation_key))
        if team is None:
            make(town)
        else:
            _give_collections(team, town.title)


def make_for(page: Page) -> None:
    """Make the team of a new town's page."""
    make(page.specific)


@transaction.atomic
def make(town: TownPage) -> TownTeam:
    """Make a town's team, with a group and collections; whoever calls gives it rights."""
    from twinning.translation.rights import roles

    with translation.override(settings.LANGUAGE_CODE):
        name = _("Town team: %(town)s") % {"town": town.title}
    team = TownTeam(
        town_key=str(town.translation_key),
        group=roles.new_group(name),
        language=language_of(str(town.country)),
    )
    TownTeam.objects.bulk_create([team])  # without `team_changes`, which gives rights one by one
    _give_collections(team, town.title)
    return team


def shared_collection() -> Collection:
    """Where pictures lie that every team may use; the root, as long as there is no such place."""
    team = TownTeam.objects.filter(town_key=teams.PARTNERSHIP).first()
    return (team and team.collection) or Collection.get_first_root_node()


def sent_collection(town_key: UUID | None) -> Collection | None:
    """Where pictures wait that visitors have sent to a town; None where it has no such place."""
    if town_key is None:
        return None
    found = TownTeam.objects.filter(town_key=str(town_key)).select_related("sent_collection")
    team = found.first()
    return team.sent_collection if team else None


def _make_partnership() -> TownTeam | None:
    from twinning.translation.models import Role

    role = Role.objects.filter(kind=Role.Kind.EDITORS).first()
    if role is None:
        return None
    team = TownTeam(town_key=teams.PARTNERSHIP, group_id=role.group_id)
    TownTeam.objects.bulk_create([team])
    return team


def _shared() -> str:
    """What the partnership's collection is called at first, in the site's own language."""
    with translation.override(settings.LANGUAGE_CODE):
        return pgettext("collection", "Shared")


def _give_collections(team: TownTeam, name: str) -> None:
    """Give a team the collections that it lacks; a town's also one for what visitors send."""
    made: dict[str, Collection] = {}
    if team.collection_id is None:
        made["collection"] = Collection.get_first_root_node().add_child(name=name[:_LONGEST])
    if team.sent_collection_id is None and team.town_key != teams.PARTNERSHIP:
        made["sent_collection"] = private.waiting_room(name[:_LONGEST])
    if made:
        TownTeam.objects.filter(pk=team.pk).update(**made)
        team.refresh_from_db()


def _towns() -> list[TownPage]:
    """Every town once, in the site's own language or else in the best other."""
    with translation.override(settings.LANGUAGE_CODE):
        pages = TownPage.objects.select_related("locale").order_by("pk")
        towns: dict[UUID, TownPage] = {}
        for town in best_first((page.locale.language_code, page) for page in pages):
            towns.setdefault(town.translation_key, town)
    return list(towns.values())
