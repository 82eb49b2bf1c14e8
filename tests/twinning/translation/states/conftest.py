"""The desk of the tests of synchronisation, and its story."""

from tests.twinning.translation.sync.conftest import desk, dutch, story  # noqa: F401  (fixtures)
