"""What docs/operations.md has people install: nginx and systemd read it, and do as it says."""

import http.client
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
UNITS = sorted(
    [*(ROOT / "docs/systemd").glob("*.service"), *(ROOT / "docs/systemd").glob("*.timer")]
)
GUIDE = (ROOT / "docs/operations.md").read_text(encoding="utf-8")


@pytest.mark.skipif(not ANALYZE, reason="needs systemd-analyze")
@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_reads_the_units(unit: Path, tmp_path: Path) -> None:
    for each in UNITS:  # a timer is read with its service
        (tmp_path / each.name.replace("@", "@web")).write_text(each.read_text())
    copy = tmp_path / unit.name.replace("@", "@web")
    read = subprocess.run(
        [str(ANALYZE), "verify", str(copy)], capture_output=True, text=True, check=False
    )
    wrong = [line for line in read.stderr.splitlines() if str(copy) in line]
    assert wrong == []


def test_what_the_guide_has_typed_is_there() -> None:
    """A shell can read it, and each file and unit that it names is one of ours."""
    typed = "\n".join(re.findall(r"(?s)```sh\n(.*?)```", GUIDE))
    subprocess.run(["bash", "-n"], input=typed, text=True, check=True)
    for name in re.findall(r"docs/[\w./-]*\w", typed):
        assert (ROOT / name).exists(), name
    units = set(re.findall(r"twinning(?:@|-build|-release|-backup)(?:\.timer)?", typed))
    for name in units:
        assert (ROOT / "docs/systemd" / (name if "." in name else f"{name}.service")).is_file()
    installed = {unit.stem.rstrip("@") for unit in UNITS}
    assert installed <= {name.removesuffix(".timer").rstrip("@") for name in units}


def test_whatever_ends_is_started_again_for_ever() -> None:
    """systemd gives up after five starts in ten seconds, unless it is told otherwise."""
    unit = (ROOT / "docs/systemd/twinning@.service").read_text()
    assert "StartLimitIntervalSec=0" in unit.partition("[Service]")[0]
    assert "Restart=always" in unit


@pytest.mark.parametrize("status", [0, 1, 3])
def test_a_backup_is_named_by_its_moment_and_verified_where_it_is_made(
    tmp_path: Path, status: int
) -> None:
    """Also where files are missing, which is status 3."""
    unit = (ROOT / "docs/systemd/twinning-backup.service").read_text()
    [written] = re.findall(r'(?m)^ExecStart=/bin/sh -c "(.*)"$', unit)
    (tmp_path / "python").write_text(
        f'#!/bin/sh\necho "$@"\n[ $2 = verify_backup ] || exit {status}'
    )
    (tmp_path / "python").chmod(0o755)
    ran = subprocess.run(
        ["/bin/sh", "-c", written.replace("$$", "$").replace("%%", "%")],
        capture_output=True, text=True, check=False, env={"PATH": f"{tmp_path}:/usr/bin:/bin"},
    )  # fmt: skip
    folder = r"/srv/backups/\d{8}T\d{6}Z"
    backup = rf"manage\.py backup ({folder}) --files\n"
    verified = rf"{backup}manage\.py verify_backup \1\n"
    assert re.fullmatch(verified if status in {0, 3} else backup, ran.stdout)
    assert ran.returncode == status


def test_manage_has_the_sites_user_and_variables(tmp_path: Path) -> None:
    (tmp_path / "systemd-run").write_text('#!/bin/sh\nprintf "%s\\n" "$@"')
    (tmp_path / "systemd-run").chmod(0o755)
    ran = subprocess.run(
        [ROOT / "docs/systemd/twinning-manage", "backup", "a folder"],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True,
        env={"PATH": f"{tmp_path}:/usr/bin:/bin"},
    )  # fmt: skip
    said = ran.stdout.splitlines()
    assert "--pipe" in said and "--property=User=twinning" in said
    assert said[-3:] == ["manage.py", "backup", "a folder"]


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
def ports(site, tmp_path: Path) -> Iterator[tuple[int, int]]:
    """nginx with the configuration of the documentation, at ports of ours: of http, of https."""
    if NGINX is None:
        pytest.skip("needs nginx")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={HOST}",
         "-addext", f"subjectAltName=DNS:{HOST}",
         "-keyout", "key.pem", "-out", "cert.pem"],
        cwd=tmp_path, check=True, capture_output=True,
    )  # fmt: skip
    text = (ROOT / "docs/nginx.conf").read_text()
    plain, found = free_port(), free_port()
    for old, new in {
        "127.0.0.1:8000": f"127.0.0.1:{site.server_port}",
        "listen [::]:80": f"# {plain}",
        "listen [::]:443": f"# {found}",
        "listen 80": f"listen 127.0.0.1:{plain}",
        "listen 443": f"listen 127.0.0.1:{found}",
        f"/etc/letsencrypt/live/{HOST}/fullchain.pem": str(tmp_path / "cert.pem"),
        f"/etc/letsencrypt/live/{HOST}/privkey.pem": str(tmp_path / "key.pem"),
        "/var/www/html": str(tmp_path / "html"),
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
        yield plain, found
    finally:
        server.terminate()
        server.wait()


@pytest.fixture
def port(ports: tuple[int, int]) -> int:
    """That of https."""
    return ports[1]


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


def test_nginx_lets_certbot_renew_the_certificate(ports: tuple[int, int], tmp_path: Path) -> None:
    """Over plain http, where everything else is sent on to https."""
    challenge = tmp_path / "html/.well-known/acme-challenge/token"
    challenge.parent.mkdir(parents=True)
    challenge.write_text("proof")
    if os.geteuid() == 0:
        tmp_path.chmod(0o755)
    for path, wanted in (("/.well-known/acme-challenge/token", 200), ("/en/", 301)):
        connection = http.client.HTTPConnection("127.0.0.1", ports[0], timeout=20)
        connection.request("GET", path, headers={"Host": HOST})
        assert connection.getresponse().status == wanted
        connection.close()


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
