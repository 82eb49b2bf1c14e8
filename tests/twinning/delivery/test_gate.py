"""Few requests are in Django at once, and whoever needs nothing of it waits for none of them."""

import io
import json
import threading
import time

import pytest
from django.template import TemplateDoesNotExist

from tests.twinning.delivery.asking import ALMELO, ask, environ
from twinning.delivery import wsgi
from twinning.delivery.bodies import Bodies
from twinning.delivery.gate import Gate
from twinning.delivery.news import of_default_database
from twinning.delivery.origin import WAITS_SINCE
from twinning.delivery.places import Places
from twinning.wsgi import django_application


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
    gate = Gate(slow, Places(2))
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

    gate = Gate(broken, Places(1))
    for _ in range(2):
        with pytest.raises(ValueError):
            gate(environ("/en/"), lambda *said: None)


@pytest.fixture
def full():
    """A gate whose one place is taken for as long as the test lasts."""
    slow = Slow()
    gate = Gate(slow, Places(1), patience=0.1)
    inside = threading.Thread(target=gate, args=(environ("/en/"), lambda *said: None))
    inside.start()
    assert slow.entered.acquire(timeout=20)
    yield gate
    slow.go.set()
    inside.join(20)
    assert list(gate(environ("/en/"), lambda *said: None)) == [b"late"], "it is free again"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/nl/", "text/html"),
        ("/api/content/v1/locales/", "application/problem+json"),
        ("/api/v3/pages/", "application/json"),
    ],
)
def test_who_waits_too_long_is_told_when_to_come_back(full, path: str, kind: str) -> None:
    """Without the mark `django_db`: the database has enough to do."""
    begun = time.monotonic()
    said = ask(full, path)
    assert time.monotonic() - begun < 10
    assert said.status == 503
    assert int(said.headers["Retry-After"]) > 0
    assert said.headers["Cache-Control"] == "no-store"
    assert said.headers["Content-Type"].startswith(kind)
    if kind == "text/html":
        assert '<html lang="nl">' in said.text
        assert "default-src" in said.headers["Content-Security-Policy"]
    else:
        assert "at once" in json.loads(said.text)["detail"]


def test_what_somebody_has_waited_for_before_counts() -> None:
    """A router in front counts all of it."""
    gate, said, begun = Gate(Slow(), Places(0), patience=600), [], time.monotonic()
    waiting = environ("/en/") | {WAITS_SINCE: begun - 599.9}
    gate(waiting, lambda status, headers: said.append(status))
    assert said == ["503 Service Unavailable"]
    assert time.monotonic() - begun < 60


def test_the_gate_is_told_since_when_a_request_waits(tree) -> None:
    seen: list[float] = []

    def noting(environ, start_response):
        seen.append(environ[WAITS_SINCE])
        return django_application(environ, start_response)

    found, begun = of_default_database(), time.monotonic()
    ask(wsgi.Delivery(noting, found, 4_000_000), ALMELO)
    found.close()
    assert begun <= seen[0] <= time.monotonic()


def test_who_waits_too_long_is_refused_as_scripts_of_others_may_read_it(full, settings) -> None:
    settings.CORS_ALLOWED_ORIGINS = ["https://front.example"]
    said = ask(full, "/api/content/v1/locales/", origin="https://front.example")
    assert said.status == 503
    assert said.headers["access-control-allow-origin"] == "https://front.example"
    assert ask(full, "/api/content/v1/locales/", "HEAD").raw == b""


def test_a_host_that_is_none_is_told_nothing(full, settings) -> None:
    settings.ALLOWED_HOSTS, settings.SECURE_SSL_REDIRECT = ["twinning.example"], True
    assert ask(full, "/nl/", host="evil.example").status == 400


def test_a_host_without_a_page_for_it_says_so_all_the_same(full, monkeypatch) -> None:
    """The page for errors is the site's own; Django has a plain one."""

    def missing(name: str, *args: object, **named: object) -> None:
        raise TemplateDoesNotExist(name)

    monkeypatch.setattr("django.template.loader.get_template", missing)
    said = ask(full, "/nl/")
    assert (said.status, said.headers["Retry-After"]) == (503, "5")
    assert "<html" in said.text


