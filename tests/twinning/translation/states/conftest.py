"""Fixtures of these tests."""

from tests.twinning.translation.editing import committing_admin  # noqa: F401  (a fixture)
