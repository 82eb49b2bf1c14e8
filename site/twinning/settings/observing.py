"""What production tells of itself: logs as JSON, metrics at a port of their own, and errors."""

import re
from ipaddress import IPv4Address
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

#: What `env` reads.
VARIABLES = ("METRICS_PORT", "METRICS_ADDRESS", "SENTRY_DSN", "SENTRY_ENVIRONMENT")

_PACKAGE = "twinning.observing"
_QUIET = ("axes", "botocore", "django_tasks", "wagtail")
#: A line for each request, and for each background task.
_OURS = ("twinning.access", "twinning.tasks")
#: What Sentry itself takes.
_ENVIRONMENT = re.compile(r"(?!None$)[^\s/]{1,64}")
_PROMETHEUS = "django_prometheus.middleware.Prometheus{}Middleware"


def watching(variables: dict[str, str]) -> dict[str, Any]:
    """Where metrics are given, and where errors are told, as settings for `TWINNING`.

    Raises:
        ImproperlyConfigured: a variable is no port, no address of this machine's or of a Sentry
            project, or nothing that Sentry could call a site.
    """
    port, address, dsn, environment = (variables[name] for name in VARIABLES)
    if port and not (port.isascii() and port.isdecimal() and 0 < int(port) < 65500):
        raise ImproperlyConfigured("METRICS_PORT must be the number of a port below 65500.")
    if address not in {"", "localhost"} and not _is_ipv4(address):
        raise ImproperlyConfigured(
            "METRICS_ADDRESS must be an IPv4 address of this machine, such as 10.0.0.5, or 0.0.0.0 "
            "for all that it has."
        )
    if environment and not _ENVIRONMENT.fullmatch(environment):
        raise ImproperlyConfigured(
            "SENTRY_ENVIRONMENT must be 64 characters at most, without spaces and slashes."
        )
    if dsn and not _is_dsn(dsn):
        # Without what it says, which may be a key.
        raise ImproperlyConfigured(
            "SENTRY_DSN is not the address of a project, such as https://key@sentry.example/1."
        )
    return {
        "METRICS_PORT": int(port or 0),
        "METRICS_ADDRESS": address or "127.0.0.1",
        "SENTRY_DSN": dsn,
        "SENTRY_ENVIRONMENT": environment or "production",
    }


def measured(middleware: list[str], port: int) -> list[str]:
    """The middleware with django-prometheus's around all but the first, where there is a port.

    The first is delivery's, which is outermost.
    """
    if not port:
        return middleware
    before, after = _PROMETHEUS.format("Before"), _PROMETHEUS.format("After")
    return [middleware[0], before, *middleware[1:], after]


def plain() -> dict[str, Any]:
    """LOGGING for people who read it as it comes; without what is said of each request and task."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "handlers": {"console": {"class": "logging.StreamHandler"}},
        "root": {"handlers": ["console"], "level": "INFO"},
        "loggers": {name: {"level": "WARNING"} for name in (*_QUIET, *_OURS)},
    }


def as_json() -> dict[str, Any]:
    """LOGGING as a line of JSON for each record.

    To stderr, since what a command answers, such as an export, goes to stdout; web, worker and
    clock have no answers, and turn it to stdout (`processes.begin`).
    """
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": f"{_PACKAGE}.logs.Formatter"}},
        "filters": {"context": {"()": f"{_PACKAGE}.logs.Context"}},
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "stream": "ext://sys.stderr",
                "formatter": "json",
                "filters": ["context"],
            }
        },
        "root": {"handlers": ["console"], "level": "INFO"},
        "loggers": {
            **{name: {"level": "WARNING"} for name in _QUIET},
            # Django's own handlers would write to people, and in another form.
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            # Each request has a line of its own already.
            "django.request": {"level": "ERROR"},
            # The same with each probe, whose answer says it too.
            "health_check": {"level": "CRITICAL"},
        },
    }


def _is_ipv4(written: str) -> bool:
    try:
        IPv4Address(written)  # django-prometheus listens on no other
    except ValueError:
        return False
    return True


def _is_dsn(written: str) -> bool:
    try:
        parts = urlsplit(written)
        named = parts.username and parts.hostname and parts.path.rsplit("/", 1)[-1].isdecimal()
        _ = parts.port
    except ValueError:
        return False
    return bool(named) and parts.scheme in {"http", "https"}
