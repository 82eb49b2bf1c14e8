"""Fixtures of the translation tests."""

from tests.twinning.translation.editing import committing_admin  # noqa: F401  (a fixture)
