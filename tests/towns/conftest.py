"""Fixtures of the tests of towns."""

from tests.twinning.translation.rights.world import world  # noqa: F401  (a fixture)
