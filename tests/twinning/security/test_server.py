"""The same against the server itself, as the Procfile starts it: what it refuses before Django."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model

from tests.load.platform import SETTINGS, Process
from tests.own_database import own_db  # noqa: F401  (in place of pytest-django's `db`)
from tests.tools import procfile
from tests.tools.running import free_port
from tests.twinning.delivery.servers import database_url

pytestmark = pytest.mark.once("the server in front of Django, whatever the database")

HOST = "twinning.example"
#: Milliseconds that the server waits for the rest of a header, in these tests.
PATIENCE = 1500


def variables(folder: Path, **others: str) -> dict[str, str]:
    return {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "PYTHONPATH": "site:.",
        "SECRET_KEY": "only-for-the-test-" + "k" * 40,
        "ALLOWED_HOSTS": HOST,
        "PROXIES": "1",
        "TWO_FACTOR": "off",
        "WEB_CONCURRENCY": "1",
        "MEDIA_ROOT": str(folder / "media"),
        "GRANIAN_HTTP1_HEADER_READ_TIMEOUT": str(PATIENCE),
        **others,
    }


@pytest.fixture
def port(tree, admin_user, tmp_path) -> Iterator[int]:
    found = free_port()
    given = variables(tmp_path, PORT=str(found), DATABASE_URL=database_url())
    server = Process("web", given, tmp_path)
    try:
        until = time.monotonic() + 120
        while not asked(found, "/healthz").startswith(b"HTTP/1.1 200"):
            assert time.monotonic() < until, server.log.read_text()
            time.sleep(0.2)
        yield found
    finally:
        server.stop()


def opened(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=30)


def sent(port: int, request: bytes) -> bytes:
    """What comes back for bytes, until the server hangs up or has answered; empty if nothing."""
    try:
        with opened(port) as connection:
            connection.sendall(request)
            return connection.recv(65536)
    except (ConnectionError, TimeoutError):
        return b""


def asked(port: int, path: str, *headers: str, host: str = HOST, body: str = "") -> bytes:
    """The answer to a request, which is a POST where it has a body."""
    lines = [
        f"{'POST' if body else 'GET'} {path} HTTP/1.1", f"Host: {host}",
        "X-Forwarded-Proto: https", *headers,
    ]  # fmt: skip
    if body:
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    return sent(port, "\r\n".join([*lines, "", body]).encode("latin-1"))


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/") else 0


def test_what_nobody_sends_in_earnest_is_refused(port: int) -> None:
    huge = "Content-Length: 10000000000"
    refused = {
        "another host": (asked(port, "/en/", host="evil.example"), {400}),
        "no host": (sent(port, b"GET /en/ HTTP/1.1\r\n\r\n"), {400}),
        "two hosts": (asked(port, "/en/", "Host: evil.example"), {400}),
        "a body that is too long, unsent": (
            sent(port, f"POST /en/ HTTP/1.1\r\nHost: {HOST}\r\n{huge}\r\n\r\n".encode()), {413}),
        "headers without end": (asked(port, "/en/", "X-A: " + "a" * 1_000_000), {0, 400, 431}),
        "a thousand headers": (
            asked(port, "/en/", *(f"X-{number}: a" for number in range(1000))), {400, 431}),
        "a path without end": (asked(port, "/en/" + "a" * 200_000), {400, 404, 414}),
        "no HTTP": (sent(port, b"\x16\x03\x01 hello\r\n\r\n"), {0, 400}),
        "a line break in a header": (asked(port, "/en/", "X-A: a\rSet-Cookie: b"), {400}),
        "a length and pieces": (
            asked(port, "/admin/login/", "Transfer-Encoding: chunked", body="a=b"), {400, 403}),
    }  # fmt: skip
    wrong = {name: answer[:80] for name, (answer, may) in refused.items()
             if status(answer) not in may}  # fmt: skip
    assert wrong == {}
    assert status(asked(port, "/en/")) == 200


def test_no_path_leads_out_of_a_folder(port: int) -> None:
    """As it is sent: clients and proxies would have tidied it up."""
    ways = ("/../../manage.py", "/..%2f..%2fmanage.py", "/%2e%2e/%2e%2e/manage.py", "/%00",
            "/..%5c..%5cmanage.py", "//etc/passwd", "/..%252f..%252fmanage.py")  # fmt: skip
    for base in ("/media/images", "/media/documents", "/media/original_images", "/static"):
        for way in ways:
            answer = asked(port, base + way)
            assert status(answer) in {400, 403, 404}, (base + way, answer[:200])
            assert b"import" not in answer and b"root:" not in answer


def test_a_forged_address_is_not_believed(port: int) -> None:
    """Failed logins are counted by the address that our own proxy has added at the end."""
    name = get_user_model().objects.get().username
    page = asked(port, "/admin/login/").decode()
    cookie = page.partition("__Host-csrftoken=")[2].partition(";")[0]
    form = f"username={name}&password=wrong&csrfmiddlewaretoken={cookie}"

    def tried(chain: str) -> int:
        headers = (f"X-Forwarded-For: {chain}", f"Cookie: __Host-csrftoken={cookie}",
                   f"Referer: https://{HOST}/admin/login/")  # fmt: skip
        return status(asked(port, "/admin/login/", *headers, body=form))

    seen = [tried(f"203.0.113.{number}, 192.0.2.1") for number in range(7)]
    assert seen[0] == 200 and seen[-1] == 429, seen
    assert tried("203.0.113.1, 192.0.2.2") == 200


def test_slow_clients_keep_nobody_waiting(port: int) -> None:
    """Headers that do not come to their end: other requests are answered, and these cut off."""
    with ExitStack() as stack:
        slow = [stack.enter_context(opened(port)) for _ in range(50)]
        for connection in slow:
            connection.sendall(b"GET /en/ HTTP/1.1\r\nHost: twinning.example\r\nX-A: ")
        begun = time.monotonic()
        assert status(asked(port, "/en/")) == 200
        for connection in slow:
            connection.settimeout(PATIENCE / 1000 + 30)
            assert connection.recv(100)[:12] in {b"", b"HTTP/1.1 408"}
        assert time.monotonic() - begun > PATIENCE / 1000 - 0.5


def test_who_sends_a_body_slowly_holds_no_place_in_django(port: int) -> None:
    with ExitStack() as stack:
        for _ in range(10):
            connection = stack.enter_context(opened(port))
            connection.sendall(
                f"POST /admin/login/ HTTP/1.1\r\nHost: {HOST}\r\nX-Forwarded-Proto: https\r\n"
                "Content-Length: 1000\r\n\r\na".encode()
            )
        time.sleep(0.5)
        begun = time.monotonic()
        assert status(asked(port, "/admin/login/")) == 200
        assert time.monotonic() - begun < 20, "it waited for one of them"


@pytest.mark.parametrize("kind", ["web", "worker", "clock"])
def test_a_process_names_what_it_misses_and_ends(kind: str, tmp_path) -> None:
    given = variables(tmp_path, PORT=str(free_port()), DATABASE_URL="", SECRET_KEY="")
    ended = subprocess.run(
        ["bash", "-c", f"exec {procfile.command(kind, SETTINGS)}"],
        cwd=procfile.ROOT, env=given, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert ended.returncode != 0
    assert "DATABASE_URL, SECRET_KEY" in ended.stdout + ended.stderr
