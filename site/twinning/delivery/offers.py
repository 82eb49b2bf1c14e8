"""How a view offers its answer to the cache, and how the cache hears of it.

A view that anybody may ask offers, before it does anything else. Whether the answer is then kept is
decided by what it turns out to be (`middleware`).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest

from twinning.delivery.keys import Known

#: Where the wrapper leaves its ticket in the WSGI environment.
TICKET = "twinning.delivery"


@dataclass
class Ticket:
    """What the wrapper wants to know of an answer that Django makes.

    Args:
        known: of the address; None where the answer is not to be kept.
    """

    known: Known | None = None


def offer(
    request: HttpRequest, parameters: Iterable[str] | None = None, strict: bool = False
) -> None:
    """Say that the answer depends on nothing but the address and the content.

    Args:
        parameters: the query parameters that it depends on; None where that may be any of them.
        strict: whether others are refused, rather than not looked at.
    """
    names = None if parameters is None else frozenset(parameters)
    request._twinning_offer = Known(names, strict)  # type: ignore[attr-defined]


def of_request(request: HttpRequest) -> Known | None:
    """What was offered, None where nothing was."""
    return getattr(request, "_twinning_offer", None)
