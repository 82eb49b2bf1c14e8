"""What tests of purging do again and again."""

import socket
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.models import Page

from tests.twinning.delivery.purging.recording import Recorder, Told

PURGING = "twinning.delivery.purging"
VARNISH = f"{PURGING}.varnish.VarnishBackend"


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def at(port: int, **more: Any) -> dict[str, Any]:
    """A Varnish backend that tells a server on this machine."""
    return {"BACKEND": VARNISH, "LOCATIONS": [f"http://127.0.0.1:{port}"], "TIMEOUT": 1, **more}


def waiting() -> list[DBTaskResult]:
    return list(DBTaskResult.objects.filter(status="READY", task_path__contains=PURGING))


def hasten() -> None:
    """Let the time until the next try pass."""
    DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now())


def publish(page: Any) -> None:
    with transaction.atomic():
        page.save_revision().publish()


def one(cache: Recorder) -> Told:
    [told] = cache.take()
    assert (told.method, told.path) == ("PURGE", "/")
    return told


def page_tags(*pages: Page) -> set[str]:
    return {f"page-{page.pk}" for page in pages}


TOWN_TAGS = {"type-towns.TownPage", "type-wagtailcore.Page"}
