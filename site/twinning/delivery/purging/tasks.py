"""The background work: whom to tell, and to tell each one, again later where it does not hear."""

import logging
import time
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django_tasks import task

from twinning.delivery.purging import backends, reach
from twinning.delivery.purging.changes import Changes
from twinning.delivery.purging.errors import FAILURES
from twinning.priorities import OUTSIDE

logger = logging.getLogger(__name__)

#: Seconds after a commit until no process answers with what was before: else a cache that has just
#: been purged would fetch that again.
SETTLED = 0.2
#: Seconds after which a cache that did not hear is told again, one after each try.
DELAYS = (5, 20, 60, 300, 1200)


@task(priority=OUTSIDE)
def purge(changes: dict[str, Any]) -> None:
    """Purge what some changes are seen in, from every cache that the settings name.

    Args:
        changes: as `Changes.dump` gives them.
    """
    if purge.get_backend().supports_defer:  # a worker does this, and nobody waits for it
        time.sleep(SETTLED)
    reached = reach.of(Changes.load(changes))
    names = backends.names()
    urls = reached.urls() if any(backends.needs_urls(name) for name in names) else []
    for name in names:
        to_purge = urls if backends.needs_urls(name) else reached.tags
        if to_purge:
            purge_from.enqueue(name, to_purge, reached.everything)


@task(priority=OUTSIDE)
def purge_from(name: str, what: list[str], everything: bool, tries: int = 0) -> None:
    """Tell one cache.

    Args:
        name: of the backend in the settings.
        what: tags, or addresses where the backend knows no tags.
        everything: whether that is the whole site.
        tries: how often it has been told already.
    """
    if name not in backends.names():
        return  # a worker with other settings, which tell of one cache less
    try:
        backends.tell(name, what, everything)
    except FAILURES as error:
        _again(name, what, everything, tries, error)


def _again(name: str, what: list[str], everything: bool, tries: int, error: Exception) -> None:
    described = f"{len(what)} of tags or addresses, the first {what[0]}"
    if tries < len(DELAYS) and purge_from.get_backend().supports_defer:
        logger.warning("%s did not purge %s; it is told again: %s", name, described, error)
        later = timezone.now() + timedelta(seconds=DELAYS[tries])
        purge_from.using(run_after=later).enqueue(name, what, everything, tries + 1)
    else:
        logger.error("%s did not purge %s, and is not told again: %s", name, described, error)
