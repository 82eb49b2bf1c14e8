"""The drill: a whole site is backed up and restored, and answers as it did in five languages."""

import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from tests.distribution import DRILL, ON_POSTGRES
from tests.tools.running import LiveSite

#: Tables that a restored site has anew: the log of changes begins again, at a later generation.
ANEW = {"changes.Change", "changes.Kept", "delivery.Generation"}
#: Counts how often a client searches, which asking for answers does.
COUNTED = {"submissions.Attempts"}
#: And those that it settles, where something waited or somebody was logged in.
SETTLED = {
    "django_tasks_database.DBTaskResult",
    "mail.OutgoingMessage",
    "sessions.Session",
    "webhooks.Delivery",
    "webhooks.Endpoint",
    "webhooks.Event",
}

MAKE_A_PAGE = """
from towns.models import TownIndexPage, TownPage
from wagtail.models import Page
last = Page.objects.order_by("-pk").first().pk
index = TownIndexPage.objects.first()
page = TownPage(title="Anew", native_name="Anew", country="PL", twinned_since=2026)
page.latitude, page.longitude = "52.35670", "6.66250"
made = index.add_child(instance=page)
print(made.pk > last)
"""


def told(site: LiveSite) -> dict[str, dict[str, str]]:
    """What a site answers and keeps, as `tests.tools.answers` says it."""
    code = "from tests.tools import answers; answers.tell()"
    found: dict[str, dict[str, str]] = json.loads(
        site.manage("shell", "--no-imports", "-c", code).stdout
    )
    return found


def checksums(site: LiveSite) -> dict[str, str]:
    """All files of a site."""
    folder = Path(site.environment["MEDIA_ROOT"])
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.skipif(
    not (ON_POSTGRES or DRILL), reason="on SQLite a long form, for make drill: minutes for the same"
)
def test_a_restored_site_answers_as_before(live_site, new_database, tmp_path: Path) -> None:
    before = told(live_site)
    folder = str(tmp_path / "backup")
    live_site.manage("backup", folder, "--files")
    listed = {json.loads(line)["name"] for line in (tmp_path / "backup/files.jsonl").open()}
    restored = replace(
        live_site,
        environment={
            **live_site.environment,
            "DATABASE_URL": new_database(tmp_path),
            "MEDIA_ROOT": str(tmp_path / "media"),
        },
    )
    restored.manage("restore", folder)
    after = told(restored)

    pages = [path for path in before["answers"] if re.match(r"/(en|nl|fr|de|pl)/", path)]
    assert {path[1:3] for path in pages} == {"en", "nl", "fr", "de", "pl"}
    assert len([told for told in before["answers"].values() if told.startswith("200 ")]) > 250
    assert after["answers"] == before["answers"]

    other = {label for label, rows in before["rows"].items() if after["rows"].get(label) != rows}
    assert ANEW <= other <= ANEW | COUNTED | SETTLED
    sums = checksums(live_site)
    assert checksums(restored) == {name: sums[name] for name in listed}

    made = restored.manage("shell", "--no-imports", "-c", MAKE_A_PAGE)
    assert made.stdout.strip().endswith("True"), "the sequences go on"
