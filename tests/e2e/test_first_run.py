"""A second run finds everything done; nothing is doubled and nothing changes."""

import subprocess
import sys

from tests.tools.running import ROOT, LiveSite, own_database

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
    pages, interests, settings = 26, 20, 1
    assert said == f"{(pages + interests + settings) * 4} [] 0"


def test_a_run_that_is_killed_is_completed_by_the_next(tmp_path, live_site) -> None:
    """A real process, killed three times wherever it is, then left to finish."""
    environment = {
        **live_site.environment,
        "DATABASE_URL": own_database(tmp_path),
        "MEDIA_ROOT": str(tmp_path / "media"),
        "ADMIN_LOGIN_FILE": str(tmp_path / "admin-login"),
    }
    command = [sys.executable, "manage.py", "bootstrap"]
    killed = 0
    for seconds in (14, 16, 18):
        run = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
        try:
            run.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            run.kill()
            run.wait()
            killed += 1
    assert killed, "this machine is so fast that nothing was broken off: shorten the times"
    other = LiveSite("", "", environment)
    other.manage("bootstrap")
    whole = live_site.manage("shell", "-v0", "-c", COUNT).stdout
    assert other.manage("shell", "-v0", "-c", COUNT).stdout == whole
    assert len(list((tmp_path / "media/original_images").iterdir())) == 22
