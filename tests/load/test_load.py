"""Readers and editors at once, for some time: no error, no wrong answer.

`make load` is the long form, which measures as well: memory, and how long cached answers take.
"""

import os
import statistics
import threading
from typing import Any

import pytest

from tests.load import crowd, platform, report
from tests.load.ledger import Entries
from tests.load.platform import Platform
from tests.twinning.delivery.servers import database_url

pytestmark = pytest.mark.skipif(
    "not os.environ.get('DATABASE_URL', '').startswith('postgres')",
    reason="the processes want PostgreSQL; runs with `make pytest-postgres`",
)

MINUTES = float(os.environ.get("MINUTES", "0"))
#: Readers, editors, senders of enquiries.
USERS = (int(os.environ.get("READERS") or 200), 5, 2) if MINUTES else (20, 5, 2)
#: Seconds between two things that an editor does: in the short form more than anybody could.
PACE = (10, 30) if MINUTES else (1, 3)
#: What somebody must have been answered, and how many publications there must have been.
SEEN = {
    *("page 200", "page 304", "api 200", "api 304", "search 200", "picture 200", "missing 404"),
    *("login 302", "admin 200", "publish 200", "enquiry 201"),
}
ENOUGH = 10
#: Seconds between two looks at the memory; how much of the time is for warming up.
LOOK, WARM = 5.0, 0.2


class Scales:
    """Notes the memory of all processes again and again."""

    def __init__(self, site: Platform) -> None:
        self.seen: list[float] = []
        self._site, self._stop = site, threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> "Scales":
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._stop.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._stop.wait(LOOK):
            self.seen.append(self._site.memory())

    def growth(self) -> float:
        """Of the last tenth over the first tenth after warming up: 0.05 is 5 %."""
        warm = self.seen[int(len(self.seen) * WARM) :]
        tenth = max(len(warm) // 10, 1)
        first, last = statistics.median(warm[:tenth]), statistics.median(warm[-tenth:])
        return last / first - 1


@pytest.fixture
def site(plan, store, redis, post, tmp_path) -> Any:
    given = platform.variables(database_url(), redis.url, store.url, post.port, tmp_path)
    with platform.running(given, tmp_path) as found:
        yield found


def test_a_mixed_load_meets_no_error(plan, site, tmp_path) -> None:
    starts = {kind: process.starts for kind, process in site.processes.items()}
    workers = site.web_workers()
    seconds, warm = int(MINUTES * 60) or 3600, WARM if MINUTES else 0
    with (
        Scales(site) as scales,
        crowd.coming(plan, site.port, tmp_path, USERS, seconds, PACE, seconds * warm) as users,
    ):
        if MINUTES:
            found = users.gone(seconds + 120)
        else:
            users.until(_is_enough)
            found = users.leave()
    assert found["wrong"] == []
    assert found["odd"] == [], site.logs()
    assert site.web_workers() == workers, "a process ended"
    assert {kind: process.starts for kind, process in site.processes.items()} == starts
    assert found.seen >= SEEN
    assert found.end["cached"]["count"] and found.end["made"]["count"]
    assert list((tmp_path / platform.NOTHING).rglob("*")) == [], "a file beside the bucket"
    if MINUTES:
        report.write(report.lines(found, scales.seen, scales.growth(), MINUTES, USERS))
        _keeps_its_promises(found, scales.growth())


def _is_enough(found: Entries) -> bool:
    is_whole = found.seen >= SEEN and len(found["published"]) >= ENOUGH
    return is_whole or bool(found["wrong"] or found["odd"])


def _keeps_its_promises(found: Entries, growth: float) -> None:
    cached = found.end["cached"]
    assert growth < 0.05
    assert cached["p99"] < 10 * cached["p50"]
