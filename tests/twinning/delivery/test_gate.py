"""Few requests are in Django at once, and whoever needs nothing of it waits for none of them."""

import threading

import pytest

from tests.twinning.delivery.asking import environ
from twinning.delivery.gate import Gate


class Slow:
    """An application that answers when it is told to, and notes how many are in it."""

    def __init__(self) -> None:
        self.go, self.lock = threading.Event(), threading.Lock()
        self.inside = self.most = 0
        self.entered = threading.Semaphore(0)

    def __call__(self, environ, start_response):
        with self.lock:
            self.inside += 1
            self.most = max(self.most, self.inside)
        self.entered.release()
        assert self.go.wait(20)
        with self.lock:
            self.inside -= 1
        start_response("200 OK", [])
        return [b"late"]


def test_others_wait_before_it() -> None:
    slow = Slow()
    gate = Gate(slow, 2)
    answers: list[object] = []

    def ask() -> None:
        answers.extend(gate(environ("/en/"), lambda *said: None))

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    assert slow.entered.acquire(timeout=20) and slow.entered.acquire(timeout=20)
    assert not slow.entered.acquire(timeout=0.2), "a third one is in it"
    slow.go.set()
    for thread in threads:
        thread.join(20)
    assert answers == [b"late"] * 6
    assert slow.most == 2


def test_a_place_is_free_again_after_an_error() -> None:
    def broken(environ, start_response):
        raise ValueError

    gate = Gate(broken, 1)
    for _ in range(2):
        with pytest.raises(ValueError):
            gate(environ("/en/"), lambda *said: None)
