"""A bucket that is away: pages are served, uploads refused in words, and nothing is left over."""

import socket
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.users.models import UserProfile

from tests import factories
from tests.twinning.media.files import encoded
from tests.twinning.media.stores import OPTIONS, use
from twinning.media import stored, tasks
from twinning.media.errors import StoreAwayError
from twinning.media.models import TwinningDocument, TwinningImage, TwinningRendition
from twinning.media.storages import BucketStorage

MESSAGES = {
    "en": "Files cannot be stored just now.",
    "pl": "W tej chwili nie można zapisać plików.",
}


@pytest.fixture(params=MESSAGES)
def refusal(request, admin_user) -> str:
    """What editors are told, in the language that they have chosen for the admin."""
    UserProfile.objects.create(user=admin_user, preferred_language=request.param)
    return MESSAGES[request.param]


@pytest.fixture
def away(monkeypatch) -> Any:
    """Nobody listens where the bucket was."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    return lambda: use(monkeypatch, f"http://127.0.0.1:{port}")


def text(name: str = "minutes.txt") -> ContentFile:
    return ContentFile(b"What was said.", name=name)


@pytest.fixture
def send(admin_client, db):
    """Upload a document as an editor does."""
    admin_client.raise_request_exception = False

    def post() -> Any:
        return admin_client.post(
            reverse("wagtaildocs:add"),
            {"title": "Minutes", "file": text(), "collection": 1, "tags": ""},
        )

    return post


@pytest.fixture
def due(settings) -> Callable[[], list[Any]]:
    """The arguments of what is to be deleted later, on a queue that can wait."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    from django_tasks_db.models import DBTaskResult

    path = "twinning.media.tasks.delete_file"
    tasks_of = DBTaskResult.objects.filter(task_path=path, run_after__gt=timezone.now())
    return lambda: [task.args_kwargs["args"] for task in tasks_of.all()]


def test_a_page_is_served_and_names_its_pictures(client, tree, store, away) -> None:
    image = factories.ImageFactory(title="A bridge", description="A bridge")
    tree.almelo.picture, tree.almelo.picture_alt = image, "A bridge"
    tree.almelo.save_revision().publish()
    tasks.make_renditions.call(image.pk)
    assert TwinningRendition.objects.exists()
    away()
    begun = time.monotonic()
    page = client.get("/en/towns/almelo/")
    assert page.status_code == 200 and "A bridge" in page.content.decode()
    assert "/media/images/" in page.content.decode()
    assert client.get("/api/content/v1/resolve/?path=/en/towns/almelo/").status_code == 200
    assert time.monotonic() - begun < 10


def test_an_upload_is_kept(send, store, due) -> None:
    assert send().status_code == 302
    assert store.names == {TwinningDocument.objects.get().file.name}
    assert due() == []


def test_an_upload_is_refused_in_the_form(send, away, refusal) -> None:
    away()
    begun = time.monotonic()
    response = send()
    assert response.status_code == 200
    assert refusal in response.content.decode()
    assert time.monotonic() - begun < 10
    assert not TwinningDocument.objects.exists()


def test_a_picture_is_refused_in_the_form(admin_client, db, away, refusal) -> None:
    away()
    file = ContentFile(encoded("PNG"), name="a.png")
    response = admin_client.post(
        reverse("wagtailimages:add"), {"title": "A", "file": file, "collection": 1, "tags": ""}
    )
    assert response.status_code == 200 and refusal in response.content.decode()
    assert not TwinningImage.objects.exists()


def test_a_bucket_that_goes_away_meanwhile_is_said_to(send, away, refusal, monkeypatch) -> None:
    away()
    monkeypatch.setattr(BucketStorage, "answers", lambda self: True)
    response = send()
    assert response.status_code == 503
    assert response["Retry-After"] and response["Cache-Control"] == "no-store"
    assert refusal in response.content.decode()
    assert not TwinningDocument.objects.exists()


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/api/content/v1/x", "application/problem+json"), ("/en/", "text/html")],
)
def test_others_are_told_in_their_own_form(rf, path: str, kind: str) -> None:
    from twinning.media.middleware import FilesMiddleware

    request = rf.get(path, headers={"accept": "*/*"})
    found = FilesMiddleware(lambda asked: None).process_exception(request, StoreAwayError("away"))
    assert found.status_code == 503 and found["Content-Type"].startswith(kind)
    assert FilesMiddleware(lambda asked: None).process_exception(request, OSError()) is None


