"""Real publications, told by one real worker in production settings: all of them, in order, soon.

`make drill` runs the long form.
"""

import subprocess
import sys
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection

from tests import factories
from tests.distribution import DRILL
from tests.own_database import own_db  # noqa: F401  (in place of pytest-django's `db`)
from tests.twinning.webhooks.helpers import waits
from tests.twinning.webhooks.receivers import Receiver, now_and_then
from tests.twinning.webhooks.test_workers import ROOT, production
from twinning.webhooks.models import Event

#: Publications, in `make drill` and else; of so many pages.
PUBLICATIONS, PAGES = (1000 if DRILL else 100), 20
#: Seconds from the last publication to the last delivery, at most.
SOON = 60


def test_a_storm_of_publications_is_told_in_order(
    tree, receive, endpoint, patience, tmp_path, capsys
) -> None:
    """Three receivers, of which one fails every third time."""
    patience(BATCH_SECONDS=1.0)
    theirs = [receive(), receive(), receive(now_and_then(200, 503, 200))]
    pages = [
        factories.StandardPageFactory(parent=tree.home, slug=f"page-{number}")
        for number in range(PAGES)
    ]
    made = [endpoint(each, events=["page.published"]) for each in theirs]
    with worker(tmp_path / "worker.log"):
        publish(pages)
        published_at = time.monotonic()
        while waits() and time.monotonic() < published_at + 2 * SOON:
            time.sleep(0.1)
        seconds = time.monotonic() - published_at
    with capsys.disabled():
        sys.stdout.write(f"\nThe last of {PUBLICATIONS} is told after {seconds:.1f} seconds. ")
    expected = Counter(pages[number % PAGES].pk for number in range(PUBLICATIONS))
    for one, there in zip(made, theirs, strict=True):
        events = [event for each in there.taken for event in each.events]
        written = Event.objects.filter(endpoint=one).order_by("pk").values_list("uid", flat=True)
        assert [event["id"] for event in events] == list(written)
        assert Counter(event["data"]["id"] for event in events) == expected
        assert titles(there) == {
            page.pk: [str(number) for number in range(PUBLICATIONS) if number % PAGES == index]
            for index, page in enumerate(pages)
        }
        generations = [event["generation"] for event in events]
        assert generations == sorted(set(generations))
    assert len(theirs[2].requests) > len(theirs[2].taken)
    if DRILL:
        assert seconds < SOON


def titles(there: Receiver) -> dict[int, list[str]]:
    """The titles that a receiver was told of each page, in their order."""
    found = defaultdict(list)
    for each in there.taken:
        for event in each.events:
            found[event["data"]["id"]].append(event["data"]["title"])
    return dict(found)


def publish(pages: list[Any]) -> None:
    """Publish one page after the other, again and again, as editors do: not in this thread."""
    failed: list[BaseException] = []

    def run() -> None:
        try:
            for number in range(PUBLICATIONS):
                page = pages[number % len(pages)]
                page.title = str(number)
                page.save_revision().publish()
        except BaseException as error:
            failed.append(error)
            raise
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert failed == []


@contextmanager
def worker(log: Path) -> Iterator[None]:
    """One worker, as the Procfile has it."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "db_worker"], cwd=ROOT, env=production(), stderr=output
        )
    try:
        yield
        assert process.poll() is None, log.read_text()
    finally:
        process.kill()
        process.wait()
