"""Visitors' pictures become public with a page that shows them."""

import io
import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from wagtail.models import Collection

from tests.twinning.media.kept import CLEAN, THUMBNAIL, Refused, kept, sources_in, story
from twinning.media import folders, private, renditions, signals
from twinning.media.models import TwinningImage

pytestmark = pytest.mark.django_db


def test_a_publication_makes_all_of_a_page_public(client, tree, commit, stored) -> None:
    images, other = [kept("A"), kept("B")], kept("C")
    old = {image.file.name for image in images}
    thumbnail = images[0].get_rendition(THUMBNAIL).file.name
    page = story(tree.almelo, images)
    with commit():
        page.save_revision().publish()
    for image in images:
        image.refresh_from_db()
        assert re.fullmatch(r"original_images/[0-9a-f]{32}\.jpg", image.file.name)
        assert image.collection.name == private.SHOWN
        assert not image.collection.get_view_restrictions().exists()
        assert image.placeholder
        assert renditions.missing(image) == []
        assert {row.file.name.split("/")[0] for row in image.renditions.all()} == {"images"}
        with image.open_file() as file:
            assert file.read() == CLEAN.content
        assert client.get(f"/api/content/v1/images/{image.pk}/").status_code == 200
        assert client.get(f"/api/v3/images/{image.pk}/").status_code == 200
    assert not stored() & {*old, thumbnail}
    assert other.file.name in stored()
    other.refresh_from_db()
    assert other.is_private
    for url in sources_in(client.get(page.url).content.decode()):
        assert client.get(url).status_code == 200


def test_a_picture_that_became_public_is_queued_once(tree, commit, picture, monkeypatch) -> None:
    keys: list[int] = []
    monkeypatch.setattr(signals, "make_renditions", SimpleNamespace(enqueue=keys.append))
    image = kept()
    page = story(tree.almelo, [image, picture])
    with commit():
        page.save_revision().publish()
    assert sorted(keys) == sorted([image.pk, picture.pk])


def test_drafts_and_plans_make_nothing_public(tree, commit) -> None:
    image = kept()
    page = story(tree.almelo, [image])
    page.go_live_at = timezone.now() + timedelta(days=1)
    with commit():
        page.save_revision()
        page.save_revision().publish()
    image.refresh_from_db()
    assert image.is_private
    page.refresh_from_db()
    assert not page.live
    plan = page.revisions.filter(pk=page.latest_revision_id)  # the only one, as Wagtail keeps it
    plan.update(approved_go_live_at=timezone.now() - timedelta(hours=1))
    revision = page.latest_revision
    revision.content["go_live_at"] = str(timezone.now() - timedelta(hours=1))
    revision.save()
    with commit():
        call_command("publish_scheduled", stdout=io.StringIO())
    image.refresh_from_db()
    assert not image.is_private


def test_the_publication_of_a_translation_counts_as_well(tree, commit, locales) -> None:
    image = kept()
    page = story(tree.home, [image])
    tree.home.copy_for_translation(locales["nl"]).save_revision().publish()
    there = page.copy_for_translation(locales["nl"])
    image.refresh_from_db()
    assert image.is_private
    with commit():
        there.save_revision().publish()
    image.refresh_from_db()
    assert not image.is_private


def test_a_publication_that_is_rolled_back_leaves_it_private(tree, client, commit, stored) -> None:
    image = kept()
    page = story(tree.almelo, [image])
    revision = page.save_revision()
    with pytest.raises(Refused), transaction.atomic():
        revision.publish()
        raise Refused
    image.refresh_from_db()
    assert image.is_private
    left = stored() - {image.file.name}
    assert left == {folders.public_name(image.file.name)}, "one file that nothing names"
    with commit():
        revision.publish()
    image.refresh_from_db()
    assert image.file.name in left, "which the next try takes"
    assert not {name for name in stored() if name.startswith("private_images")}


def test_what_a_rollback_has_left_goes_with_the_picture(tree, commit, stored) -> None:
    image = kept()
    with pytest.raises(Refused), transaction.atomic():
        private.publish(image)
        raise Refused
    image.refresh_from_db()
    assert len(stored()) == 2
    with commit():
        private.remove([image])
    assert stored() == set()


def test_publishing_twice_does_no_harm(commit, stored) -> None:
    image = kept()
    stale = TwinningImage.objects.get(pk=image.pk)
    with commit():
        private.publish(image)
    names = stored()
    with commit():
        private.publish(image)
        private.publish(stale)
    assert stored() == names
    assert TwinningImage.objects.get().file.name == image.file.name


def test_a_missing_file_keeps_no_page_from_its_publication(tree, commit, stored, caplog) -> None:
    image, other = kept("A"), kept("B")
    image.file.storage.delete(image.file.name)
    page = story(tree.almelo, [image, other])
    with commit():
        page.save_revision().publish()
    page.refresh_from_db()
    assert page.live
    assert "cannot be made public" in caplog.text
    assert [row.is_private for row in TwinningImage.objects.order_by("title")] == [True, False]


def test_its_collections_are_found_again(commit) -> None:
    with commit():
        private.publish(kept())
        private.publish(kept())
    names = list(Collection.objects.filter(depth=2).values_list("name", flat=True))
    assert sorted(names) == [private.SHOWN, private.WAITING]
