"""Renditions made ahead: after an upload, a new file and a publication, and for a whole library."""

import base64
import io
import threading
import uuid
from io import StringIO
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image as PillowImage
from PIL import ImageCms

from tests import factories
from twinning.media import library, placeholders, renditions, signals, tasks
from twinning.media.models import TwinningImage, TwinningRendition

pytestmark = pytest.mark.django_db


def encoded(kind: str, size: tuple[int, int] = (500, 300), mode: str = "RGB", **save: Any) -> bytes:
    buffer = io.BytesIO()
    PillowImage.radial_gradient("L").resize(size).convert(mode).save(buffer, kind, **save)
    return buffer.getvalue()


def preview(image: TwinningImage) -> PillowImage.Image:
    head, data = image.placeholder.split(",")
    assert head == "data:image/webp;base64"
    return PillowImage.open(io.BytesIO(base64.b64decode(data)))


def complete(image: TwinningImage) -> bool:
    image.refresh_from_db()
    return bool(image.placeholder) and renditions.missing(image) == []


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    """Do what waits for the commit, as the end of a request does."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def enqueued(monkeypatch) -> list[int]:
    """The pictures that are queued, instead of their renditions."""
    keys: list[int] = []
    monkeypatch.setattr(signals, "make_renditions", SimpleNamespace(enqueue=keys.append))
    return keys


# Uploads


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp", "a.gif", "a.avif"])
def test_an_upload_makes_all_once_it_is_committed(admin_client, commit, name: str) -> None:
    kind = {"jpg": "JPEG"}.get(name[2:], name[2:].upper())
    with commit() as callbacks:
        response = admin_client.post(
            reverse("wagtailimages:add"),
            {"title": "A", "file": SimpleUploadedFile(name, encoded(kind)), "collection": 1},
        )
        assert response.status_code == 302
        image = TwinningImage.objects.get()
        assert not TwinningRendition.objects.exists()
        assert image.placeholder == ""
    assert callbacks
    assert complete(image)
    assert preview(image).size == (24, 14)
    assert len(image.placeholder) <= placeholders.LONGEST


def test_a_picture_is_queued_once_and_not_for_its_title(commit, enqueued) -> None:
    with commit():
        image = factories.ImageFactory()
        image.get_file_hash()
        image.get_file_size()
        image.title = "B"
        image.save()
    assert enqueued == [image.pk]


def test_a_new_file_makes_all_anew(admin_client, commit) -> None:
    with commit():
        image = factories.ImageFactory(file__width=50, file__height=50)
    before = image.placeholder or TwinningImage.objects.get().placeholder
    old = set(TwinningRendition.objects.values_list("pk", flat=True))
    with commit():
        response = admin_client.post(
            reverse("wagtailimages:edit", args=[image.pk]),
            {
                "title": "B",
                "file": SimpleUploadedFile("new.png", encoded("PNG")),
                "collection": 1,
            },
        )
        assert response.status_code == 302
    assert complete(image)
    assert image.placeholder != before
    assert image.file.name.endswith("new.png")
    assert not TwinningRendition.objects.filter(pk__in=old).exists()
    assert {row.width for row in image.renditions.filter(filter_spec__contains="00|")} == {400, 500}


def test_a_new_file_by_code_leaves_nothing_of_the_old_one(commit) -> None:
    with commit():
        image = factories.ImageFactory(file__width=50, file__height=50)
    with commit():
        image.file = ContentFile(encoded("PNG"), name="new.png")
        image.save()
        assert not TwinningRendition.objects.exists()
        assert TwinningImage.objects.get().placeholder == ""
    assert complete(image)
    assert {row.width for row in image.renditions.all()} == {400, 500}


def test_a_file_replaced_while_the_task_runs_wins(commit, monkeypatch) -> None:
    image = factories.ImageFactory(file__width=50, file__height=50)
    make = renditions.make

    def slow(found: TwinningImage) -> int:
        number = make(found)
        monkeypatch.setattr(renditions, "make", make)
        other = TwinningImage.objects.get()
        other.file = ContentFile(encoded("PNG"), name="new.png")
        other.save()
        make(found)  # writes what it had encoded of the old file
        return number

    monkeypatch.setattr(renditions, "make", slow)
    tasks.make_renditions.enqueue(image.pk)
    assert complete(image)
    assert {row.width for row in image.renditions.all()} == {400, 500}


def test_a_deleted_picture_is_no_task(db) -> None:
    assert tasks.make_renditions.enqueue(999_999).status == "SUCCESSFUL"


@pytest.mark.parametrize("content", [None, b"", b"no picture", encoded("JPEG")[:300]])
def test_a_broken_file_is_survived(commit, content, caplog) -> None:
    image = factories.ImageFactory()
    image.file.close()
    image.file.storage.delete(image.file.name)
    if content is not None:
        image.file.storage.save(image.file.name, ContentFile(content))
    assert tasks.make_renditions.enqueue(image.pk).status == "SUCCESSFUL"
    assert library.make_all() == 0
    assert len(caplog.records) == 3
    assert not TwinningRendition.objects.exists()


def test_a_queue_that_fails_breaks_no_upload(commit, monkeypatch) -> None:
    def fail(key: int) -> None:
        raise RuntimeError("no queue")

    monkeypatch.setattr(signals, "make_renditions", SimpleNamespace(enqueue=fail))
    with commit():
        image = factories.ImageFactory()
    assert TwinningImage.objects.filter(pk=image.pk).exists()


# Publications


def story(tree, pictures: list[TwinningImage]):
    """A draft that shows the first picture at its head and the others in blocks and texts."""
    first, *others = pictures
    figures = [
        {
            "type": "image",
            "value": {
                "image": {"image": picture.pk, "alt_text": "A", "decorative": False},
                "caption": "",
            },
            "id": str(uuid.uuid4()),
        }
        for picture in others
    ]
    return factories.StoryPageFactory(
        parent=tree.stories, live=False, picture=first, picture_alt="A", body=figures
    )


def test_a_publication_makes_what_is_missing(tree, commit) -> None:
    pictures = factories.ImageFactory.create_batch(3)
    unrelated = factories.ImageFactory()
    page = story(tree, pictures)
    with commit():
        page.save_revision().publish()
    assert all(map(complete, pictures))
    assert not complete(unrelated)


def test_a_publication_queues_each_picture_once_and_none_that_is_complete(
    tree, commit, enqueued
) -> None:
    pictures = factories.ImageFactory.create_batch(3)
    page = story(tree, [*pictures, *pictures])
    with signals.suspended():
        for picture in pictures[:2]:
            tasks.make_renditions.func(picture.pk)
    TwinningImage.objects.filter(pk=pictures[0].pk).update(placeholder="")
    with commit():
        page.save_revision().publish()
    assert sorted(enqueued) == [pictures[0].pk, pictures[2].pk]


def test_a_publication_asks_the_same_of_the_database_for_1_and_for_20(
    tree, commit, enqueued
) -> None:
    def queries(number: int) -> int:
        page = story(tree, factories.ImageFactory.create_batch(number))
        with CaptureQueriesContext(connection) as captured:
            signals._enqueue_unmade(signals.picture_keys(page))
        return len(captured)

    assert queries(1) == queries(20) == 1
    assert len(enqueued) == 21


# The library


def test_the_command_completes_a_library(commit, monkeypatch) -> None:
    monkeypatch.setattr(library, "CHUNK", 1)
    images = [factories.ImageFactory(file__width=410) for _ in range(5)]
    [kept] = images[0].get_renditions("width-400|format-webp").values()
    out = StringIO()
    call_command("make_renditions", stdout=out)
    assert out.getvalue() == "34 renditions made.\n"
    assert all(map(complete, images))
    assert TwinningRendition.objects.filter(pk=kept.pk).exists()
    files = set(images[0].file.storage.listdir("images")[1])
    assert {row.file.name.split("/")[1] for row in TwinningRendition.objects.all()} == files
    with CaptureQueriesContext(connection) as captured:
        call_command("make_renditions", stdout=out)
    assert out.getvalue().endswith("\n0 renditions made.\n")
    assert not [query for query in captured if not query["sql"].startswith("SELECT")]


def test_only_the_callers_thread_asks_the_database(monkeypatch) -> None:
    factories.ImageFactory()
    threads: set[str] = set()

    def note(execute, *args):
        threads.add(threading.current_thread().name)
        return execute(*args)

    with connection.execute_wrapper(note):
        assert library.make_all() == 4
    assert threads == {threading.current_thread().name}


def test_a_picture_that_vanishes_while_it_is_encoded_gets_nothing() -> None:
    image = factories.ImageFactory()
    with library.Encoder() as encoder:
        encoder.begin([image.pk])
        TwinningImage.objects.filter(pk=image.pk).update(file="original_images/other.jpg")
        assert encoder.finish() == 0
    assert not TwinningRendition.objects.exists()


def test_an_import_may_suspend_the_tasks(tree, commit, enqueued) -> None:
    with commit(), signals.suspended():
        story(tree, [factories.ImageFactory()]).save_revision().publish()
    assert enqueued == []
    with commit():
        image = factories.ImageFactory()
    assert enqueued == [image.pk]


# Previews


def test_a_preview_keeps_what_can_be_seen_through() -> None:
    see_through = PillowImage.new("RGBA", (100, 50))
    see_through.paste((200, 20, 20, 255), (0, 0, 50, 50))
    buffer = io.BytesIO()
    see_through.save(buffer, "PNG")
    image = factories.ImageFactory(file__from_func=lambda: buffer, file__filename="a.png")
    tasks.make_renditions.enqueue(image.pk)
    assert complete(image)
    shown = preview(image)
    assert (shown.mode, shown.size) == ("RGBA", (24, 12))
    assert shown.getpixel((2, 6))[3] > 200 > 50 > shown.getpixel((21, 6))[3]


@pytest.mark.parametrize(
    ("kind", "mode", "size"),
    [
        ("JPEG", "CMYK", (500, 300)),
        ("JPEG", "L", (500, 300)),
        ("PNG", "I;16", (500, 300)),
        ("PNG", "LA", (500, 300)),
        ("PNG", "P", (500, 300)),
        ("GIF", "P", (500, 300)),
        ("PNG", "1", (1, 1)),
        ("JPEG", "RGB", (20, 4000)),
        ("JPEG", "RGB", (4000, 3)),
    ],
)
def test_every_kind_of_picture_has_a_short_preview(kind: str, mode: str, size) -> None:
    source = io.BytesIO()
    gradient = PillowImage.radial_gradient("L").resize(size)
    (gradient.convert("I").convert(mode) if mode == "I;16" else gradient.convert(mode)).save(
        source, kind
    )
    text = placeholders.data_uri(source)
    assert text.startswith("data:image/webp;base64,")
    assert len(text) <= placeholders.LONGEST


def test_a_preview_is_the_right_way_up_and_has_no_ballast() -> None:
    exif = PillowImage.Exif()
    exif[0x0112] = 6  # the camera was turned
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    source = encoded("JPEG", (400, 300), exif=exif, icc_profile=profile)
    text = placeholders.data_uri(io.BytesIO(source))
    shown = PillowImage.open(io.BytesIO(base64.b64decode(text.split(",")[1])))
    assert shown.size == (24, 32)
    assert "icc_profile" not in shown.info
    assert len(text) <= placeholders.LONGEST


def test_the_preview_is_in_no_form_and_not_in_api_v3(admin_client, client, picture) -> None:
    tasks.make_renditions.enqueue(picture.pk)
    form = admin_client.get(reverse("wagtailimages:edit", args=[picture.pk])).content.decode()
    assert "placeholder" not in TwinningImage.admin_form_fields
    assert "data:image/webp" not in form
    answer = client.get(f"/api/v3/images/{picture.pk}/").json()
    assert answer["id"] == picture.pk
    assert "placeholder" not in answer
