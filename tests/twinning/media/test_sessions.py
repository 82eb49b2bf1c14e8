"""All threads and storages of a process share what boto3 knows of S3, which takes much room."""

import threading
from typing import Any

import boto3
import pytest

from twinning.media import storages

OPTIONS = {"bucket_name": "media", "access_key": "key", "secret_key": "secret"}


@pytest.fixture
def sessions(monkeypatch) -> list[Any]:
    """All that are made."""
    made: list[Any] = []
    plain = boto3.Session

    def make(**credentials: Any) -> Any:
        made.append(plain(**credentials))
        return made[-1]

    storages._session.cache_clear()
    monkeypatch.setattr(boto3, "Session", make)
    yield made
    storages._session.cache_clear()


def test_there_is_one_session_and_a_client_for_each_thread(sessions) -> None:
    kinds = (storages.BucketStorage, storages.RenditionStorage)
    shared = [kind(**OPTIONS) for kind in kinds]
    clients: list[Any] = []

    def use() -> None:
        for storage in shared:
            clients.extend([storage.connection, storage.unsigned_connection])

    threads = [threading.Thread(target=use) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(sessions) == 1
    assert len({id(client) for client in clients}) == 12


def test_other_credentials_have_another(sessions) -> None:
    for key in ("one", "other"):
        _ = storages.BucketStorage(**{**OPTIONS, "access_key": key}).connection
    assert len(sessions) == 2
