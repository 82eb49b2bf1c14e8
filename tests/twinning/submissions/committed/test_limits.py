"""Limits: counted by whoever counts, exactly, until their time is over."""

import threading
import time
from types import SimpleNamespace

import pytest
from django.db import connection

from twinning import privacy
from twinning.submissions import limits
from twinning.submissions.models import Attempts


@pytest.fixture
def at(monkeypatch):
    """Set the clock to a second of an hour that begins at 0."""
    start = (int(time.time()) // 3600 + 1) * 3600

    def setter(second: int) -> None:
        monkeypatch.setattr(limits, "time", SimpleNamespace(time=lambda: start + second))

    setter(0)
    return setter


def allowed(who: str = "a", most: int = 2) -> bool:
    try:
        limits.count("test", who, most, 3600)
    except limits.TooMany:
        return False
    return True


@pytest.mark.usefixtures("db")
def test_so_many_and_no_more(at) -> None:
    assert [allowed() for _time in range(4)] == [True, True, False, False]
    assert allowed("b")
    at(3599)
    with pytest.raises(limits.TooMany) as caught:
        limits.count("test", "a", 2, 3600)
    assert caught.value.retry_after == 1
    at(3600)
    assert allowed()
    assert not allowed(most=0)


@pytest.mark.usefixtures("db")
def test_old_ones_are_purged(at) -> None:
    allowed()
    Attempts.objects.update(expires_at="2020-01-01T00:00Z")
    assert privacy.purge()["receipts"] == 1
    assert not Attempts.objects.exists()


@pytest.mark.usefixtures("db")
def test_at_the_same_time_too() -> None:
    """Twenty threads, seven of which may."""
    found: list[bool] = []
    barrier = threading.Barrier(20)

    def count() -> None:
        barrier.wait()
        found.append(allowed("c", most=7))
        connection.close()

    threads = [threading.Thread(target=count) for _number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [False] * 13 + [True] * 7
