"""The Procfile's processes start with the production settings and the three variables alone."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from email.message import Message
from itertools import islice
from pathlib import Path

import pytest

from tests.tools.running import ROOT, free_port
from twinning.clock import jobs


def process(name: str) -> str:
    lines = (ROOT / "Procfile").read_text(encoding="utf-8").splitlines()
    return dict(line.split(": ", 1) for line in lines)[name]


@pytest.fixture(scope="module")
def environment(new_database, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    variables = {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "DATABASE_URL": new_database(tmp_path_factory.mktemp("production")),
        "SECRET_KEY": "production-" + "k" * 50 + "-0123456789",
        "ALLOWED_HOSTS": "localhost",
        "PORT": str(free_port()),
        "WEB_CONCURRENCY": "1",
    }
    released = subprocess.run(
        ["bash", "-c", process("release")],
        cwd=ROOT,
        env=variables,
        capture_output=True,
        text=True,
        check=False,
    )
    assert released.returncode == 0, released.stderr
    return variables


def get(port: str, path: str) -> tuple[int, str, Message]:
    request = urllib.request.Request(
        f"http://localhost:{port}{path}", headers={"X-Forwarded-Proto": "https"}
    )
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.read().decode(), answer.headers
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(), error.headers


def test_web_answers(environment: dict[str, str], tmp_path: Path) -> None:
    port, log = environment["PORT"], tmp_path / "web.log"
    metrics = str(free_port())
    with log.open("w") as output:
        web = subprocess.Popen(
            ["bash", "-c", f"exec {process('web')}"],
            cwd=ROOT,
            env={**environment, "METRICS_PORT": metrics},
            stdout=output,
            stderr=subprocess.DEVNULL,
        )
    try:
        status = None
        for _ in range(600):
            assert web.poll() is None, "the server stopped"
            try:
                status, html, headers = get(port, "/pl/nic/")
                break
            except OSError:
                time.sleep(0.2)
        assert status == 404
        assert "<h1>Nie znaleziono strony</h1>" in html
        name = headers["X-Request-ID"]
        assert headers["Strict-Transport-Security"].startswith("max-age=31536000")
        assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
        style = html.split('rel="stylesheet" href="')[1].split('"')[0]
        status, _css, headers = get(port, style)
        assert (status, headers["Cache-Control"]) == (200, "max-age=315360000, public, immutable")
        assert get(port, "/admin/login/")[0] == 200
        status, probe, _headers = get(port, "/readyz")
        assert (status, json.loads(probe)["checks"]["build"]) == (200, "ok")
        assert get(port, "/api/v3/docs/")[0] == 200
        assert get(port, "/api/v3/openapi.json")[0] == 200
        assert get(port, "/metrics")[0] == get(port, "/metrics/")[0] == 404
        told = get(metrics, "/metrics")[1]
        assert 'twinning_process_info{kind="web"} 1.0' in told
        assert "twinning_delivery_requests_total{" in told
        assert "django_http_responses_total_by_status_total{" in told
    finally:
        web.send_signal(signal.SIGTERM)
        ended = web.wait(timeout=60)
    assert ended == 0
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert all({"time", "level", "logger", "message"} <= line.keys() for line in lines)
    assert {"_granian", "twinning.access"} <= {line["logger"] for line in lines}
    answered = [line for line in lines if line["logger"] == "twinning.access"]
    assert all(line["request_id"] for line in answered)
    [missing] = [line for line in answered if line["request_id"] == name]
    assert (missing["method"], missing["status"]) == ("GET", 404)
    assert "/nic/" not in log.read_text(encoding="utf-8")


def test_a_build_needs_no_variables() -> None:
    """Heroku's buildpack may know none of the platform's, and there is no database yet."""
    built = subprocess.run(
        [ROOT / "bin/post_compile"],
        cwd=ROOT,
        env={"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    assert (ROOT / "var/static/build.txt").is_file()


def test_clock_runs_until_it_is_told_to_stop(environment: dict[str, str]) -> None:
    clock = subprocess.Popen(
        ["bash", "-c", f"exec {process('clock')}"],
        cwd=ROOT,
        env={**environment, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert clock.stdout is not None
        lines = (json.loads(line)["message"] for line in clock.stdout)
        said = [line.split(":")[0] for line in islice(lines, len(jobs()))]
        assert said == [job.name for job in jobs()]
    finally:
        clock.send_signal(signal.SIGTERM)
        _out, errors = clock.communicate(timeout=20)
    assert clock.returncode == 0, errors


def test_worker_starts(environment: dict[str, str]) -> None:
    worker = subprocess.run(
        ["bash", "-c", f"{process('worker')} --batch"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert worker.returncode == 0, worker.stderr
