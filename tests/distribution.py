"""Which tests run on which worker, and which of them on SQLite alone.

A folder whose tests share something costly stays together on one worker. pytest-xdist's own
`xdist_group` says nothing of the kind with pytest 9.2: the mark is lost without a word.

On PostgreSQL those tests are skipped that cannot come out otherwise there: see `reason_for_once`.
"""

import os
from collections.abc import Collection
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

#: What stays together, in the order in which it is begun: the longest first, so that no worker is
#: idle at the end. The contract is between, because tests/web needs the site that tests/e2e makes.
TOGETHER = (
    "tests/e2e/",
    "tests/contract/",
    "tests/web/",
    "tests/frontend/",
    "tests/plugin/",
    "tests/twinning/delivery/test_processes.py",
    "tests/load/",
)

#: Folders of views that ask the database nothing but what Django's ORM writes for both.
ONCE = (
    "tests/twinning/translation/guards/",
    "tests/twinning/translation/moderation/",
    "tests/twinning/translation/review/",
)

#: What runs on PostgreSQL with `make test`: whatever depends on SQL of ours, on transactions,
#: locks, triggers, search or migrations, and journeys through the demo site. With `WHOLE=1`, and
#: so in `make drill`, everything does that is not to run once.
BOTH = (
    "tests/contract/test_bad_input.py",
    "tests/e2e/",
    "tests/home/enquiries/committed/",
    "tests/load/",
    "tests/search/",
    "tests/stories/sharing/committed/",
    "tests/test_migrations.py",
    "tests/test_seeds.py",
    "tests/towns/test_distance.py",
    "tests/twinning/backup/",
    "tests/twinning/changes/",
    "tests/twinning/content_api/test_queries.py",
    "tests/twinning/delivery/test_news.py",
    "tests/twinning/delivery/test_processes.py",
    "tests/twinning/delivery/test_raised.py",
    "tests/twinning/delivery/test_wsgi_http.py",
    "tests/twinning/mail/test_workers.py",
    "tests/twinning/media/committed/",
    "tests/twinning/security/tokens/",
    "tests/twinning/submissions/committed/",
    "tests/twinning/test_compiled.py",
    "tests/twinning/test_database.py",
    "tests/twinning/test_database_away.py",
    "tests/twinning/test_query_counts.py",
    "tests/twinning/test_tasks.py",
    "tests/twinning/translation/board/test_queries.py",
    "tests/twinning/translation/editor/test_saving.py",
    "tests/twinning/translation/machine/committed/",
    "tests/twinning/translation/machine/test_budget.py",
    "tests/twinning/translation/states/",
    "tests/twinning/translation/sync/",
    "tests/twinning/translation/test_collation.py",
    "tests/twinning/webhooks/test_publications.py",
    "tests/twinning/webhooks/test_rounds.py",
    "tests/twinning/webhooks/test_workers.py",
)

#: Whether the long forms are wanted: `make drill`.
DRILL = bool(os.environ.get("DRILL"))
#: Whether all that may is to run on PostgreSQL.
WHOLE = DRILL or bool(os.environ.get("WHOLE"))

ON_POSTGRES = os.environ.get("DATABASE_URL", "").startswith("postgres")

#: By which fixtures a test comes to a database.
DATABASES = {"db", "transactional_db", "live_site", "new_database", "_seeds"}


def together(nodeid: str) -> str:
    """What a test stays together with: its folder, or nothing but itself."""
    return next((part for part in TOGETHER if nodeid.startswith(part)), nodeid)


def turn(nodeid: str) -> int:
    """When a test is begun: what stays together first."""
    part = together(nodeid)
    return TOGETHER.index(part) if part in TOGETHER else len(TOGETHER)


class Scheduling(LoadScopeScheduling):
    """Gives workers whole folders, then single tests."""

    def _split_scope(self, nodeid: str) -> str:
        return together(nodeid)


def reason_for_once(nodeid: str, fixtures: Collection[str], mark: pytest.Mark | None) -> str:
    """Why a test runs on SQLite alone; empty if it runs on each database.

    Args:
        nodeid: its path and name.
        fixtures: all that the test uses, also by way of others.
        mark: its `once`, if it has one.
    """
    if mark is not None:
        return f"runs once, on SQLite: {mark.args[0]}"
    if not DATABASES & set(fixtures):
        return "runs once, on SQLite: uses no database"
    if "browser" in fixtures:
        return "runs once, on SQLite: a browser is given the same pages"
    if nodeid.startswith(ONCE):
        return "runs once, on SQLite: views over queries of the ORM"
    if not (WHOLE or nodeid.startswith(BOTH)):
        return "runs once, on SQLite, but for WHOLE=1: nothing of it is known to depend on SQL"
    return ""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests into their order, and skip long forms, and on PostgreSQL what runs once."""
    items.sort(key=lambda item: turn(item.nodeid))
    for item in items:
        long = item.get_closest_marker("drill")
        if long is not None and not DRILL:
            item.add_marker(pytest.mark.skip(reason=f"a long form, for make drill: {long.args[0]}"))
    for item in items if ON_POSTGRES else ():
        fixtures = set(getattr(item, "fixturenames", ()))
        if item.get_closest_marker("django_db"):
            fixtures.add("db")
        reason = reason_for_once(item.nodeid, fixtures, item.get_closest_marker("once"))
        if reason:
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Scheduling | None:
    """Ours in place of pytest-xdist's `--dist loadscope`."""
    return Scheduling(config, log) if config.getvalue("dist") == "loadscope" else None
