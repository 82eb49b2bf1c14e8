"""Requests that nobody thought of: made from the document, and answered as the document says.

Schemathesis makes valid and invalid requests for every operation, the same ones in every run.
There is no stateful phase: nothing here writes, so that no answer depends on the one before.
"""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from schemathesis.config import SchemathesisConfig

from tests.contract.conftest import PREFIX
from tests.tools.openapi import operations
from twinning.wsgi import django_application as application

SETTINGS = {
    "seed": 1,
    "generation": {
        "mode": "all",
        "deterministic": True,
        "max-examples": 60,
        "no-shrink": True,
        "with-security-parameters": False,
    },
    # What is valid by itself may be refused for what stands beside it, or for what the site has:
    # a host name, a field of another type, `fallback` without `locale`.
    "checks": {"positive_data_acceptance": {"enabled": False}},
    "phases": {"stateful": {"enabled": False}},
}

schema = schemathesis.openapi.from_wsgi(
    f"{PREFIX}/openapi.json", application, config=SchemathesisConfig.from_dict(SETTINGS)
)
NAMES = [operation["operationId"] for _path, _method, operation in operations(schema.raw_schema)]

pytestmark = pytest.mark.usefixtures("world", "_connected")


@pytest.fixture(scope="module")
def _connected(db) -> Iterator[None]:
    """Each request of a real server closes the connection, and with it the world's transaction."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


def _is_answered_as_the_document_says(case: Any) -> None:
    case.call_and_validate()


# A function for each operation: with pytest 9.2 and schemathesis 4.32 the tests of one function
# all have the same node id, and pytest-xdist runs one of them alone.
for _name in NAMES:
    _chosen = schema.include(operation_id=_name)
    globals()[f"test_{_name}"] = _chosen.parametrize()(_is_answered_as_the_document_says)


def test_every_operation_is_tested() -> None:
    assert NAMES
    assert all(callable(globals()[f"test_{name}"]) for name in NAMES)
