"""Production refuses to start without its variables, and says which; nothing else needs any."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from twinning.settings import env, machine

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


ZONE = "0123456789abcdef" * 2
CACHES = {
    "VARNISH_URLS": "http://10.0.0.5:6081, http://10.0.0.6:6081",
    "CLOUDFLARE_ZONE_ID": ZONE,
    "CLOUDFLARE_API_TOKEN": "token",
    "CLOUDFRONT_DISTRIBUTION_ID": "E2QWRUHAPOMQZL",
}


def test_caches_in_front_are_named_by_variables() -> None:
    assert manage("check --deploy --fail-level WARNING", **NEEDED, **CACHES).returncode == 0
    shown = manage("diffsettings", **NEEDED, **CACHES).stdout
    [line] = [line for line in shown.splitlines() if line.startswith("WAGTAILFRONTENDCACHE")]
    assert "'LOCATIONS': ['http://10.0.0.5:6081', 'http://10.0.0.6:6081']" in line
    assert f"'ZONEID': '{ZONE}', 'BEARER_TOKEN': 'token'" in line
    assert "'DISTRIBUTION_ID': 'E2QWRUHAPOMQZL'" in line


SHOW_PROXIES = "from twinning import conf; print(conf.get('PROXIES'))"


@pytest.mark.parametrize(
    ("variables", "shown"),
    [
        ({}, "1"),
        ({"SECURE_PROXY": "false"}, "0"),
        ({"PROXIES": "2"}, "2"),
        ({"PROXIES": "0"}, "0"),
        ({"SECURE_PROXY": "false", "PROXIES": "1"}, "1"),
    ],
)
def test_production_knows_how_many_proxies_there_are(variables: dict[str, str], shown: str) -> None:
    result = shell(SHOW_PROXIES, **{**NEEDED, **variables})
    assert result.stdout.strip() == shown, result.stderr


@pytest.mark.parametrize("number", ["-1", "two", "1.5", "²"])
def test_a_number_of_proxies_that_is_none_is_refused(number: str) -> None:
    result = manage("check", **NEEDED, PROXIES=number)
    assert "PROXIES must be" in result.stderr.splitlines()[-1]


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


NO_SERVICE = dict.fromkeys(machine.VARIABLES, "")


@pytest.mark.parametrize(
    ("variables", "name"),
    [
        ({}, None),
        ({"DEEPL_AUTH_KEY": "key:fx"}, "deepl.DeepL"),
        ({"DEEPL_AUTH_KEY": "$key", "DEEPL_URL": "https://d.example"}, "deepl.DeepL"),
        ({"LIBRETRANSLATE_URL": "http://l.example:5000/"}, "libretranslate.LibreTranslate"),
        (
            {"LIBRETRANSLATE_URL": "https://l.example", "LIBRETRANSLATE_API_KEY": "k"},
            "libretranslate.LibreTranslate",
        ),
    ],
)
def test_a_translation_service_is_named_by_variables(monkeypatch, variables, name) -> None:
    for variable, value in {**NO_SERVICE, **variables}.items():
        monkeypatch.setenv(variable, value)
    found = env.machine_translator()
    assert found == name or str((found or {})["CLASS"]).endswith(f"machine.{name}")


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        ({"DEEPL_AUTH_KEY": "k", "LIBRETRANSLATE_URL": "https://l.example"}, "both set"),
        ({"DEEPL_URL": "https://d.example"}, "without DEEPL_AUTH_KEY"),
        ({"LIBRETRANSLATE_API_KEY": "k"}, "without LIBRETRANSLATE_URL"),
        ({"LIBRETRANSLATE_URL": "l.example"}, "LIBRETRANSLATE_URL is an address"),
        ({"DEEPL_AUTH_KEY": "k", "DEEPL_URL": "d.example"}, "DEEPL_URL is an address"),
    ],
)
def test_what_names_no_translation_service_is_refused(monkeypatch, variables, named: str) -> None:
    for variable, value in {**NO_SERVICE, **variables}.items():
        monkeypatch.setenv(variable, value)
    with pytest.raises(ImproperlyConfigured, match=named):
        env.machine_translator()


@pytest.mark.parametrize(
    ("key", "url", "endpoint"),
    [
        ("k:fx", "", "https://api-free.deepl.com/v2/translate"),
        ("k", "", "https://api.deepl.com/v2/translate"),
        ("k", "https://d.example/", "https://d.example/v2/translate"),
        ("k", "https://d.example/v2", "https://d.example/v2/translate"),
    ],
)
def test_deepl_is_where_its_key_says_or_the_address(key: str, url: str, endpoint: str) -> None:
    from twinning.translation.machine.deepl import DeepL

    setting = machine.translator(key, url, "", "") or {}
    assert DeepL(setting["OPTIONS"]).get_api_endpoint() == endpoint


def test_no_test_asks_a_real_service(settings) -> None:
    assert settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR is None
