"""Fixtures of the glossary's tests."""

from tests.twinning.content_api.conftest import api  # noqa: F401  (a fixture)