def test_a_file_whose_row_is_rolled_back_is_deleted(send, store, monkeypatch) -> None:
    monkeypatch.setattr(TwinningDocument, "save", _saved_and_broken)
    assert send().status_code == 500
    assert not TwinningDocument.objects.exists()
    assert store.names == set()


def _saved_and_broken(self: Any, *args: Any, **kwargs: Any) -> None:
    with transaction.atomic():
        super(TwinningDocument, self).save(*args, **kwargs)
        raise RuntimeError("after the file")


def test_a_row_that_is_rolled_back_has_its_old_file(db, store) -> None:
    document = TwinningDocument.objects.create(title="Minutes", file=text())
    old = document.file.name
    with pytest.raises(RuntimeError), stored.watched(), transaction.atomic():
        document.file.storage.delete(old)
        raise RuntimeError
    assert store.names == {old}


def test_what_cannot_be_deleted_is_deleted_later(db, store, away, due, monkeypatch) -> None:
    name = TwinningDocument._meta.get_field("file").storage.save("documents/a.txt", text())
    away()
    with pytest.raises(RuntimeError), stored.watched():
        stored.note(name)
        raise RuntimeError
    assert due() == [[name]]
    use(monkeypatch, store.url)
    tasks.delete_file.call(name)
    assert store.names == set()


def test_what_is_stored_without_an_answer_is_deleted_later(send, bucket, due) -> None:
    bucket.loses = {"PUT"}
    assert send().status_code == 503
    assert not TwinningDocument.objects.exists()
    [name] = bucket.names
    assert due() == [[name]]
    bucket.loses = set()
    tasks.delete_file.call(name)
    assert bucket.names == set()


def test_what_is_refused_need_not_be_deleted(db, bucket, due) -> None:
    bucket.refuses = {"PUT"}
    storage = TwinningDocument._meta.get_field("file").storage
    with pytest.raises(StoreAwayError), stored.watched():
        storage.save("documents/a.txt", text())
    assert due() == [] and bucket.names == set()


def test_what_a_row_names_by_then_is_not_deleted(db, store) -> None:
    document = TwinningDocument.objects.create(title="Minutes", file=text())
    tasks.delete_file.call(document.file.name)
    assert store.names == {document.file.name}


def test_renditions_are_made_when_it_is_back(db, store, away, settings, monkeypatch) -> None:
    image = factories.ImageFactory()
    image.renditions.all().delete()
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    from django_tasks_db.models import DBTaskResult

    away()
    before = DBTaskResult.objects.count()
    tasks.make_renditions.call(image.pk)
    assert DBTaskResult.objects.count() == before + 1
    assert not image.renditions.exists()
    use(monkeypatch, store.url)
    tasks.make_renditions.call(image.pk)
    assert image.renditions.exists()


def test_a_bucket_answers_or_it_does_not(store, away) -> None:
    assert BucketStorage(**OPTIONS, endpoint_url=store.url).answers()
    away()
    assert not TwinningImage._meta.get_field("file").storage.answers()


def test_a_server_that_does_not_know_us_does_not_answer(bucket) -> None:
    """Whoever may not list what is in the bucket may store all the same."""
    storage = TwinningImage._meta.get_field("file").storage
    bucket.refuses = {"HEAD", "GET"}
    assert storage.answers()
    for bucket.why in ("InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken"):
        assert not storage.answers()


def test_an_answer_that_ends_in_the_middle_is_none(db, bucket) -> None:
    document = TwinningDocument.objects.create(title="Minutes", file=text())
    bucket.breaks = {"GET"}
    with pytest.raises(StoreAwayError):
        document.file.storage.open(document.file.name)


def test_a_server_that_says_nothing_is_not_waited_for(monkeypatch) -> None:
    monkeypatch.setattr("twinning.media.storages.READ", 0.3)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        storage = BucketStorage(
            **OPTIONS, endpoint_url=f"http://127.0.0.1:{silent.getsockname()[1]}"
        )
        begun = time.monotonic()
        with pytest.raises(StoreAwayError):
            storage.save("documents/a.txt", text())
        assert not storage.answers()
    assert time.monotonic() - begun < 8
