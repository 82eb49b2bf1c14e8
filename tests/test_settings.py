"""Production refuses to start without its variables, and says which; nothing else needs any."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from twinning.settings import env

ROOT = Path(__file__).resolve().parents[1]
NEEDED = {
    "DATABASE_URL": "sqlite:///:memory:",
    "SECRET_KEY": "k" * 60 + "0123456789-abcdef",
    "ALLOWED_HOSTS": "twinning.example,www.twinning.example",
}


def manage(command: str, settings: str = "production", **variables: str):
    return run(command.split(), settings, **variables)


def shell(code: str, **variables: str):
    return run(["shell", "--no-imports", "-c", code], "production", **variables)


def run(command: list[str], settings: str, **variables: str):
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": f"twinning.settings.{settings}",
        **variables,
    }
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_passes_the_deployment_checks() -> None:
    result = manage("check --deploy --fail-level WARNING", **NEEDED)
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("missing", NEEDED)
def test_production_names_a_missing_variable(missing: str) -> None:
    result = manage("check", **{name: NEEDED[name] for name in NEEDED if name != missing})
    assert result.returncode != 0
    assert "ImproperlyConfigured" in result.stderr
    assert missing in result.stderr.splitlines()[-1]


def test_production_names_all_that_is_missing_at_once() -> None:
    last_line = manage("check").stderr.splitlines()[-1]
    assert all(name in last_line for name in NEEDED)


def test_a_key_that_begins_with_a_dollar_is_a_key() -> None:
    result = manage("check", **{**NEEDED, "SECRET_KEY": "$" + NEEDED["SECRET_KEY"]})
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("hosts", [",", " , "])
def test_no_hosts_are_no_hosts(hosts: str) -> None:
    result = manage("check", **{**NEEDED, "ALLOWED_HOSTS": hosts})
    assert "ALLOWED_HOSTS" in result.stderr.splitlines()[-1]


def test_production_lets_not_just_any_host_in() -> None:
    result = manage("check", **{**NEEDED, "ALLOWED_HOSTS": "*"})
    assert "ALLOWED_HOSTS" in result.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    "address", ["no database", "foo://bar", "http://x/y", "postgres://user:pw@host:port/name"]
)
def test_an_address_that_is_no_database_is_refused(address: str) -> None:
    result = manage("check", **{**NEEDED, "DATABASE_URL": address})
    assert result.returncode != 0
    assert "DATABASE_URL" in result.stderr


def test_development_needs_no_variables() -> None:
    result = manage("check", settings="development")
    assert result.returncode == 0, result.stderr


SHOW_CONNECTIONS = (
    "from django.db import connection as c; from django.conf import settings; "
    "print(settings.DATABASES['default']['CONN_MAX_AGE'], c.settings_dict['CONN_HEALTH_CHECKS'])"
)


@pytest.mark.parametrize(
    ("variables", "shown"),
    [
        ({}, "60 True"),
        ({"CONN_MAX_AGE": "0"}, "0 True"),
        ({"CONN_MAX_AGE": "none"}, "None True"),
        ({"CONN_MAX_AGE": "5", "DATABASE_URL": "sqlite:///:memory:?conn_max_age=7"}, "7 True"),
    ],
)
def test_production_keeps_connections(variables: dict[str, str], shown: str) -> None:
    result = shell(SHOW_CONNECTIONS, **{**NEEDED, **variables})
    assert result.stdout.strip() == shown, result.stderr


def test_an_age_that_is_none_is_refused() -> None:
    result = manage("check", **NEEDED, CONN_MAX_AGE="soon")
    assert "CONN_MAX_AGE must be" in result.stderr.splitlines()[-1]


def test_production_starts_and_answers_without_its_redis() -> None:
    result = shell(
        "from django.core.cache import cache; cache.set('a', 1); print(cache.get('a', 'nothing'))",
        **NEEDED,
        REDIS_URL="redis://127.0.0.1:1/0",
    )
    assert result.stdout.strip() == "nothing", result.stderr


CACHES = {
    "VARNISH_URLS": "http://10.0.0.5:6081, http://10.0.0.6:6081",
    "CLOUDFLARE_ZONE_ID": "zone",
    "CLOUDFLARE_API_TOKEN": "token",
    "CLOUDFRONT_DISTRIBUTION_ID": "distribution",
}


def test_caches_in_front_are_named_by_variables() -> None:
    assert manage("check --deploy --fail-level WARNING", **NEEDED, **CACHES).returncode == 0
    shown = manage("diffsettings", **NEEDED, **CACHES).stdout
    [line] = [line for line in shown.splitlines() if line.startswith("WAGTAILFRONTENDCACHE")]
    assert "'LOCATIONS': ['http://10.0.0.5:6081', 'http://10.0.0.6:6081']" in line
    assert "'ZONEID': 'zone', 'BEARER_TOKEN': 'token'" in line
    assert "'DISTRIBUTION_ID': 'distribution'" in line


@pytest.mark.parametrize(
    ("variable", "value", "named"),
    [
        ("VARNISH_URLS", "10.0.0.5:6081", "VARNISH_URLS"),
        ("CLOUDFLARE_ZONE_ID", "zone", "CLOUDFLARE_API_TOKEN"),
    ],
)
def test_a_cache_that_cannot_be_told_is_refused(variable: str, value: str, named: str) -> None:
    result = manage("check", **{**NEEDED, variable: value})
    assert result.returncode != 0
    assert named in result.stderr.splitlines()[-1]


SHOW_MAIL = (
    "from django.conf import settings as s; "
    "print(s.EMAIL_HOST, s.EMAIL_PORT, s.EMAIL_USE_TLS, s.EMAIL_TIMEOUT, s.EMAIL_BACKEND); "
    "print(s.EMAIL_HOST_USER, s.EMAIL_HOST_PASSWORD, s.DEFAULT_FROM_EMAIL, s.SERVER_EMAIL)"
)
OUTBOX = "twinning.mail.backend.OutboxBackend"


def test_mail_goes_to_this_machine_unless_a_server_is_named() -> None:
    result = shell(SHOW_MAIL, **{**NEEDED, "ALLOWED_HOSTS": ".twinning.example"})
    server, people = result.stdout.splitlines()
    assert server == f"localhost 25 False 20 {OUTBOX}"
    assert people.split() == ["webmaster@twinning.example"] * 2


def test_a_mail_server_and_a_sender_are_named_by_variables() -> None:
    variables = {
        "EMAIL_URL": "smtp+tls://us%40er:p%2Fw@mail.example:2525",
        "DEFAULT_FROM_EMAIL": "Towns <towns@twinning.example>",
    }
    assert manage("check --deploy --fail-level WARNING", **NEEDED, **variables).returncode == 0
    server, people = shell(SHOW_MAIL, **NEEDED, **variables).stdout.splitlines()
    assert server == f"mail.example 2525 True 20 {OUTBOX}"
    assert people == f"us@er p/w {' '.join([variables['DEFAULT_FROM_EMAIL']] * 2)}"


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("EMAIL_URL", "http://mail.example:secret@mail.example"),
        ("DEFAULT_FROM_EMAIL", "Towns"),
    ],
)
def test_what_sends_no_mail_is_refused(variable: str, value: str) -> None:
    result = manage("check", **{**NEEDED, variable: value})
    assert result.returncode != 0
    assert variable in result.stderr.splitlines()[-1]
    assert "secret" not in result.stderr


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("smtp://h", (25, False, False)),
        ("smtp://u:p@h:587/?tls=True", (587, True, False)),
        ("smtp://h?tls=true", (587, True, False)),
        ("smtp://h:26/?tls=False", (26, False, False)),
        ("smtp+tls://h", (587, True, False)),
        ("smtps://h", (587, True, False)),
        ("smtp+ssl://h", (465, False, True)),
        ("smtp://h?ssl=1", (465, False, True)),
    ],
)
def test_addresses_of_mail_servers(monkeypatch, address: str, expected: tuple[object, ...]) -> None:
    monkeypatch.setenv("EMAIL_URL", address)
    found = env.mail_server()
    assert (found["EMAIL_PORT"], found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == expected


@pytest.mark.parametrize(
    "address",
    [
        "mail.example",
        "http://mail.example",
        "consolemail://",
        "smtp://",
        "smtp://h:port",
        "smtp://h?tls=perhaps",
        "smtp://h?timeout=5",
        "smtp+tls://h?ssl=true",
    ],
)
def test_what_is_no_address_of_a_mail_server(monkeypatch, address: str) -> None:
    monkeypatch.setenv("EMAIL_URL", address)
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL"):
        env.mail_server()
