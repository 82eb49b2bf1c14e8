"""What is done in another site, by its own Python: each function is called by a test."""

import io
import json
import os
import re
import signal
import threading
from pathlib import Path

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from PIL import Image as Pillow
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, Site

VISITOR = "visitor@example.org"


def jpeg(colour):
    file = io.BytesIO()
    Pillow.new("RGB", (900, 600), colour).save(file, "JPEG")
    file.seek(0)
    return file


def add(parent, page):
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page


def before():
    """The site as it is without the plugin: a front page, a note, a picture, a document."""
    from pages.models import Front, Note

    apps_of_ours = [app for app in ("people", "pages") if apps.is_installed(app)]
    call_command("makemigrations", *apps_of_ours, verbosity=0)
    call_command("migrate", verbosity=0)
    model = get_user_model()
    user = model(email="editor@example.org", is_superuser=True)
    if hasattr(user, "username"):
        user.username, user.is_staff = "editor", True
    user.save()
    picture = get_image_model().objects.create(title="Teal", file=ImageFile(jpeg("teal"), "t.jpg"))
    get_document_model().objects.create(title="Prices", file=ContentFile(b"1", "prices.txt"))
    front = add(Page.objects.get(depth=1), Front(title="Front", slug="front"))
    add(front, Note(title="Fords", slug="fords", text="Shallow", picture=picture))
    Site.objects.all().delete()
    Site.objects.create(hostname="localhost", root_page=front, is_default_site=True)
    dump("before.json")


def installed(level, url):
    """It migrates, complains of nothing, and does all that its level has.

    Args:
        url: of a receiver of webhooks; nothing where it was told before.
    """
    call_command("migrate", verbosity=0)
    call_command("makemigrations", check=True, dry_run=True)
    call_command("check", databases=["default"], fail_level="WARNING")
    answers_and_routes()
    if url:
        webhook(url)
    tasks_of_the_clock()
    if level > 1:
        towns_and_stories()
    if level > 2:
        board()
    personal_data()
    backup()
    strangers = [model.__name__ for model in apps.get_app_config("twinning").get_models()]
    assert strangers == [], "models of apps that are not installed"


def api(path):
    answer = Client().get(f"/api/content/v1/{path}")
    assert answer.status_code == 200, (path, answer.content)
    return answer.json()


def answers_and_routes():
    from pages.models import Note

    page = api("resolve/?path=/fords/")["page"]
    assert (page["type"], page["text"]) == ("pages.Note", "Shallow")
    assert page["picture"]["width"] == 900
    assert {"/", "/fords/"} <= {route["path"] for route in api("routes/")["items"]}
    assert '"pages.Note"' in json.dumps(api("openapi.json"))
    shown = page["picture"]["src"].removeprefix("http://localhost")
    if not shown.startswith("/media/"):  # as it does once it has been made, which a server gives
        assert Client().get(shown)["Content-Type"] == "image/jpeg"
    sign = "{% load wagtailimages_tags %}{% image_url picture 'width-123' %}"
    from django.template import engines

    picture = Note.objects.get(slug="fords").picture
    theirs = engines["django"].from_string(sign).render({"picture": picture})
    assert theirs.startswith("/images/") and Client().get(theirs).status_code == 200


def webhook(url):
    """Tell a front end of a page that is published, and the maintainers that it is away."""
    from pages.models import Front, Note

    from twinning.webhooks import letters, signing
    from twinning.webhooks.models import Endpoint

    endpoint = Endpoint.objects.create(name="Front", url=url, events=["page.published"])
    signing.rotate(endpoint)
    add(Front.objects.get(), Note(title="Bridges", slug="bridges"))
    call_command("deliver_webhooks")
    letters.tell_of_pause(endpoint)


def tasks_of_the_clock():
    """All that is due is begun and done, until the clock is told to stop."""
    from django_tasks.signals import task_finished

    from twinning import clock

    ended = {}

    def note(task_result, **kwargs):
        ended[task_result.task.module_path] = str(task_result.status)

    task_finished.connect(note)
    threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGTERM)).start()
    call_command("clock", stdout=io.StringIO())
    task_finished.disconnect(note)
    assert {job.task.module_path for job in clock.jobs()} <= ended.keys()
    assert set(ended.values()) == {"SUCCESSFUL"}, ended


