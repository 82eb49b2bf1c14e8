"""Fixtures for the Content API: a way to call it, and a page with every shared block."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model

Call = Callable[..., Any]


@pytest.fixture
def api(client) -> Call:
    """Calls the API: the JSON of an answer, whose status must be as said."""

    def call(endpoint: str, status: int = 200, /, host: str = "testserver", **query: Any) -> Any:
        parameters = {name.rstrip("_"): value for name, value in query.items()}
        response = client.get(f"/api/content/v1/{endpoint}", parameters, headers={"Host": host})
        assert response.status_code == status, response.content.decode()[:500]
        return response.json()

    return call


@pytest.fixture
def document(tree):
    """A file in the library."""
    return get_document_model().objects.create(
        title="Programme", file=ContentFile(b"Programme", name="programme.txt")
    )
