"""What somebody may do next where nothing waits: what the rooms say, and what is not translated."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Step:
    """Something that would do the site good.

    Args:
        text: what, as one says it to a colleague, in the active language.
        url: where it is done.
        icon: the name of one of Wagtail's icons.
    """

    text: str
    url: str
    icon: str = "edit"


Provider = Callable[[Any], Iterable[Step]]

_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Have a part say what a user may do next; call it in an `AppConfig.ready()`.

    It costs a constant number of queries.
    """
    if provider not in _providers:
        _providers.append(provider)


def steps(user: Any) -> list[Step]:
    """What the parts say, in the order in which they were registered."""
    return [step for provider in _providers for step in provider(user)]
