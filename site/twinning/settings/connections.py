"""From what is known of the database and how long it may take to Django's setting DATABASES."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured

from twinning.unlimited import LIMITS

#: What `env` reads beside DATABASE_URL and CONN_MAX_AGE.
VARIABLES = (
    "DATABASE_POOL_SIZE",
    "DATABASE_STATEMENT_TIMEOUT",
    "DATABASE_LOCK_TIMEOUT",
    "DATABASE_IDLE_TRANSACTION_TIMEOUT",
)
#: Connections of a process, for its `DELIVERY_PLACES` and what is asked beside them; seconds for
#: the others.
DEFAULTS = dict(zip(VARIABLES, ("4", "30", "10", "60"), strict=True))

SQLITE, POSTGRESQL = "django.db.backends.sqlite3", "django.db.backends.postgresql"
#: Seconds to wait for a connection: to the server, and for one of the pool's.
_CONNECT, _WAIT = 5, 5
#: Seconds for which the pool tries again by itself, each time twice as long after the last. Then
#: whoever asks has it try at once: by its own default, 300, it would rest for minutes.
_RECONNECT = 2
#: Seconds for which a connection that nobody uses is kept beyond the first.
_IDLE = 60


def checked(config: dict[str, Any]) -> dict[str, Any]:
    """A database as django-environ reads its address; empty where it cannot.

    Raises:
        ImproperlyConfigured: it is none that the site runs on.
    """
    if config.get("ENGINE") not in {SQLITE, POSTGRESQL}:
        raise ImproperlyConfigured(
            "DATABASE_URL is not an address that a database can be found at, "
            "such as postgres://user:password@host:5432/name or sqlite:///folder/file.sqlite3."
        )
    return config


def kept(config: dict[str, Any], age: str, variables: dict[str, str]) -> dict[str, Any]:
    """A database with connections that are kept, none of which takes for ever.

    They are pooled on PostgreSQL, unless somebody has said for how long each thread is to keep its
    own. What the address says of connections wins.

    Args:
        config: as `checked` gives it.
        age: CONN_MAX_AGE, empty where it is not set.
        variables: those of `VARIABLES`, empty where they are not set.

    Raises:
        ImproperlyConfigured: a variable is no number, or they contradict each other.
    """
    seconds = _age(age or "60")
    numbers = {name: _whole(name, variables[name] or DEFAULTS[name]) for name in VARIABLES}
    kept = {"CONN_MAX_AGE": seconds, "CONN_HEALTH_CHECKS": True, **config}
    if config["ENGINE"] != POSTGRESQL:
        return kept
    size = numbers["DATABASE_POOL_SIZE"]
    has_own = bool(age and seconds != 0) or config.get("CONN_MAX_AGE", 0) != 0
    if size and has_own and variables["DATABASE_POOL_SIZE"]:
        raise ImproperlyConfigured(
            "DATABASE_POOL_SIZE and CONN_MAX_AGE are both set: a pool keeps connections itself."
        )
    options = {"connect_timeout": _CONNECT, **_limits(numbers), **config.get("OPTIONS", {})}
    if size and not has_own:
        kept["CONN_MAX_AGE"] = 0
        options["pool"] = {
            "min_size": 1,
            "max_size": size,
            "timeout": _WAIT,
            "max_idle": _IDLE,
            "reconnect_timeout": _RECONNECT,
        }
    return {**kept, "OPTIONS": options}


def _limits(numbers: dict[str, int]) -> dict[str, str]:
    """What libpq tells the server at the start; nothing where all are 0, as PgBouncer wants it."""
    named = zip(LIMITS, VARIABLES[1:], strict=True)
    told = [f"-c {limit}={numbers[name] * 1000}" for limit, name in named if numbers[name]]
    return {"options": " ".join(told)} if told else {}


def _whole(name: str, written: str) -> int:
    if not (written.isascii() and written.isdecimal() and len(written) < 7):
        what = "connections" if name == VARIABLES[0] else "seconds"
        raise ImproperlyConfigured(f"{name} must be a whole number of {what}; 0 is none.")
    return int(written)


def _age(written: str) -> int | None:
    if not (written == "none" or (written.isascii() and written.isdecimal())):
        raise ImproperlyConfigured("CONN_MAX_AGE must be a whole number of seconds, or none.")
    return None if written == "none" else int(written)
