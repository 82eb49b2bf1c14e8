"""Files that lie in a bucket are backed up and restored as those on the disk are."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.tools.s3 import Store
from towns.models import TownPage
from twinning.backup import manifest


def use(settings, url: str) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "twinning.media.storages.BucketStorage",
            "OPTIONS": {
                "bucket_name": "media",
                "endpoint_url": url,
                "region_name": "eu-west-2",
                "access_key": "key",
                "secret_key": "secret",
                "addressing_style": "path",
                "file_overwrite": False,
                "default_acl": None,
                "signature_version": "s3v4",
            },
        },
    }


@pytest.fixture
def store(store: Store, settings) -> Store:
    use(settings, store.url)
    return store


# `store` comes before `site`, whose files are to lie in it.


def test_a_bucket_is_filled_again(store, site, tmp_path: Path, move_away) -> None:
    folder = tmp_path / "backup"
    call_command("backup", str(folder), "--files", verbosity=0)
    assert {file.name for file in manifest.listed(folder)} == store.names
    before = store.files
    store.delete(*before)
    move_away()
    call_command("restore", str(folder), verbosity=0)
    assert store.files == before and len(before) > 3
    call_command("check_media", str(folder), "--orphans")


def test_a_bucket_that_keeps_its_files_is_only_listed(
    store, site, tmp_path: Path, move_away, capsys
) -> None:
    folder = tmp_path / "backup"
    call_command("backup", str(folder))
    assert not (folder / "files").exists()
    assert "the replication of their bucket" in capsys.readouterr().out
    store.delete(site.document.file.name)
    move_away()
    with pytest.raises(CommandError, match="1 files are missing in the store") as told:
        call_command("restore", str(folder))
    assert told.value.returncode == 3
    assert TownPage.objects.get().title == "Almelo", "the pages are there all the same"
    with pytest.raises(CommandError, match="1 files are not as they should be"):
        call_command("check_media")


def test_files_of_nobody_are_named(store, site, capsys) -> None:
    store.put("documents/left.txt", b"over")
    call_command("check_media", "--orphans")
    assert "nobody’s: documents/left.txt" in capsys.readouterr().out


def test_a_bucket_that_is_away_leaves_no_backup(site, tmp_path: Path, settings) -> None:
    use(settings, "http://127.0.0.1:9")
    with pytest.raises(CommandError, match="does not answer"):
        call_command("backup", str(tmp_path / "backup"), "--files", verbosity=0)
    assert list(tmp_path.glob("backup*")) == []
