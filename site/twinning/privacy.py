"""What is kept of people, in one place: what there is of somebody, and that it goes in time.

Each part that keeps something of people registers itself; the commands `personal_data` and `purge`
and the page in the admin go through all of them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from twinning import conf


@dataclass(frozen=True)
class Keeper:
    """A part of the site that keeps something of people.

    Args:
        name: as exports call it, such as `enquiries`.
        export: e-mail address → everything that is kept of whoever has it, as JSON values.
        erase: e-mail address → erases that, and says of how many records.
        purge: erases what is older than the settings allow, and says how many records that were.
        label: as people read it in the admin, who read the name where there is none.
    """

    name: str
    export: Callable[[str], list[dict[str, Any]]]
    erase: Callable[[str], int]
    purge: Callable[[], int]
    label: Any = ""


_keepers: dict[str, Keeper] = {}


def register(keeper: Keeper) -> None:
    """Have a part asked; call it in an `AppConfig.ready()`."""
    _keepers[keeper.name] = keeper


def label_of(name: str) -> str:
    """What a keeper is called in the active language."""
    return str(_keepers[name].label or name)


def export(address: str) -> dict[str, list[dict[str, Any]]]:
    """Everything that is kept of whoever has an e-mail address, by the keeper's name."""
    return {name: keeper.export(address) for name, keeper in sorted(_keepers.items())}


def erase(address: str) -> dict[str, int]:
    """Erase it; how many records that were, by the keeper's name."""
    return {name: keeper.erase(address) for name, keeper in sorted(_keepers.items())}


def purge() -> dict[str, int]:
    """Erase whatever has been kept for as long as the settings allow."""
    return {name: keeper.purge() for name, keeper in sorted(_keepers.items())}


def days_ago(setting: str) -> datetime:
    """The moment before which things are older than a setting's number of days allows."""
    return timezone.now() - timedelta(days=int(conf.get(setting)))
