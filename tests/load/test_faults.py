"""Under load, everything is killed in turn: nothing acknowledged is lost, no answer is wrong.

Nobody lends a hand: what has ended is started again, as a platform does. `make drill` does it more
often, and waits for leases to end by themselves.
"""

import os
import re
import signal
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.distribution import DRILL
from tests.load import crowd, platform, report
from tests.load.crowd import PATIENCE, Crowd
from tests.load.database import Database, database
from tests.load.ledger import Entries
from tests.load.plan import HOST, Plan
from tests.load.platform import Platform
from tests.tools.redis import redis_server
from tests.tools.smtp import MailServer
from tests.twinning.delivery.servers import database_url
from twinning.mail.sending import LEASE
from twinning.tasks import PATIENCE as TASK_PATIENCE

pytestmark = pytest.mark.skipif(
    "not os.environ.get('DATABASE_URL', '').startswith('postgres')",
    reason="the processes want PostgreSQL; runs with `make pytest-postgres`",
)

#: Readers, editors, senders of enquiries; how often everything is killed.
USERS, TURNS = ((200, 5, 5), 5) if DRILL else ((15, 5, 3), 1)
#: Publications between two faults.
BETWEEN = 5 if DRILL else 3
#: Seconds for which what is away stays away, and after which everybody has noticed that it is back.
AWAY, SETTLED = 2.0, 5.0


@dataclass
class Faults:
    """When what was away: from just before it was killed until it was seen to be back."""

    times: dict[str, list[tuple[float, float]]] = field(default_factory=dict)

    @contextmanager
    def of(self, what: str) -> Iterator[None]:
        begun = time.monotonic()
        yield
        self.times.setdefault(what, []).append((begun, time.monotonic() + SETTLED))

    def away(self) -> dict[str, list[float]]:
        """Seconds until it was back, each time."""
        return {
            what: [end - SETTLED - begun for begun, end in times]
            for what, times in self.times.items()
        }

    def explain(self, what: str, entry: dict[str, Any]) -> bool:
        """Whether a request was under way while something was away."""
        return any(
            entry["began"] < end and begun < entry["at"] for begun, end in self.times.get(what, [])
        )


@dataclass
class House:
    """All that can be killed."""

    site: Platform
    database: Database
    post: MailServer
    redis: "Redis"
    crowd: Crowd
    faults: Faults = field(default_factory=Faults)

    def more_publications(self) -> None:
        """Wait until some more have been acknowledged."""
        before = len(Entries.read(self.crowd.ledger)["published"])
        self.crowd.until(lambda found: len(found["published"]) >= before + BETWEEN)

    def web(self) -> None:
        """One of the processes that answer requests."""
        victim, *_others = before = self.site.web_workers()
        with self.faults.of("web"):
            os.kill(victim, signal.SIGKILL)
            wait_until(lambda: victim not in (now := self.site.web_workers())
                       and len(now) == len(before))  # fmt: skip

    def worker(self) -> None:
        """The worker, while it hands an e-mail to a slow server."""
        held = self.post.held
        self.post.pause = 5
        wait_until(lambda: self.post.held > held)
        self.restarted("worker")
        self.post.pause = 0
        assert self.in_hand() > 0, "the task had come to its end before"

    def in_hand(self) -> int:
        """How many e-mails a worker has begun to send, whether there still is one or not."""
        [(count,)] = self.database.rows(
            "SELECT count(*) FROM django_tasks_database_dbtaskresult "
            "WHERE status = 'RUNNING' AND task_path = 'twinning.mail.tasks.deliver'"
        )
        return count

    def clock(self) -> None:
        """The clock."""
        self.restarted("clock")

    def restarted(self, kind: str) -> None:
        starts = self.site[kind].starts
        with self.faults.of(kind):
            self.site[kind].kill()
            wait_until(lambda: self.site[kind].starts > starts)

    def store_of_answers(self) -> None:
        """Redis, which comes back empty."""
        self.redis.close()
        self.more_publications()
        wait_until(lambda: self.site.check("cache") not in {"", "ok"})
        wait_until(lambda: self.site.status("/readyz") == 200)
        self.redis.begin()
        with self.faults.of("Redis, once there is a server again"):
            wait_until(lambda: self.site.check("cache") == "ok")

    def postgres(self) -> None:
        """PostgreSQL, whole, which comes back by its log."""
        with self.faults.of("database"):
            self.database.kill()
            time.sleep(AWAY)
            wait_until(lambda: self.site.status("/readyz") == 503)
            self.database.start()
            self.site.wait()


def wait_until(happened: Callable[[], bool], seconds: float = PATIENCE) -> None:
    """Until something has happened, without a hand."""
    give_up_at = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < give_up_at, happened
        time.sleep(0.1)


