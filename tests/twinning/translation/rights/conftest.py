"""Fixtures of the tests of rights."""

from tests.twinning.translation.rights.world import world  # noqa: F401  (a fixture)
