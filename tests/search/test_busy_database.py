"""A search is answered while somebody else writes for longer than anybody waits."""

import pytest
from django.db import OperationalError

from search import misses
from tests import factories
from twinning.submissions import limits


@pytest.fixture
def busy(monkeypatch) -> None:
    def locked(*_given) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(limits, "count", locked)
    monkeypatch.setattr(misses, "_count", locked)


@pytest.mark.parametrize("words", ["almelo", "zeppelin"])
def test_it_is_only_not_counted(client, tree, busy, words: str, caplog) -> None:
    page = factories.SearchPageFactory(parent=tree.home)
    assert client.get(page.get_url(), {"q": words}).status_code == 200
    assert client.get("/api/content/v1/search/", {"q": words}).status_code == 200
    assert "could not be counted" in caplog.text
    assert words not in caplog.text
