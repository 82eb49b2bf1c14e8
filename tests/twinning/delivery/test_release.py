"""Which processes may share answers."""

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


@cache
def fingerprint(**variables: str) -> str:
    """That of another process in production settings; the same variables are not asked twice."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": f"{ROOT / 'site'}:{ROOT}",
        "DJANGO_SETTINGS_MODULE": "twinning.settings.production",
        "DATABASE_URL": "postgres://127.0.0.1/one",
        "SECRET_KEY": "release-" + "k" * 50,
        "ALLOWED_HOSTS": "localhost",
        **variables,
    }
    script = (
        "import django; django.setup(); "
        "from twinning.delivery.release import fingerprint; print(fingerprint())"
    )
    return subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
    ).stdout.strip()


def test_processes_of_one_release_have_the_same() -> None:
    assert fingerprint(PYTHONHASHSEED="1") == fingerprint(PYTHONHASHSEED="2")


def test_what_each_machine_has_for_itself_makes_no_other() -> None:
    own = {"METRICS_PORT": "9100", "METRICS_ADDRESS": "10.0.0.5", "WEB_CONCURRENCY": "4"}
    assert fingerprint(**own) == fingerprint(METRICS_PORT="9200", METRICS_ADDRESS="10.0.0.6")


@pytest.mark.parametrize(
    "variables",
    [
        {"DATABASE_URL": "postgres://127.0.0.1/other"},
        {"SECRET_KEY": "other-" + "k" * 50},
        {"AWS_STORAGE_BUCKET_NAME": "bucket"},
        {"CORS_ALLOWED_ORIGINS": "https://front.example"},
    ],
    ids=lambda variables: next(iter(variables)),
)
def test_other_settings_make_another_release(variables) -> None:
    assert fingerprint(**variables) != fingerprint()
