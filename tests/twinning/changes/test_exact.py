"""Who catches up while others publish reads all that was published, each thing once."""

import os
import threading
import time
from collections import Counter
from collections.abc import Callable

import pytest
from django.db import connection, connections, transaction
from wagtail.models import Page

from tests import factories
from tests.twinning.changes.test_api import URL
from towns.models import TownPage
from twinning.changes.models import Change

WRITERS, TIMES = 4, 12
POSTGRES = os.environ.get("DATABASE_URL", "").startswith("postgres")


def in_threads(*works: Callable[[], None]) -> list[BaseException]:
    """Do all at the same time; what went wrong."""
    failures: list[BaseException] = []

    def run(work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001  (the test shows it)
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failures


def publish_often(town: TownPage) -> None:
    for number in range(TIMES):
        with transaction.atomic():
            town.title = f"{town.pk}-{number}"
            town.save()
            if number % 3 == 2:  # one that is rolled back
                transaction.set_rollback(True)
        if number % 4 == 0:
            with transaction.atomic():  # one that takes its time
                town.save()
                time.sleep(0.02)


def test_nothing_is_lost_and_nothing_comes_twice(client, tree) -> None:
    towns = factories.TownPageFactory.create_batch(WRITERS, parent=tree.towns)
    since = client.get(URL).json()["until"]
    done = threading.Event()
    left = threading.Semaphore(0)
    seen: list[tuple[int, int]] = []
    asked = Counter[str]()

    def writer(town: TownPage) -> Callable[[], None]:
        def write() -> None:
            try:
                publish_often(town)
            finally:
                left.release()

        return write

    def read() -> None:
        nonlocal since
        while True:
            is_last = done.is_set()
            answer = client.get(URL, {"since": since, "fold": "false", "limit": 3}).json()
            assert all(since < item["generation"] <= answer["until"] for item in answer["items"])
            seen.extend((item["id"], item["generation"]) for item in answer["items"])
            asked["empty" if not answer["items"] else "full"] += 1
            since = answer["until"]
            if is_last and not answer["has_more"]:
                return

    def wait() -> None:
        for _town in towns:
            left.acquire()
        done.set()

    first = since
    assert in_threads(read, wait, *map(writer, towns)) == []
    written = Change.objects.filter(generation__gt=first).values_list("page_id", "generation")
    assert Counter(seen) == Counter(written)
    rolled_back = TIMES // 3
    slow = len(range(0, TIMES, 4))
    per_town = Counter(page for page, _generation in seen)
    assert per_town == {town.pk: TIMES - rolled_back + slow for town in towns}
    assert asked["full"] > 3


@pytest.mark.skipif(not POSTGRES, reason="SQLite has one writer; runs with `make pytest-postgres`")
def test_the_number_is_locked_last_of_all(tree) -> None:
    """A section is renamed while a page in it is published: neither waits for the other for ever.

    The first writes the section, then the page; the second has written the page. Had the first
    taken the number before, each would wait for what the other has.
    """
    section_is_written, page_is_written = threading.Event(), threading.Event()

    def rename() -> None:
        with transaction.atomic():
            section = Page.objects.get(pk=tree.towns.pk)
            section.title = "Twin towns"
            section.save()
            section_is_written.set()
            assert page_is_written.wait(10)
            Page.objects.filter(pk=tree.almelo.pk).update(seo_title="Written by the first")

    def publish() -> None:
        assert section_is_written.wait(10)
        with transaction.atomic():
            Page.objects.get(pk=tree.almelo.pk).save()
            page_is_written.set()

    assert in_threads(rename, publish) == []
    numbers = Change.objects.order_by("-generation").values_list("page_id", flat=True)[:2]
    assert list(numbers) == [tree.towns.pk, tree.almelo.pk]
    assert not Change.objects.filter(generation=None).exists()
    assert connection.vendor == "postgresql"
