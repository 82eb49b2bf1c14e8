"""These tests commit, in a database of their own."""

from tests.own_database import own_db  # noqa: F401  (in place of pytest-django's `db`)
