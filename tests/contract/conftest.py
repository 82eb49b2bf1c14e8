"""Fixtures of the contract: the world that is asked about, and the document that is served."""

import pickle
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings
from django.utils import translation

from tests.contract import world as worlds

PREFIX = "/api/content/v1"


@pytest.fixture(scope="package")
def _written(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[bytes]:
    """The site of `tests.contract.world`, pickled: made once for all modules, which are together.

    It is rolled back after the last of them.
    """
    media = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(MEDIA_ROOT=media), translation.override("en"):
            made = pickle.dumps(worlds.make())
        yield made
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def db(_written: bytes, django_db_blocker) -> Iterator[None]:
    """The database, rolled back after each module instead of each test: hardly anything writes."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def world(db, _written: bytes) -> worlds.World:
    """The site of `tests.contract.world`."""
    return pickle.loads(_written)  # noqa: S301  (it is our own)


@pytest.fixture
def document(client) -> dict[str, Any]:
    """The OpenAPI document as it is served; it asks the database nothing."""
    return client.get(f"{PREFIX}/openapi.json").json()