def test_the_settings_say_how_many_there_are(settings, monkeypatch) -> None:
    settings.TWINNING = {**settings.TWINNING, "DELIVERY_PLACES": 3, "DELIVERY_TURN": 1.5}
    settings.DEBUG, given = False, []
    monkeypatch.setattr(wsgi, "of_default_database", object)
    monkeypatch.setattr(wsgi, "Places", lambda *numbers: given.extend(numbers))
    wsgi.wrap(echo)
    assert given == [3, 1.5]


class Trickle(io.RawIOBase):
    """A body of which nothing comes before it is told to go on."""

    def __init__(self, body: bytes) -> None:
        self._body, self.asked, self.go = io.BytesIO(body), threading.Event(), threading.Event()

    def read(self, size: int = -1) -> bytes:
        self.asked.set()
        assert self.go.wait(20)
        return self._body.read(size)


def posted(body: io.RawIOBase, length: int) -> dict[str, object]:
    return environ("/en/", "POST") | {"wsgi.input": body, "CONTENT_LENGTH": str(length)}


def echo(environ, start_response):
    start_response("200 OK", [])
    return [environ["wsgi.input"].read()]


def test_who_sends_slowly_holds_no_place() -> None:
    gate, slow, answers = Gate(echo, Places(1), patience=0.1), Trickle(b"late"), []
    sender = threading.Thread(
        target=lambda: answers.extend(gate(posted(slow, 4), lambda *said: None))
    )
    sender.start()
    assert slow.asked.wait(20)
    quick = gate(posted(io.BytesIO(b"soon"), 4), lambda *said: None)
    assert list(quick) == [b"soon"], "the one place is taken"
    slow.go.set()
    sender.join(20)
    assert answers == [b"late"]


def test_a_large_body_arrives_whole() -> None:
    body = bytes(range(256)) * 4000
    assert list(Gate(echo, Places(1))(posted(io.BytesIO(body), len(body)), lambda *said: None)) == [
        body
    ]
    left = Gate(echo, Places(1))(posted(io.BytesIO(body), 1000), lambda *said: None)
    assert list(left) == [body[:1000]], "what follows is of the next request"


def test_what_is_longer_than_anything_taken_is_not_read(settings) -> None:
    settings.TWINNING = {**settings.TWINNING, "BODY_BYTES": 10}
    body = io.BytesIO(b"0123456789a")
    Gate(lambda environ, start_response: [], Places(1))(posted(body, 11), lambda *said: None)
    assert body.tell() == 0


def test_a_body_that_does_not_come_in_time_is_refused() -> None:
    said: list[str] = []
    request = posted(io.BytesIO(b"{}" * 2000), 4000) | {"PATH_INFO": "/api/content/v1/enquiries/"}
    late = Gate(echo, Places(1), received=Bodies(deadline=-1))
    (answer,) = late(request, lambda status, headers: said.append(status))
    assert said == ["408 Request Timeout"]
    assert json.loads(answer)["detail"].startswith("The body")
    (page,) = late(posted(io.BytesIO(b"a=b"), 3), lambda status, headers: said.append(status))
    assert b"This took too long" in page


def test_half_a_body_is_none() -> None:
    said: list[str] = []
    gate = Gate(echo, Places(1))
    gate(posted(io.BytesIO(b"title=A&action-pub"), 27), lambda status, headers: said.append(status))
    assert said == ["400 Bad Request"]


def test_those_who_send_nothing_leave_threads_to_others() -> None:
    gate, silent = Gate(echo, Places(1), received=Bodies(at_once=1)), Trickle(b"late")
    sender = threading.Thread(target=gate, args=(posted(silent, 4), lambda *said: None))
    sender.start()
    assert silent.asked.wait(20)
    said: list[str] = []
    gate(posted(io.BytesIO(b"soon"), 4), lambda status, headers: said.append(status))
    assert said == ["503 Service Unavailable"]
    read = {**environ("/en/"), "CONTENT_LENGTH": "4", "wsgi.input": io.BytesIO(b"")}
    assert list(gate(read, lambda *said: None)) == [b""], "nobody waits for what is not read"
    silent.go.set()
    sender.join(20)
    assert list(gate(posted(io.BytesIO(b"soon"), 4), lambda *said: None)) == [b"soon"]


def test_a_full_disk_is_said_like_a_crowd() -> None:
    class Full(io.RawIOBase):
        def read(self, size: int = -1) -> bytes:
            raise OSError

    said: list[str] = []
    Gate(echo, Places(1))(posted(Full(), 4), lambda status, headers: said.append(status))
    assert said == ["503 Service Unavailable"]
