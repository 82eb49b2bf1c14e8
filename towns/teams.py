"""Who may see what is sent to a town, and who is told of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

from towns.models import TownPage, TownTeam
from twinning.mail import addresses
from twinning.translation.fallback import best_first
from twinning.translation.models import Role

#: What stands in the place of a town for the team that answers for the partnership.
PARTNERSHIP = ""


@dataclass(frozen=True)
class Recipient:
    """Somebody who is told, and in which language."""

    address: str
    language: str


def sees_everything(user: Any) -> bool:
    """Whether somebody sees what is sent to every town: administrators, the partnership's team."""
    if not _is_active(user):
        return False
    return bool(user.is_superuser or user.groups.filter(pk__in=groups(None)).exists())


def towns_of(user: Any) -> set[UUID]:
    """The translation keys of the towns that somebody answers for."""
    if not _is_active(user):
        return set()
    keys = _of(user).exclude(town_key=PARTNERSHIP).values_list("town_key", flat=True)
    return {UUID(key) for key in keys}


def is_in_a_team(user: Any) -> bool:
    """Whether somebody sees anything that is sent."""
    if not _is_active(user):
        return False
    return bool(user.is_superuser or user.groups.filter(pk__in=groups()).exists())


def members(town_key: UUID | None) -> "QuerySet[Any]":
    """Users who see what is sent to a town: its team, the partnership's, administrators."""
    in_team = Q(groups__in=groups(town_key))
    users = get_user_model()._default_manager.filter(in_team | Q(is_superuser=True), is_active=True)
    return users.distinct().order_by("last_name", "first_name", "pk")


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
    team = TownTeam.objects.filter(town_key=_written(town_key)).select_related("group").first()
    partnership = TownTeam.objects.filter(town_key=PARTNERSHIP).select_related("group").first()
    found: list[Recipient] = []
    for candidate in (team, partnership):
        found = found or _addresses(candidate)
    return found or _written_to(Q(is_superuser=True))


def town_titles() -> dict[UUID, str]:
    """Every town's name by its translation key, public or not, in the best language."""
    rows = TownPage.objects.values_list("locale__language_code", "translation_key", "title")
    titles: dict[UUID, str] = {}
    for key, title in best_first((code, (key, title)) for code, key, title in rows):
        titles.setdefault(key, title)
    return dict(sorted(titles.items(), key=lambda pair: pair[1]))


def _addresses(team: TownTeam | None) -> list[Recipient]:
    if team is None:
        return []
    if addresses.is_good(team.email):
        return [Recipient(team.email, team.mailbox_language)]
    return _written_to(Q(groups=team.group_id))


def _written_to(which: Q) -> list[Recipient]:
    users = (
        get_user_model()
        ._default_manager.filter(which, is_active=True)
        .exclude(email="")
        .select_related("wagtail_userprofile")
    )
    once = {
        user.email.casefold(): Recipient(user.email, _language_of(user))
        for user in users
        if addresses.is_good(user.email)
    }
    return list(once.values())


def _language_of(user: Any) -> str:
    profile = getattr(user, "wagtail_userprofile", None)
    return getattr(profile, "preferred_language", "") or settings.LANGUAGE_CODE


def _written(town_key: UUID | None) -> str:
    return PARTNERSHIP if town_key is None else str(town_key)


def _administrators() -> "QuerySet[Any]":
    return Role.objects.order_by().filter(kind=Role.Kind.ADMINISTRATORS).values("group")


def _is_active(user: Any) -> bool:
    return bool(user.is_authenticated and user.is_active)


def _of(user: Any) -> "QuerySet[TownTeam]":
    return TownTeam.objects.filter(group__in=user.groups.order_by().values("pk"))


def as_choices(titles: dict[UUID, str]) -> Iterable[tuple[str, str]]:
    """Towns as a select has them."""
    return [(str(key), title) for key, title in titles.items()]
