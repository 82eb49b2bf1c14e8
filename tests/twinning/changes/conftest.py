"""Each test has a database of its own, in which transactions are really committed."""

from collections.abc import Iterator

import pytest

from tests.own_database import own_db  # noqa: F401  (in place of pytest-django's `db`)
from tests.twinning.changes.reading import Log


@pytest.fixture
def log(tree) -> Iterator[Log]:
    """What has been written to the log since it was last asked."""
    yield Log()
