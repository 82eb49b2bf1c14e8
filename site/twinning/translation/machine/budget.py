"""Characters that may be translated by machine: of each team in each month, so many.

They are taken before a service is asked, in one statement, so that two at once never take more than
there are; and given back where nothing came of it.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from twinning import conf
from twinning.translation import rights
from twinning.translation.machine.failures import MachineFailed
from twinning.translation.models import MachineUse

#: Who pays for those who are in no town's team.
PARTNERSHIP = ""


@dataclass(frozen=True)
class Reserved:
    """Characters that a payer has set aside."""

    payer: str
    month: date

    def give_back(self, characters: int) -> None:
        """Some of them were not used."""
        if characters > 0:
            _use(self.payer, self.month).filter(characters__gte=characters).update(
                characters=F("characters") - characters
            )


def payer_of(user: Any) -> str:
    """Whose budget somebody's translations are paid from: their first town's team's, or ours."""
    if user is None:
        return PARTNERSHIP
    keys = (team.key for team in rights.teams_of(user) if team.key is not None)
    return str(next(keys, PARTNERSHIP))


def allowance(payer: str) -> int | None:
    """Characters that a payer has for a month; None where there is no limit."""
    given = conf.get("MACHINE_CHARACTERS")
    if isinstance(given, dict):
        given = given.get(payer, given["default"])
    return None if given is None else int(given)


def left(payer: str) -> int | None:
    """Characters that a payer has left this month; None where there is no limit."""
    most = allowance(payer)
    if most is None:
        return None
    used = _use(payer, _month()).values_list("characters", flat=True).first()
    return max(0, most - (used or 0))


def reserve(payer: str, characters: int) -> Reserved:
    """Set characters aside.

    Raises:
        MachineFailed: there are not so many left; says how many.
    """
    month = _month()
    MachineUse.objects.get_or_create(payer=payer, month=month)
    use, most = _use(payer, month), allowance(payer)
    if most is not None:
        use = use.filter(characters__lte=most - characters)
    if not use.update(characters=F("characters") + characters):
        raise _too_many(payer, characters)
    return Reserved(payer, month)


def _too_many(payer: str, characters: int) -> MachineFailed:
    words = _(
        "%(left)s of %(all)s characters are left this month for translation by machine, and this "
        "needs %(needed)s. Nothing was translated."
    )
    numbers = {"left": left(payer), "all": allowance(payer), "needed": characters}
    written = {
        name: number_format(number or 0, use_l10n=True, force_grouping=True)
        for name, number in numbers.items()
    }
    return MachineFailed(words % written)


def _month() -> date:
    return timezone.localdate().replace(day=1)


def _use(payer: str, month: date) -> Any:
    return MachineUse.objects.filter(payer=payer, month=month)
