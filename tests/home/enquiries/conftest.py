"""A page for enquiries, a way to send it, and time that passes."""

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests import factories

ANSWERS = {
    "town": "almelo",
    "message": "We row, and would like to meet rowers.",
    "name": "Anna Nowak",
    "email": "anna@example.org",
    "language": "pl",
    "consent": "on",
}


@pytest.fixture
def enquiry_page(tree):
    """The page, in English."""
    return factories.EnquiryPageFactory(parent=tree.home)


@pytest.fixture
def _slowly(settings) -> None:
    """Nobody is too quick."""
    settings.TWINNING = {**settings.TWINNING, "FORM_MIN_SECONDS": 0}


@pytest.fixture
def send(_slowly) -> Callable[..., Any]:
    """Open a form and send it, with other answers where they are given; None leaves one out."""

    def sender(page: Any, client: Client | None = None, **answers: Any) -> Any:
        client = client or Client()
        data = {**ANSWERS, "token": token_of(client, page.url), **answers}
        given = {name: value for name, value in data.items() if value is not None}
        return client.post(page.url, given)

    return sender


def token_of(client: Client, path: str) -> str:
    """The token of a form that is opened now."""
    found = re.search(r'name="token" value="([^"]+)"', client.get(path).content.decode())
    assert found, "the page has no form"
    return found[1]


def later(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """Let time pass for signatures and limits."""
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + seconds)
