"""Visitors' pictures before a page with them is published: kept, rolled back, removed."""

import io
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from wagtail.models import CollectionViewRestriction
from wagtail.search.backends import get_search_backend

from tests.twinning.media.kept import CLEAN, THUMBNAIL, Refused, kept
from twinning.media import library, private, signals, tasks
from twinning.media.models import TwinningImage, TwinningRendition

pytestmark = pytest.mark.django_db


def test_it_is_kept_where_nobody_finds_it(stored) -> None:
    image = TwinningImage.objects.get(pk=kept("A bridge", description="B", credit="C").pk)
    assert re.fullmatch(r"private_images/[0-9a-f]{32}\.jpg", image.file.name)
    assert stored() == {image.file.name}
    assert (image.title, image.description, image.credit) == ("A bridge", "B", "C")
    assert (image.width, image.height, image.file_size) == (500, 400, len(CLEAN.content))
    with image.open_file() as file:
        assert file.read() == CLEAN.content
    before = image.file_hash
    image._set_file_hash()
    assert image.file_hash == before


def test_all_lie_in_one_collection_that_asks_for_a_login(db) -> None:
    first, second = kept(), kept()
    assert first.collection == second.collection
    assert first.collection.get_parent().is_root()
    [restriction] = first.collection.get_view_restrictions()
    assert restriction.restriction_type == CollectionViewRestriction.LOGIN
    restriction.delete()
    assert kept().collection.get_view_restrictions().exists(), "lifted by mistake"


def test_nothing_is_made_of_it_in_the_background(commit, monkeypatch) -> None:
    keys: list[int] = []
    monkeypatch.setattr(signals, "make_renditions", SimpleNamespace(enqueue=keys.append))
    with commit():
        image = kept()
        image.focal_point_x = 10
        image.save()
    assert keys == []
    tasks.make_renditions.enqueue(image.pk)
    assert library.make_all() == 0
    call_command("make_renditions", stdout=io.StringIO())
    image.refresh_from_db()
    assert image.placeholder == ""
    assert not TwinningRendition.objects.exists()


def test_it_is_not_in_the_search_index_until_it_is_public(commit) -> None:
    def found() -> list[TwinningImage]:
        return list(get_search_backend().search("Zeppelin", TwinningImage))

    image = kept("Zeppelin")
    call_command("update_index", stdout=io.StringIO())
    assert found() == []
    with commit():
        private.publish(image)
    assert found() == [image]


def test_long_words_are_cut(db) -> None:
    image = kept("t" * 300, description="d" * 300, credit="c" * 300)
    image.refresh_from_db()
    assert [len(words) for words in (image.title, image.description, image.credit)] == [255] * 3


# Rolled back


def test_after_an_error_no_file_remains(stored) -> None:
    with pytest.raises(Refused), private.files():
        private.keep(CLEAN, "A")
        private.keep(CLEAN, "B")
        assert len(stored()) == 2
        raise Refused
    assert stored() == set()
    assert not TwinningImage.objects.exists()


def test_after_a_part_is_rolled_back_its_files_alone_are_gone(stored) -> None:
    with private.files():
        image = private.keep(CLEAN, "A")
        with pytest.raises(Refused), transaction.atomic():
            private.keep(CLEAN, "B")
            raise Refused
    assert stored() == {image.file.name}


def test_after_a_rollback_without_an_error_no_file_remains(stored) -> None:
    with private.files():
        private.keep(CLEAN, "A")
        transaction.set_rollback(True)
    assert stored() == set()


def test_after_a_row_that_cannot_be_written_no_file_remains(stored, monkeypatch) -> None:
    def fail(image: TwinningImage) -> None:
        raise Refused

    monkeypatch.setattr(TwinningImage, "save", fail)
    with pytest.raises(Refused):
        kept()
    assert stored() == set()


def test_it_is_kept_only_where_what_is_rolled_back_is_deleted(db) -> None:
    with pytest.raises(RuntimeError):
        private.keep(CLEAN, "A")
    with pytest.raises(RuntimeError), transaction.atomic(), private.files():
        pass


# Gone


def test_what_is_removed_leaves_no_file(commit, stored) -> None:
    images = [kept(), kept()]
    for image in images:
        image.get_rendition(THUMBNAIL)
    assert len(stored()) == 4
    with commit():
        private.remove(images)
        assert len(stored()) == 4, "until the commit"
    assert stored() == set()
    assert not TwinningImage.objects.exists()
    assert not TwinningRendition.objects.exists()


def test_what_an_editor_deletes_leaves_no_file(admin_client, commit, settings) -> None:
    image = kept()
    image.get_rendition(THUMBNAIL)
    with commit():
        admin_client.post(reverse("wagtailimages:delete", args=[image.pk]))
    assert not [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_a_public_one_is_removed_as_well(commit, stored) -> None:
    image = kept()
    with commit():
        private.publish(image)
    assert len(stored()) > 5, "with its renditions"
    with commit():
        private.remove([image])
    assert stored() == set()
