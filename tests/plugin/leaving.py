"""What the wheel does not require is not there: extras, and what this site alone stands on.

Copied into the environment of a host as `sitecustomize`. A host's variable HOST_HAS names some that
it has.
"""

import os
import sys

MISSING = {
    "axes", "boto3", "botocore", "corsheaders", "django_otp", "django_prometheus", "environ",
    "granian", "health_check", "psycopg", "psycopg_pool", "pythonjsonlogger", "rapidfuzz", "redis",
    "segno", "sentry_sdk", "snowballstemmer", "Stemmer", "storages", "whitenoise",
}  # fmt: skip


class Leaving:
    """A finder of modules that finds none of them, whoever else would."""

    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in MISSING:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return None


MISSING -= set(os.environ.get("HOST_HAS", "").split())
sys.meta_path.insert(0, Leaving())
