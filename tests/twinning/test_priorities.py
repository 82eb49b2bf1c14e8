"""Whoever waits outside of the site does not wait for a thousand pictures."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from modelsearch.tasks import insert_or_update_object_task

from tests.test_layout import ROOMS, ROOT
from twinning.delivery.purging.tasks import purge
from twinning.mail.tasks import deliver as deliver_mail
from twinning.media.tasks import make_renditions
from twinning.tasks import prune, publish_scheduled
from twinning.translation.sync.jobs import run_job
from twinning.webhooks.tasks import deliver as deliver_webhooks

FOLDERS = [ROOT / name for name in (*ROOMS, "site/twinning")]


@pytest.mark.django_db
def test_mail_and_webhooks_come_before_an_import(settings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    prune.enqueue()
    for number in range(20):
        make_renditions.enqueue(number)
        insert_or_update_object_task.enqueue("wagtailcore", "page", str(number))
    run_job.enqueue(1)
    outside = [
        deliver_mail.enqueue(1),
        purge.enqueue({}),
        publish_scheduled.enqueue(),
        deliver_webhooks.using(run_after=timezone.now() - timedelta(seconds=1)).enqueue(),
    ]
    later = deliver_mail.using(run_after=timezone.now() + timedelta(hours=1)).enqueue(2)

    order = [result.task_path.rpartition(".")[2] for result in DBTaskResult.objects.ready()]
    assert len(order) == 46
    assert sorted(order[:4]) == sorted(result.task.func.__name__ for result in outside)
    assert order[4] == "run_job"
    assert order[5:25] == ["insert_or_update_object_task"] * 20
    assert order[25:] == ["make_renditions"] * 20 + ["prune"]
    assert DBTaskResult.objects.get(pk=later.id).priority == 20, "and so when it is due"


def test_each_task_says_who_waits_for_it() -> None:
    files = [path for folder in FOLDERS for path in folder.rglob("*.py")]
    found = [
        (path.name, marked)
        for path in files
        for marked in re.findall(r"(?m)^@task\b(.*)$", path.read_text(encoding="utf-8"))
    ]
    assert len(found) > 10
    wrong = [
        pair
        for pair in found
        if not re.fullmatch(r"\(priority=(OUTSIDE|EDITORS|BULK|UPKEEP)\)", pair[1])
    ]
    assert wrong == []
