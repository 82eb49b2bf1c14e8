"""Who may see what is sent to a town, and who is told of it; the names of towns."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models import Q, QuerySet

from towns.models import TownPage, TownTeam
from twinning.mail import addresses, readers
from twinning.mail.readers import Recipient
from twinning.translation import provenance, rights
from twinning.translation.fallback import best_first
from twinning.users.names import by_name

#: What stands in the place of a town for the team that answers for the partnership.
PARTNERSHIP = ""


def sees_everything(user: Any) -> bool:
    """Whether somebody sees what is sent to every town: administrators, the partnership's team."""
    if not (user.is_authenticated and user.is_active):
        return False
    keys = {team.key for team in rights.teams_of(user)}
    return bool(user.is_superuser or _is_administrator(user) or None in keys)


def towns_of(user: Any) -> set[UUID]:
    """The translation keys of the towns that somebody answers for."""
    return {team.key for team in rights.teams_of(user) if team.key is not None}


def members(town_key: UUID | None) -> "QuerySet[Any]":
    """Users who see what is sent to a town: its team, the partnership's, administrators."""
    in_team = Q(groups__in=groups(town_key))
    users = get_user_model()._default_manager.filter(in_team | Q(is_superuser=True), is_active=True)
    return users.distinct().order_by(*by_name(), "pk")


def groups(*town_keys: UUID | None) -> "QuerySet[Any]":
    """The groups that see what is sent to some towns, by their keys; to any, if none is named."""
    found = TownTeam.objects.order_by()
    if town_keys:
        found = found.filter(town_key__in=[*map(_written, town_keys), PARTNERSHIP])
    return found.values("group").union(_administrators())


def recipients(town_key: UUID | None) -> list[Recipient]:
    """Who is told of what is sent to a town.

    Its team; where that has no address, the partnership's team; where that has none either, the
    administrators, so that nothing comes in unseen.
    """
    return _answering(town_key)[1]


def told(town_key: UUID | None) -> "QuerySet[Any]":
    """The users whom `recipients` reaches: also those who share a mailbox."""
    return _active(_answering(town_key)[0])


def town_titles() -> dict[UUID, str]:
    """Every town's name by its translation key, public or not, in the best language."""
    rows = TownPage.objects.values_list("locale__language_code", "translation_key", "title")
    titles: dict[UUID, str] = {}
    for key, title in best_first((code, (key, title)) for code, key, title in rows):
        titles.setdefault(key, title)
    return dict(sorted(titles.items(), key=lambda pair: pair[1]))


def _answering(town_key: UUID | None) -> tuple[Q, list[Recipient]]:
    """The users who are told of something, and where they are written to."""
    teams = {
        team.town_key: team
        for team in TownTeam.objects.filter(town_key__in=[_written(town_key), PARTNERSHIP])
    }
    for key in (_written(town_key), PARTNERSHIP):
        if key in teams and (found := _addresses(teams[key])):
            return Q(groups=teams[key].group_id), found
    administrators = Q(is_superuser=True) | Q(groups__in=_administrators())
    return administrators, _written_to(administrators)


def _addresses(team: TownTeam) -> list[Recipient]:
    if addresses.is_good(team.email):
        return [Recipient(team.email, team.mailbox_language)]
    return _written_to(Q(groups=team.group_id))


def _written_to(which: Q) -> list[Recipient]:
    users = _active(which).exclude(email="").select_related("wagtail_userprofile")
    return readers.recipients(users)


def _active(which: Q) -> "QuerySet[Any]":
    return get_user_model()._default_manager.filter(which, is_active=True).distinct()


def _written(town_key: UUID | None) -> str:
    return PARTNERSHIP if town_key is None else str(town_key)


def _is_administrator(user: Any) -> bool:
    if not provenance.is_kept():  # there are no roles then
        return False
    from twinning.translation.models import Role
    from twinning.translation.rights import held

    return Role.Kind.ADMINISTRATORS in held.groups_of(user).roles


def _administrators() -> "QuerySet[Any]":
    if not provenance.is_kept():
        return Group.objects.none().values("pk")
    from twinning.translation.models import Role

    return Role.objects.order_by().filter(kind=Role.Kind.ADMINISTRATORS).values("group")


def as_choices(titles: dict[UUID, str]) -> Iterable[tuple[str, str]]:
    """Towns as a select has them."""
    return [(str(key), title) for key, title in titles.items()]
