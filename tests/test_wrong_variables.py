"""Each variable of docs/configuration.md that is wrong stops the start, and is named by the error.

What is run is what `web` runs first: production's settings, without the system checks.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from tests.test_settings import NEEDED
from tests.test_variables import named_in
from twinning.settings import env

ROOT = Path(__file__).resolve().parents[1]
#: For each variable those that are set, itself among them where it is not the lack of it.
WRONG: dict[str, dict[str, str]] = {
    "DATABASE_URL": {"DATABASE_URL": "db.example.org"},
    "SECRET_KEY": {"SECRET_KEY": "k" * 100},
    "ALLOWED_HOSTS": {"ALLOWED_HOSTS": "https://twinning.example"},
    "CSRF_TRUSTED_ORIGINS": {"CSRF_TRUSTED_ORIGINS": "twinning.example"},
    "DEEPL_AUTH_KEY": {"DEEPL_AUTH_KEY": "key", "LIBRETRANSLATE_URL": "https://l.example"},
    "DEEPL_URL": {"DEEPL_AUTH_KEY": "key", "DEEPL_URL": "deepl.example"},
    "LIBRETRANSLATE_URL": {"LIBRETRANSLATE_URL": "translate.example"},
    "LIBRETRANSLATE_API_KEY": {"LIBRETRANSLATE_API_KEY": "key"},
    "CORS_ALLOWED_ORIGINS": {"CORS_ALLOWED_ORIGINS": "https://front.example/"},
    "PREVIEW_URLS": {"PREVIEW_URLS": "https://front.example/preview/"},
    "SECURE_PROXY": {"SECURE_PROXY": "perhaps"},
    "PROXIES": {"PROXIES": "two"},
    "TWO_FACTOR": {"TWO_FACTOR": "yes"},
    "WAGTAILADMIN_BASE_URL": {"WAGTAILADMIN_BASE_URL": "twinning.example"},
    "CONN_MAX_AGE": {"CONN_MAX_AGE": "soon"},
    "DATABASE_POOL_SIZE": {"DATABASE_POOL_SIZE": "many"},
    "DATABASE_STATEMENT_TIMEOUT": {"DATABASE_STATEMENT_TIMEOUT": "-1"},
    "DATABASE_LOCK_TIMEOUT": {"DATABASE_LOCK_TIMEOUT": "10s"},
    "DATABASE_IDLE_TRANSACTION_TIMEOUT": {"DATABASE_IDLE_TRANSACTION_TIMEOUT": "never"},
    "MEDIA_ROOT": {"MEDIA_ROOT": __file__},
    "AWS_STORAGE_BUCKET_NAME": {"AWS_STORAGE_BUCKET_NAME": "s3://media"},
    "AWS_S3_ENDPOINT_URL": {"AWS_S3_ENDPOINT_URL": "s3.example"},
    "AWS_S3_REGION_NAME": {"AWS_S3_REGION_NAME": "Europe (London)"},
    "AWS_S3_CUSTOM_DOMAIN": {"AWS_S3_CUSTOM_DOMAIN": "https://cdn.example"},
    "AWS_S3_ADDRESSING_STYLE": {"AWS_S3_ADDRESSING_STYLE": "paths"},
    "AWS_S3_ENCRYPTION": {"AWS_S3_ENCRYPTION": "yes"},
    "AWS_S3_KMS_KEY_ID": {"AWS_S3_KMS_KEY_ID": "key"},
    "METRICS_PORT": {"METRICS_PORT": "prometheus"},
    "METRICS_ADDRESS": {"METRICS_ADDRESS": "metrics.internal"},
    "SENTRY_DSN": {"SENTRY_DSN": "sentry.example"},
    "SENTRY_ENVIRONMENT": {"SENTRY_ENVIRONMENT": "on trial"},
    "REDIS_URL": {"REDIS_URL": "cache.example"},
    "EMAIL_URL": {"EMAIL_URL": "mail.example"},
    "DEFAULT_FROM_EMAIL": {"DEFAULT_FROM_EMAIL": "Towns"},
    "VARNISH_URLS": {"VARNISH_URLS": "10.0.0.5:6081"},
    "CLOUDFLARE_ZONE_ID": {"CLOUDFLARE_ZONE_ID": "example.org", "CLOUDFLARE_API_TOKEN": "token"},
    "CLOUDFLARE_API_TOKEN": {"CLOUDFLARE_ZONE_ID": "0123456789abcdef" * 2},
    "WEBHOOK_PRIVATE_HOSTS": {"WEBHOOK_PRIVATE_HOSTS": "10.2.3.4/16"},
    "CLOUDFRONT_DISTRIBUTION_ID": {"CLOUDFRONT_DISTRIBUTION_ID": "d1.cloudfront.net"},
}
#: Those of which none is wrong at the start, and why.
FREE = {
    "SECRET_KEY_FALLBACKS": "any words may have been a key; `release` refuses those too weak",
    "ADMIN_LOGIN_FILE": "`bootstrap` alone reads it, and refuses a folder",
}


def started(**variables: str) -> subprocess.CompletedProcess[str]:
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.pathsep.join([str(ROOT / "site"), str(ROOT)]),
        **NEEDED,
        **variables,
    }
    return subprocess.run(
        [sys.executable, "-c", "import twinning.settings.production"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_each_variable_of_the_table_is_tried_or_free() -> None:
    assert named_in("## Environment variables") == WRONG.keys() | FREE.keys()
    assert not WRONG.keys() & FREE.keys()


@pytest.mark.parametrize("variable", WRONG)
def test_a_wrong_variable_stops_the_start_and_names_itself(variable: str) -> None:
    last_line = started(**WRONG[variable]).stderr.splitlines()[-1]
    assert "ImproperlyConfigured" in last_line and variable in last_line


@pytest.mark.parametrize(
    "address",
    ["postgres://user:secr/et@db.example/site", "postgres//user:secr/et@db.example/site"],
)
def test_an_error_does_not_tell_a_password(address: str) -> None:
    said = started(DATABASE_URL=address).stderr
    assert "DATABASE_URL" in said
    assert "secr" not in said


def test_what_is_right_starts() -> None:
    result = started(
        ALLOWED_HOSTS="Twinning.example, .twinning.example,127.0.0.1,[::1]",
        CSRF_TRUSTED_ORIGINS="https://*.twinning.example,http://localhost:8000",
        CORS_ALLOWED_ORIGINS="https://front.example,http://[::1]:4321,http://front_end:3000",
        PREVIEW_URLS="https://a.example/{token}/,b.example/nl=https://b.example/?t={token}",
        WAGTAILADMIN_BASE_URL="https://twinning.example:8443/",
        AWS_STORAGE_BUCKET_NAME="twinning-media",
        AWS_S3_REGION_NAME="eu-west-2",
        METRICS_PORT="9100",
        METRICS_ADDRESS="10.0.0.5",
        SENTRY_ENVIRONMENT="trial",
        CLOUDFLARE_ZONE_ID="0123456789abcdef" * 2,
        CLOUDFLARE_API_TOKEN="token",
        CLOUDFRONT_DISTRIBUTION_ID="E2QWRUHAPOMQZL",
        WEBHOOK_PRIVATE_HOSTS="front.internal,front_end,10.2.0.0/16,127.0.0.1,::1",
    )
    assert result.returncode == 0, result.stderr


def test_what_is_empty_is_not_set() -> None:
    result = started(**dict.fromkeys(WRONG.keys() - NEEDED.keys(), ""))
    assert result.returncode == 0, result.stderr


HOSTS = (
    "twinning.example/",
    "twinning.example:443",
    "twinning.example www.twinning.example",
    "*.twinning.example",
    "twinning.example.",
    "::1",
    "töwns.example",
)
ORIGINS = (
    "https://front.example/",
    "https://front.example?page",
    "https://me@front.example",
    "https://front.example:443",
    "http://front.example:80",
    "https://front.example:65536",
    "https://front.example:port",
    "https://Front.example",
    "ftp://front.example",
    "https://",
    "https://front.example https://other.example",
    "https://front*.example",
    "null",
    "*",
)
SITES = ("twinning.example", "https://twinning.example/admin/", "mailto:me@twinning.example", "/")
PRIVATE = ("https://front.internal", "front.internal:8080", "front internal", "[::1]", "10.2.3.4/8")
SERVERS = ("server.example", "http://", "https://server.example:port", "https://a b")
READ = {
    "VARNISH_URLS": (env.frontend_caches, SERVERS),
    "AWS_S3_ENDPOINT_URL": (lambda: env.storages(""), SERVERS),
    "LIBRETRANSLATE_URL": (env.machine_translator, SERVERS),
    "ALLOWED_HOSTS": (env.hosts, HOSTS),
    "CSRF_TRUSTED_ORIGINS": (env.form_origins, ORIGINS),
    "CORS_ALLOWED_ORIGINS": (env.script_origins, (*ORIGINS, "https://*.front.example")),
    "WAGTAILADMIN_BASE_URL": (lambda: env.base_url(default=""), SITES),
    "WEBHOOK_PRIVATE_HOSTS": (env.private_hosts, PRIVATE),
}


@pytest.mark.parametrize("variable", READ)
def test_what_leads_nowhere_is_refused(monkeypatch, variable: str) -> None:
    read, values = READ[variable]
    for value in values:
        monkeypatch.setenv(variable, value)
        with pytest.raises(ImproperlyConfigured, match=variable):
            pytest.fail(f"{value} is taken for {read()}")


def test_a_value_that_begins_with_a_dollar_is_no_other_variables(monkeypatch) -> None:
    monkeypatch.setenv("CSRF_TRUSTED_ORIGINS", "$ORIGIN")
    with pytest.raises(ImproperlyConfigured, match="CSRF_TRUSTED_ORIGINS"):
        env.form_origins()


def test_the_login_is_not_written_to_a_folder(monkeypatch) -> None:
    monkeypatch.setenv("ADMIN_LOGIN_FILE", str(ROOT))
    with pytest.raises(ImproperlyConfigured, match="ADMIN_LOGIN_FILE"):
        env.admin_login_file()