def towns_and_stories():
    """Our page types below its front page, with its pictures, and a story of a visitor's."""
    from pages.models import Front

    from stories.models import ShareStoryPage, StoryIndexPage, StoryPage
    from towns.models import InterestsPage, PartnersPage, TownIndexPage, TownPage

    front = Front.objects.get()
    picture = get_image_model().objects.create(title="Tan", file=ImageFile(jpeg("tan"), "tan.jpg"))
    for model in (TownIndexPage, PartnersPage, InterestsPage, StoryIndexPage, ShareStoryPage):
        assert model.can_create_at(front), model
    towns = add(front, TownIndexPage(title="Towns", slug="towns"))
    town = TownPage(title="Almelo", slug="almelo", native_name="Almelo", country="NL")
    town.twinned_since, town.latitude, town.longitude = 1948, "52.35", "6.66"
    town.picture, town.picture_alt = picture, "A town"
    add(towns, town)
    assert api("resolve/?path=/towns/almelo/")["page"]["picture"]["alt"] == "A town"
    assert 'id="theirs"' in Client().get("/towns/almelo/").content.decode()
    stories = add(front, StoryIndexPage(title="Stories", slug="stories"))
    add(stories, ShareStoryPage(title="Share", slug="share", consent_text="<p>Yes</p>"))
    story = share()
    assert isinstance(story, StoryPage) and not story.live
    Client().get("/stories/")
    story.save_revision().publish()
    picture.file = ImageFile(jpeg("navy"), "navy.jpg")  # what was made of the old one goes
    picture.save()
    call_command("make_renditions", stdout=io.StringIO())


def share():
    """What a browser sends: a form with a picture."""
    from stories.models import SharedStory

    client = Client()
    html = client.get("/stories/share/").content.decode()
    token = re.search(r'name="token" value="([^"]+)"', html)
    sent = {
        "title": "A visit", "story": "We went there by train. " * 20, "name": "Ada",
        "email": VISITOR, "consent": "on", "consent_of_shown": "on", "token": token[1],
        "pictures": [ContentFile(jpeg("gold").read(), "gold.jpg")], "pictures_show": "Gold",
    }  # fmt: skip
    answer = client.post("/stories/share/", sent)
    assert answer.status_code == 303, answer.content.decode()
    return SharedStory.objects.get().page


def board():
    """The admin with the board, for a user of the site's own model."""
    call_command("sync_rights", verbosity=0)
    call_command("refresh_translation_states", verbosity=0)
    client = Client()
    client.force_login(get_user_model().objects.get())
    for address in ("/admin/", "/admin/translations/", "/admin/account/"):
        assert client.get(address).status_code == 200, address


def personal_data():
    """Whoever asks gets what is kept of them, on the command line and in the admin."""
    said = io.StringIO()
    call_command("personal_data", "export", VISITOR, stdout=said)
    number = sum(map(len, json.loads(said.getvalue()).values()))
    assert bool(number) == apps.is_installed("stories"), said.getvalue()
    client = Client()
    client.force_login(get_user_model().objects.get())
    asked = {"address": VISITOR, "action": "download"}
    downloaded = client.post("/admin/personal-data/", asked)
    assert sum(map(len, downloaded.json().values())) == number
    call_command("purge", stdout=said)
    call_command("personal_data", "erase", VISITOR, stdout=io.StringIO())
    again = io.StringIO()
    call_command("personal_data", "export", VISITOR, stdout=again)
    assert not any(json.loads(again.getvalue()).values())


def backup():
    """A backup can be made, and put in the place of what is there."""
    for number in range(9):
        folder = Path(f"backup-{number}").absolute()
        if not folder.exists():
            break
    call_command("backup", str(folder), files=True, stdout=io.StringIO())
    call_command("verify_backup", str(folder), stdout=io.StringIO())
    call_command("check_media", stdout=io.StringIO())
    said = io.StringIO()
    call_command("restore", str(folder), replace=True, stdout=said)
    assert "release" not in said.getvalue(), "there is no such command"


def leave(commands):
    """Delete our pages and what this test has added, and take back our tables."""
    Page.objects.filter(slug="bridges").get().delete()
    get_image_model().objects.exclude(title="Teal").delete()
    ours = Page.objects.filter(content_type__app_label__in=["towns", "stories"])
    for page in ours.order_by("-depth"):
        page.delete()
    for command in commands:
        call_command(*command, verbosity=0)
    get_user_model()._default_manager.update(last_login=None)  # of the tests themselves


def left():
    """The site without the plugin again."""
    call_command("remove_stale_contenttypes", include_stale_apps=True, interactive=False,
                 verbosity=0)  # fmt: skip
    call_command("makemigrations", check=True, dry_run=True)
    call_command("check", fail_level="WARNING")
    dump("after.json")


def dump(name):
    """Every table with its columns, triggers and rows."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            columns = connection.introspection.get_table_description(cursor, table)
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  # of its own list
            rows = sorted(map(repr, cursor.fetchall()))
            found[table] = [sorted(column.name for column in columns), rows]
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1"
            if connection.vendor == "postgresql"
            else "SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY 1"
        )
        found["triggers"] = [[], [name for [name] in cursor.fetchall()]]
    Path(name).write_text(json.dumps(found))
