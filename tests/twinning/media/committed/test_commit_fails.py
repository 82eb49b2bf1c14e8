"""A picture whose row is never committed leaves no file."""

from pathlib import Path

import pytest
from django.db import DatabaseError, transaction

from tests.twinning.media.kept import CLEAN
from twinning.media import private
from twinning.media.models import TwinningImage

pytestmark = pytest.mark.usefixtures("db")


def test_after_a_commit_that_fails_no_file_remains(settings, monkeypatch) -> None:
    def fail() -> None:
        raise DatabaseError

    with pytest.raises(DatabaseError), private.files():
        private.keep(CLEAN, "A")
        monkeypatch.setattr(transaction.get_connection(), "commit", fail)
    monkeypatch.undo()
    assert not TwinningImage.objects.exists()
    assert list((Path(settings.MEDIA_ROOT) / "private_images").iterdir()) == []
