"""Fixtures of the contract: the world that is asked about, and the document that is served."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from tests.contract import world as worlds

PREFIX = "/api/content/v1"


@pytest.fixture(scope="module")
def db(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The database, rolled back after each module instead of each test: nothing here writes."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def world(db, tmp_path_factory: pytest.TempPathFactory) -> worlds.World:
    """The site of `tests.contract.world`."""
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
        return worlds.make()


@pytest.fixture
def document(client) -> dict[str, Any]:
    """The OpenAPI document as it is served; it asks the database nothing."""
    return client.get(f"{PREFIX}/openapi.json").json()
