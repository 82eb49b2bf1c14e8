"""A site with a database of its own, and an empty one to restore it into."""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.files.base import ContentFile
from django.db import DEFAULT_DB_ALIAS, connections

from tests import factories
from tests.own_database import _on_server, own_db  # noqa: F401  (in place of pytest-django's `db`)
from twinning.media.models import TwinningDocument


@dataclass
class Filled:
    """The site of `tree`, a picture with a rendition, and a document; and where it is kept."""

    tree: Any
    picture: Any
    rendition: Any
    document: Any
    media: Path


@pytest.fixture
def site(tree, settings) -> Filled:
    picture = factories.ImageFactory(title="A bridge")
    return Filled(
        tree=tree,
        picture=picture,
        rendition=picture.get_rendition("width-10"),
        document=TwinningDocument.objects.create(
            title="Minutes", file=ContentFile(b"What was said", name="minutes.txt")
        ),
        media=Path(settings.MEDIA_ROOT),
    )


@pytest.fixture
def move_away(db, settings, tmp_path: Path) -> Iterator[Callable[[], Path]]:
    """Go on with a new, empty database, and with an empty folder of files, which it tells."""
    old = connections[DEFAULT_DB_ALIAS]
    known = connections.settings[DEFAULT_DB_ALIAS]
    old_name, made = known["NAME"], []

    def move() -> Path:
        name = f"empty_{secrets.token_hex(6)}"
        if old.vendor == "postgresql":
            _on_server(old, f'CREATE DATABASE "{name}"')
            made.append(name)
        known["NAME"] = name if made else str(tmp_path / f"{name}.sqlite3")
        connections[DEFAULT_DB_ALIAS] = connections.create_connection(DEFAULT_DB_ALIAS)
        settings.MEDIA_ROOT = tmp_path / f"{name}-media"
        return Path(django_settings.MEDIA_ROOT)

    yield move
    if connections[DEFAULT_DB_ALIAS] is not old:
        connections[DEFAULT_DB_ALIAS].close()
    known["NAME"] = old_name
    connections[DEFAULT_DB_ALIAS] = old
    for name in made:
        _on_server(old, f'DROP DATABASE "{name}" WITH (FORCE)')
