"""The plugin as other sites get it: built once, for all tests of this folder."""

from pathlib import Path

import pytest

from tests.tools import package


@pytest.fixture(scope="session")
def archives(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The wheel and the sdist, as `make package` makes them."""
    return package.build(tmp_path_factory.mktemp("dist"))
