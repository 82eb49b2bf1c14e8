"""Whatever is asked for while the database is away, the answer says so, and when to come back."""

from typing import Any

import pytest
from django.db import InterfaceError, OperationalError
from django.template import TemplateSyntaxError

PATHS = ["/nl/", "/admin/", "/api/content/v1/locales/", "/api/v3/pages/", "/robots.txt"]


@pytest.fixture
def broken(client, monkeypatch):
    """Asks for a path while every cursor raises an error."""

    def ask(path: str, error: Exception) -> Any:
        def raises(*args: Any, **kwargs: Any) -> None:
            raise error

        client.raise_request_exception = False
        client.cookies["sessionid"] = "somebody"
        with monkeypatch.context() as away:
            away.setattr("django.db.backends.base.base.BaseDatabaseWrapper.cursor", raises)
            return client.get(path)

    return ask


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("error", [OperationalError("gone"), InterfaceError("closed")])
def test_it_is_503(tree, broken, path: str, error: Exception) -> None:
    answer = broken(path, error)
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.headers["Cache-Control"] == "no-store"
    kinds = {"/api/content": "application/problem+json", "/api/v3/": "application/json"}
    kind = next((k for start, k in kinds.items() if path.startswith(start)), "text/html")
    assert answer.headers["Content-Type"].startswith(kind)
    assert "gone" not in answer.text


def test_it_is_said_in_the_language_of_the_path(tree, broken) -> None:
    assert '<html lang="nl">' in broken("/nl/", OperationalError("gone")).text


@pytest.mark.parametrize("path", PATHS)
def test_what_broke_otherwise_is_500(tree, broken, path: str) -> None:
    answer = broken(path, ValueError("wrong"))
    assert answer.status_code == 500 and "Retry-After" not in answer.headers


def test_it_is_found_behind_another_error(tree, broken) -> None:
    error = TemplateSyntaxError("in a template")
    error.__cause__ = OperationalError("gone")
    assert broken("/nl/", error).status_code == 503