class Redis(ExitStack):
    """A server that can be killed, and begun once more at its port."""

    def __init__(self, folder: Any) -> None:
        super().__init__()
        self._folder, self._port = folder, 0
        self.begin()

    def begin(self) -> None:
        server = self.enter_context(redis_server(self._folder, self._port))
        self._port, self.url = server.port, server.url


@pytest.fixture
def house(plan, store, post, tmp_path) -> Iterator[House]:
    with Redis(tmp_path) as redis, database() as server:
        server.fill(database_url())
        given = platform.variables(server.url, redis.url, store.url, post.port, tmp_path)
        with (
            platform.running(given, tmp_path) as site,
            crowd.coming(plan, site.port, tmp_path, USERS) as users,
        ):
            yield House(site, server, post, redis, users)


def test_nothing_acknowledged_is_lost_whatever_is_killed(house, plan) -> None:
    begun = time.monotonic()
    for _ in range(TURNS):
        for kill in (house.web, house.worker, house.clock, house.store_of_answers, house.postgres):
            house.more_publications()
            kill()
    house.more_publications()
    found, took = house.crowd.leave(), time.monotonic() - begun

    assert found["wrong"] == []
    assert [entry for entry in found["odd"] if not _explained(entry, house.faults)] == []
    busy = sum(_is_refused(entry, house.faults) for entry in found["odd"])
    assert busy <= sum(found.end["statuses"].values()) / 100
    assert house.site.status("/readyz") == 200
    _publications_are_there(house, plan, found)
    _enquiries_are_there_once(house, found)
    _e_mails_are_sent(house, found)
    if DRILL:
        report.write(report.of_faults(found, house.faults.away(), busy, USERS, took), "make drill")


def _explained(entry: dict[str, Any], faults: Faults) -> bool:
    if entry["status"] == 503:
        return entry["retry"].isdecimal() and (DRILL or not _is_refused(entry, faults))
    return entry["status"] == 0 and faults.explain("web", entry)


def _is_refused(entry: dict[str, Any], faults: Faults) -> bool:
    """Whether a 503 is for another reason than the database: more is asked for than is answered.

    So it is where all have waited for it, or for a web process whose cache is empty, and 200
    readers come back at once to two cores.
    """
    return entry["status"] == 503 and not faults.explain("database", entry)


def _publications_are_there(house: House, plan: Plan, found: Entries) -> None:
    logged = set(house.database.rows(
        "SELECT page_id, title FROM changes_change WHERE event = 'page.published'"))  # fmt: skip
    acknowledged = {(entry["page"], f"Almelo {entry['number']}") for entry in found["published"]}
    assert acknowledged and acknowledged <= logged
    paths = {editor.language: editor.path for editor in plan.editors}
    for language, number in found.last_published().items():
        shown = re.search(r"<h1>Almelo (\d+)</h1>", _get(house.site, paths[language]))
        assert shown and int(shown[1]) >= number, language


def _enquiries_are_there_once(house: House, found: Entries) -> None:
    kept = house.database.rows("SELECT email, reference FROM home_enquiry")
    assert len({email for email, _reference in kept}) == len(kept), "one was kept twice"
    sent = {(f"anna-{entry['key']}@example.org", entry["reference"]) for entry in found["enquiry"]}
    assert sent and sent <= set(kept)


def _e_mails_are_sent(house: House, found: Entries) -> None:
    """To each who has sent an enquiry; also what the killed worker had in its hands."""
    if not DRILL:  # as if the time had passed
        for statement in (
            "UPDATE mail_outgoingmessage SET leased_until = now() WHERE leased_until IS NOT NULL",
            "UPDATE django_tasks_database_dbtaskresult "
            "SET started_at = now() - interval '1 day' WHERE status = 'RUNNING'",
        ):
            house.database.rows(statement)
        house.clock()  # it begins with all that it does each minute
    wanted = {f"anna-{entry['key']}@example.org" for entry in found["enquiry"]}
    longest = max(LEASE, TASK_PATIENCE).total_seconds() if DRILL else 0
    wait_until(lambda: wanted <= {who for mail in house.post.received for who in mail.recipients},
               PATIENCE + longest)  # fmt: skip
    left = "SELECT count(*) FROM django_tasks_database_dbtaskresult WHERE status = 'RUNNING'"
    wait_until(lambda: house.database.rows(left) == [(0,)], PATIENCE + longest)


def _get(site: Platform, path: str) -> str:
    asked = urllib.request.Request(
        f"http://127.0.0.1:{site.port}{path}", headers={"Host": HOST, "X-Forwarded-Proto": "https"}
    )
    with urllib.request.urlopen(asked, timeout=60) as response:
        return response.read().decode()
