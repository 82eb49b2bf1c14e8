"""How a variable is read; nothing else in the project looks at the environment.

A `.env` file beside manage.py is read when there is one; variables that are already set win.
"""

import os
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parents[3]
VAR = ROOT / "var"

_YES, _NO = ("true", "yes", "on", "y", "ok", "1"), ("false", "no", "off", "n", "0")

if (ROOT / ".env").is_file():
    environ.Env.read_env(str(ROOT / ".env"))


def required(*names: str) -> dict[str, str]:
    """Values of variables that production cannot do without.

    Raises:
        ImproperlyConfigured: names every variable that is missing, not only the first.
    """
    given = {name: os.environ.get(name, "") for name in names}
    missing = [name for name, written in given.items() if not written.strip()]
    if missing:
        raise ImproperlyConfigured(
            f"These environment variables are needed and not set: {', '.join(missing)}. "
            "docs/configuration.md says what each is for."
        )
    return given


def value(name: str, default: str = "") -> str:
    """A variable as it is written; the default where it is not set, or empty."""
    # Not through django-environ, which takes a value that begins with $ for another's name.
    return os.environ.get(name, "").strip() or default


def values(names: tuple[str, ...]) -> dict[str, str]:
    """Variables as they are written; empty where they are not set."""
    return {name: value(name) for name in names}


def listed(name: str) -> list[str]:
    """What a variable names, with commas between."""
    return [entry.strip() for entry in value(name).split(",") if entry.strip()]


def is_yes(name: str, default: str) -> bool:
    """Whether a variable says yes.

    Raises:
        ImproperlyConfigured: it says neither yes nor no, and is not to be taken for either.
    """
    word = value(name, default).lower()
    if word not in _YES + _NO:
        raise ImproperlyConfigured(f"{name} must be true or false.")
    return word in _YES
