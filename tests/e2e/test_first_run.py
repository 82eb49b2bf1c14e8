"""A second run finds everything done; nothing is doubled and nothing changes."""

import sqlite3
import subprocess
import sys
import time
from contextlib import closing

import psycopg
import pytest

from tests.tools.running import ROOT, LiveSite

COUNT = """
from django.apps import apps
for name in [
    "wagtailcore.Page", "media.TwinningImage", "towns.Interest", "towns.TwinLink",
    "home.SiteSettings", "home.DemoContent", "wagtail_localize.Translation", "users.User",
]:
    print(name, apps.get_model(name).objects.count())
print(apps.get_model("wagtailcore.Page").objects.filter(live=True).count())
print(apps.get_model("home.DemoContent").objects.get().finished_at is not None)
"""


def dump(live_site) -> str:
    """All content as JSON, without what only tells who worked when."""
    apps = ["home", "towns", "stories", "search", "media", "wagtailcore.page", "wagtail_localize"]
    return live_site.manage("dumpdata", *apps).stdout


def test_a_second_run_changes_nothing(live_site) -> None:
    before = dump(live_site)
    said = live_site.manage("bootstrap").stdout
    assert "Loading" not in said
    assert live_site.password not in said, "the password is shown once"
    assert dump(live_site) == before


def test_all_translations_are_complete_records(live_site) -> None:
    script = (
        "from wagtail_localize.models import Translation\n"
        "print(Translation.objects.count(),"
        " [t for t in Translation.objects.all() if len(set(t.get_progress())) > 1],"
        " __import__('wagtail.models').models.Page.objects.filter(alias_of__isnull=False).count())"
    )
    said = live_site.manage("shell", "-v0", "-c", script).stdout.strip()
    pages, interests, settings = 27, 20, 1
    assert said == f"{(pages + interests + settings) * 4} [] 0"


#: Of which table there are how many rows when a run is killed: pictures, pages, translations.
STAGES = (
    ("media_twinningimage", 5),
    ("wagtailcore_page", 12),
    ("wagtail_localize_translation", 30),
)


@pytest.mark.drill("four first runs; tests/home/test_first_run.py breaks one off in the process")
def test_a_run_that_is_killed_is_completed_by_the_next(tmp_path, live_site, new_database) -> None:
    """A real process, killed three times amid its work, then left to finish."""
    environment = {
        **live_site.environment,
        "DATABASE_URL": new_database(tmp_path),
        "MEDIA_ROOT": str(tmp_path / "media"),
        "ADMIN_LOGIN_FILE": str(tmp_path / "admin-login"),
    }
    command = [sys.executable, "manage.py", "bootstrap"]
    for table, number in STAGES:
        run = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
        while rows(environment["DATABASE_URL"], table) < number:
            assert run.poll() is None, f"it ended before it was killed: {table}"
            time.sleep(0.1)
        run.kill()
        run.wait()
    other = LiveSite("", "", environment)
    other.manage("bootstrap")
    whole = live_site.manage("shell", "-v0", "-c", COUNT).stdout
    assert other.manage("shell", "-v0", "-c", COUNT).stdout == whole
    assert len(list((tmp_path / "media/original_images").iterdir())) == 22


def rows(url: str, table: str) -> int:
    """How many rows a table of a database has, or 0 where it is not there yet."""
    count = f"SELECT count(*) FROM {table}"  # noqa: S608  (of STAGES)
    try:
        if url.startswith("postgres"):
            with psycopg.connect(url) as server:
                return server.execute(count.encode()).fetchone()[0]
        path = url.removeprefix("sqlite:///")
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as file:
            return file.execute(count).fetchone()[0]
    except (psycopg.errors.UndefinedTable, sqlite3.OperationalError):
        return 0
