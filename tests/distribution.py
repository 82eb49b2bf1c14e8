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

#: Folders and modules that ask the database nothing but what Django's ORM writes for both: views,
#: letters, forms. What is behind them (rights, states, saving, budgets, limits) runs on both.
ONCE = (
    "tests/contract/test_golden.py",
    "tests/contract/test_http.py",
    "tests/contract/test_odd_paths.py",
    "tests/contract/test_previews.py",
    "tests/home/enquiries/inbox/",
    "tests/home/enquiries/test_builder.py",
    "tests/home/enquiries/test_translation.py",
    "tests/stories/sharing/test_draft.py",
    "tests/stories/sharing/test_moderation.py",
    "tests/stories/sharing/test_status.py",
    "tests/stories/sharing/test_towns_workflow.py",
    "tests/stories/test_feed.py",
    "tests/towns/test_home_town.py",
    "tests/towns/test_map.py",
    "tests/towns/test_team_admin.py",
    "tests/towns/test_workflows.py",
    "tests/twinning/api_v2/",
    "tests/twinning/blocks/",
    "tests/twinning/content_api/test_blocks.py",
    "tests/twinning/content_api/test_odd_content.py",
    "tests/twinning/mail/test_backend.py",
    "tests/twinning/mail/test_writing.py",
    "tests/twinning/media/test_documents.py",
    "tests/twinning/media/test_private_in_admin.py",
    "tests/twinning/media/test_uploads.py",
    "tests/twinning/media/test_who_may_see.py",
    "tests/twinning/previews/test_userbar.py",
    "tests/twinning/security/headers/",
    "tests/twinning/security/second_factor/",
    "tests/twinning/seo/",
    "tests/twinning/test_signposts.py",
    "tests/twinning/test_styleguide.py",
    "tests/twinning/translation/editor/test_moderation.py",
    "tests/twinning/translation/editor/test_strip.py",
    "tests/twinning/translation/glossary/test_admin.py",
    "tests/twinning/translation/guards/",
    "tests/twinning/translation/machine/test_failures.py",
    "tests/twinning/translation/machine/test_glossary.py",
    "tests/twinning/translation/machine/test_view.py",
    "tests/twinning/translation/moderation/",
    "tests/twinning/translation/review/",
    "tests/twinning/translation/rights/test_matrix.py",
    "tests/twinning/translation/rights/test_matrix_translation.py",
    "tests/twinning/translation/test_fallback.py",
    "tests/twinning/translation/test_switcher.py",
    "tests/twinning/webhooks/test_admin.py",
)

#: Whether the long forms are wanted: `make drill`.
DRILL = bool(os.environ.get("DRILL"))

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


def reason_for_once(fixtures: Collection[str], mark: pytest.Mark | None) -> str:
    """Why a test runs on SQLite alone; empty if it runs on each database.

    Args:
        fixtures: all that the test uses, also by way of others.
        mark: its `once`, if it has one.
    """
    if mark is not None:
        return f"runs once, on SQLite: {mark.args[0]}"
    if not DATABASES & set(fixtures):
        return "runs once, on SQLite: uses no database"
    if "browser" in fixtures:
        return "runs once, on SQLite: a browser is given the same pages"
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
        reason = reason_for_once(fixtures, item.get_closest_marker("once"))
        if item.nodeid.startswith(ONCE):
            reason = reason or "runs once, on SQLite: views over queries of the ORM"
        if reason:
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Scheduling | None:
    """Ours in place of pytest-xdist's `--dist loadscope`."""
    return Scheduling(config, log) if config.getvalue("dist") == "loadscope" else None
