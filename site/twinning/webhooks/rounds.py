"""A round: all endpoints that are due are served at the same time, for a few seconds.

An endpoint that has been served is served again as soon as it is due again, while others are still
waited for: one that is slow holds up nobody.
"""

import time
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, wait
from datetime import datetime

from twinning import conf
from twinning.webhooks import claims, posting, results
from twinning.webhooks.claims import Claim
from twinning.webhooks.posting import Answer, Postman

#: Seconds after which a round begins nothing new that may take long; it lasts as long as a request
#: after that, in which quick ones are still begun. Other tasks wait for the worker meanwhile.
SECONDS = 8.0
#: Seconds between two looks for what is due while others are waited for.
LOOK = 0.2
#: Slow ones at the same time: there is always room for quick ones.
MOST_SLOW = posting.MOST // 2


def serve(plan: Callable[[datetime], None], seconds: float = SECONDS) -> int:
    """Send all that is due.

    Args:
        plan: called with the moment at which an endpoint that failed is to be looked at again.
        seconds: for which new requests are begun.

    Returns:
        how many requests were taken.
    """
    began = time.monotonic()
    first = claims.take(posting.MOST, most_slow=MOST_SLOW)
    if not first:
        return 0
    taken = 0
    with Postman() as postman:
        under_way = {postman.send(claim.letter): claim for claim in first}
        while under_way:
            done, _waiting = wait(under_way, timeout=LOOK, return_when=FIRST_COMPLETED)
            for future in done:
                taken += _settle(under_way.pop(future), future, plan)
            passed = time.monotonic() - began
            for claim in _more(under_way, passed, seconds):
                under_way[postman.send(claim.letter)] = claim
    return taken


def _settle(claim: Claim, future: "Future[Answer]", plan: Callable[[datetime], None]) -> bool:
    answer = posting.answer_of(future)
    again = results.record(claim, answer)
    if again is not None:
        plan(again)
    return answer.is_taken


def _more(under_way: "dict[Future[Answer], Claim]", passed: float, seconds: float) -> list[Claim]:
    """What may be begun now: everything, then quick ones while slow ones end, then nothing."""
    if passed > seconds + conf.get("WEBHOOK_SECONDS"):
        return []
    busy = [claim.endpoint.pk for claim in under_way.values()]
    slow = sum(claim.endpoint.is_slow for claim in under_way.values())
    return claims.take(
        posting.MOST - len(busy),
        busy,
        with_slow=passed <= seconds,
        most_slow=max(0, MOST_SLOW - slow),
    )
