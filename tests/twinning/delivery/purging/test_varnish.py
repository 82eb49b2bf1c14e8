"""The configuration of docs/varnish.vcl in Varnish itself, where it is installed.

Without it nothing is left untested that the site does: the other tests tell servers of their own.
"""

import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.core.handlers.wsgi import WSGIHandler

from tests.twinning.delivery.purging.helpers import VARNISH, free_port, publish

pytestmark = pytest.mark.skipif(shutil.which("varnishd") is None, reason="varnishd is not there")

VCL = Path(__file__).resolve().parents[4] / "docs" / "varnish.vcl"
WAIT = 20


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nothing on the console."""


@pytest.fixture
def origin(tree) -> Iterator[int]:
    """The site itself, at a port."""
    server = make_server("127.0.0.1", 0, WSGIHandler(), handler_class=Quiet)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def front(origin: int, tmp_path: Path, settings) -> Iterator[int]:
    """Varnish before the site, at a port."""
    text = VCL.read_text(encoding="utf-8")
    assert text.count('.port = "8000";') == 1
    configuration = tmp_path / "site.vcl"
    configuration.write_text(text.replace('"8000"', f'"{origin}"'), encoding="utf-8")
    port = free_port()
    command = [
        "varnishd",
        "-F",
        "-n",
        tmp_path / "varnish",
        "-f",
        configuration,
        "-s",
        "malloc,16m",
    ]
    purge_port = free_port()
    command += [
        "-a",
        f"site=127.0.0.1:{port}",
        "-a",
        f"purge=127.0.0.1:{purge_port}",
        "-T",
        "none",
        "-j",
        "none",
    ]
    log = tmp_path / "varnish.log"
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output)
    try:
        until = time.monotonic() + WAIT
        while not answers(port):
            assert process.poll() is None and time.monotonic() < until, log.read_text()
            time.sleep(0.05)
        location = f"http://127.0.0.1:{purge_port}"
        settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
        settings.WAGTAILFRONTENDCACHE = {"v": {"BACKEND": VARNISH, "LOCATIONS": [location]}}
        yield port
    finally:
        process.terminate()
        process.wait(WAIT)


def answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def get(port: int, path: str, **headers: str) -> tuple[int, str, dict[str, str], bool]:
    """Status, body, headers, and whether it came out of the cache."""
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path, headers={"Host": "localhost", **headers})
    answer = connection.getresponse()
    body = answer.read().decode()
    found = {name.lower(): value for name, value in answer.getheaders()}
    connection.close()
    # Two numbers: of this request, and of the one that brought the answer.
    return answer.status, body, found, len(found["x-varnish"].split()) == 2


def is_cached(port: int, path: str) -> bool:
    return get(port, path)[3]


PAGE, API = "/en/towns/almelo/", "/api/content/v1/resolve/?path=/en/towns/almelo/"


def test_what_a_publication_changes_is_purged_and_nothing_else(front: int, tree) -> None:
    others = ["/api/content/v1/locales/", f"/api/content/v1/pages/{tree.stories.pk}/"]
    lists = ["/en/towns/", "/api/content/v1/pages/?type=towns.TownPage"]
    paths = [PAGE, API, *lists, *others]
    for path in paths:
        status, _body, headers, cached = get(front, path)
        assert (status, cached) == (200, False), path
        assert not headers.keys() & {"cache-tag", "surrogate-key", "xkey"}
        assert is_cached(front, path), path
    tree.almelo.title = "Almelo anew"
    publish(tree.almelo)
    assert "Almelo anew" in get(front, PAGE)[1]
    assert "Almelo anew" in get(front, API)[1]
    assert [path for path in paths if is_cached(front, path)] == [PAGE, API, *others]


def test_everything_can_be_purged(front: int, tree) -> None:
    paths = [PAGE, API, "/api/content/v1/locales/"]
    for path in paths:
        get(front, path)
    assert all(is_cached(front, path) for path in paths)
    tree.site.site_name = "Other"
    tree.site.save()
    assert not any(is_cached(front, path) for path in paths)


def test_what_is_somebodys_own_is_not_cached(front: int, tree) -> None:
    for headers in ({"Cookie": "a=b; sessionid=c"}, {"X-Page-Access": "x"}, {"Authorization": "x"}):
        for _ in range(2):
            assert not get(front, PAGE, **headers)[3]
    assert not is_cached(front, PAGE)
    assert get(front, PAGE, Cookie="other=1")[3]
    assert not is_cached(front, "/en/nowhere/")
    assert not is_cached(front, "/en/nowhere/")


def test_304_comes_from_the_cache(front: int, tree) -> None:
    etag = get(front, PAGE)[2]["etag"]
    status, body, _headers, cached = get(front, PAGE, **{"If-None-Match": etag})
    assert (status, body, cached) == (304, "", True)
