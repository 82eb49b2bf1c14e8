"""What docs/operations.md has people install: nginx and systemd read it, and do as it says."""

import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import ClassVar

import pytest

from tests.tools.running import ROOT, free_port

NGINX, ANALYZE = (
    shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin"),
    shutil.which("systemd-analyze"),
)
HOST = "twinning.example"
UNITS = sorted((ROOT / "docs/systemd").glob("*.service"))


@pytest.mark.skipif(not ANALYZE, reason="needs systemd-analyze")
@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_reads_the_units(unit: Path, tmp_path: Path) -> None:
    copy = tmp_path / unit.name.replace("@", "@web")
    copy.write_text(unit.read_text())
    read = subprocess.run(
        [str(ANALYZE), "verify", str(copy)], capture_output=True, text=True, check=False
    )
    wrong = [line for line in read.stderr.splitlines() if str(copy) in line]
    assert wrong == []


@pytest.mark.parametrize("kind", ["release", "web", "worker", "clock"])
def test_a_unit_runs_a_line_of_the_procfile(kind: str, tmp_path: Path) -> None:
    name = "twinning-release" if kind == "release" else "twinning@"
    unit = (ROOT / f"docs/systemd/{name}.service").read_text()
    written = re.search(r"(?m)^ExecStart=/bin/sh -c \"(.*)\"$", unit)
    assert written
    line = written[1].replace("$$", "$").replace("%i", kind)
    for program in ("python", "granian"):
        (tmp_path / program).write_text(f'#!/bin/sh\necho {program} "$@" "$DJANGO_SETTINGS_MODULE"')
        (tmp_path / program).chmod(0o755)
    ran = subprocess.run(
        ["/bin/sh", "-c", line], cwd=ROOT, capture_output=True, text=True, check=True,
        env={"PATH": f"{tmp_path}:/usr/bin:/bin", "PORT": "8123", "BIND": "127.0.0.1"},
    )  # fmt: skip
    begins = {
        "web": "granian --interface wsgi --host 127.0.0.1 --port 8123 ",
        "worker": "python manage.py db_worker",
    }
    assert ran.stdout.startswith(begins.get(kind, f"python manage.py {kind}"))
    assert ran.stdout.strip().endswith("twinning.settings.production")


class Site(BaseHTTPRequestHandler):
    """In the site's place: says what nginx has handed on."""

    protocol_version = "HTTP/1.1"

    #: Paths that have got here.
    seen: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.seen.append(self.path)
        length = int(self.headers.get("Content-Length", "0"))
        self.rfile.read(length)
        body = f"length={length}\n{self.headers}".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def port(site, tmp_path: Path) -> Iterator[int]:
    """nginx with the configuration of the documentation: http alone, at ports of ours."""
    if NGINX is None:
        pytest.skip("needs nginx")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={HOST}",
         "-addext", f"subjectAltName=DNS:{HOST}",
         "-keyout", "key.pem", "-out", "cert.pem"],
        cwd=tmp_path, check=True, capture_output=True,
    )  # fmt: skip
    text = (ROOT / "docs/nginx.conf").read_text()
    http, found = free_port(), free_port()
    for old, new in {
        "127.0.0.1:8000": f"127.0.0.1:{site.server_port}",
        "listen [::]:80": f"# {http}",
        "listen [::]:443": f"# {found}",
        "listen 80": f"listen 127.0.0.1:{http}",
        "listen 443": f"listen 127.0.0.1:{found}",
        f"/etc/letsencrypt/live/{HOST}/fullchain.pem": str(tmp_path / "cert.pem"),
        f"/etc/letsencrypt/live/{HOST}/privkey.pem": str(tmp_path / "key.pem"),
    }.items():
        assert old in text, old
        text = text.replace(old, new)
    (tmp_path / "site.conf").write_text(text)
    (tmp_path / "nginx.conf").write_text(
        # As root it would be nobody, who may not write into our folder.
        f"{'user root;' if os.geteuid() == 0 else ''} pid {tmp_path}/nginx.pid; "
        f"error_log {tmp_path}/error.log; daemon off; "
        f"events {{}} http {{ access_log off; {_folders(tmp_path)} include site.conf; }}"
    )
    command = [NGINX, "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf"),
               "-e", str(tmp_path / "error.log")]  # fmt: skip
    read = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert read.returncode == 0 and "warn" not in read.stderr, read.stderr
    server = subprocess.Popen(command)
    try:
        until = time.monotonic() + 30
        while not _listens(found):
            assert time.monotonic() < until
            time.sleep(0.1)
        yield found
    finally:
        server.terminate()
        server.wait()


def _folders(folder: Path) -> str:
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    return " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)


def _listens(port: int) -> bool:
    with socket.socket() as connection:
        return connection.connect_ex(("127.0.0.1", port)) == 0


def curl(port: int, path: str, *options: str, host: str = HOST) -> tuple[int, str]:
    """Status, 0 where nginx hangs up, and body."""
    asked = subprocess.run(
        ["curl", "-sk", "--http1.1", "--resolve", f"{host}:{port}:127.0.0.1", *options, "-w",
         "\n%{http_code}", f"https://{host}:{port}{path}"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    body, _line, status = asked.stdout.rpartition("\n")
    return int(status), body


def test_nginx_hands_on_what_the_site_wants(port: int) -> None:
    if not shutil.which("curl"):
        pytest.skip("needs curl")
    forged = ("-H", "X-Forwarded-For: 6.6.6.6", "-H", "X-Forwarded-Proto: http",
              "-H", "X_Forwarded_Proto: http", "-H", "X-Request-ID: mine")  # fmt: skip
    status, body = curl(port, "/en/", *forged)
    assert status == 200
    for line in (f"Host: {HOST}", "X-Forwarded-For: 127.0.0.1", "X-Forwarded-Proto: https"):
        assert line in body.splitlines(), body
    assert "6.6.6.6" not in body and "X_Forwarded" not in body and ": mine" not in body


def test_nginx_refuses_what_nobody_sends_in_earnest(port: int, tmp_path: Path) -> None:
    if not shutil.which("curl"):
        pytest.skip("needs curl")
    big = tmp_path / "big"
    with big.open("wb") as file:
        file.truncate(49 * 1024 * 1024)
    fits = tmp_path / "fits"
    fits.write_bytes(b"x" * 3_000_000)
    assert curl(port, "/en/", "--data-binary", f"@{fits}")[1].startswith("length=3000000")
    assert curl(port, "/en/", "--data-binary", f"@{big}")[0] == 413
    assert curl(port, "/en/?" + "a" * 20_000)[0] == 414
    assert curl(port, "/en/", "-H", "X-A: " + "a" * 20_000)[0] == 400
    assert curl(port, "/en/", host="evil.example")[0] == 0
    assert curl(port, "/readyz")[0] == 200


def test_nginx_has_a_body_before_the_site_hears_of_it(port: int, tmp_path: Path) -> None:
    """Else whoever sends slowly would hold a thread of the site."""
    known = ssl.create_default_context(cafile=tmp_path / "cert.pem")
    with (
        socket.create_connection(("127.0.0.1", port), timeout=20) as plain,
        known.wrap_socket(plain, server_hostname=HOST) as connection,
    ):
        head = f"POST /slowly/ HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 10\r\n\r\n"
        connection.sendall(head.encode() + b"first")
        assert curl(port, "/meanwhile/")[0] == 200
        assert "/meanwhile/" in Site.seen and "/slowly/" not in Site.seen
        connection.sendall(b"then!")
        assert connection.recv(100).startswith(b"HTTP/1.1 200")
    assert "/slowly/" in Site.seen
