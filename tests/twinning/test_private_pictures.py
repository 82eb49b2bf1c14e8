"""Visitors' pictures: who may see them before a page with them is published, and after."""

import io
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from storages.backends.s3 import S3Storage
from wagtail.models import Collection, CollectionViewRestriction, GroupCollectionPermission
from wagtail.search.backends import get_search_backend

from stories.models import StoryPage
from tests import factories
from tests.tools.bucket import NAME, serving
from tests.twinning.visitors import drawn, encoded
from twinning.media import anew, folders, library, private, renditions, signals, tasks
from twinning.media.models import TwinningImage, TwinningRendition
from twinning.media.storages import RenditionStorage

pytestmark = pytest.mark.django_db

CLEAN = anew.CleanPicture(encoded("JPEG", drawn((500, 400))), 500, 400)
THUMBNAIL = "max-165x165"


def kept(title: str = "A bridge", **fields: str) -> TwinningImage:
    with private.files():
        return private.keep(CLEAN, title, **fields)


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    """Do what waits for the commit, as the end of a request does."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture(params=["local", "s3"])
def stored(request, settings, monkeypatch) -> Iterator[Callable[[], set[str]]]:
    """The names of all files that there are, on the local disk and in a bucket."""
    if request.param == "local":

        def names() -> set[str]:
            root = Path(settings.MEDIA_ROOT)
            return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}

        yield names
        return
    with serving() as bucket:
        options = {
            "bucket_name": NAME,
            "endpoint_url": bucket.url,
            "region_name": "eu-west-2",
            "access_key": "key",
            "secret_key": "secret",
            "file_overwrite": False,
        }
        for model, storage in (
            (TwinningImage, S3Storage(**options)),
            (TwinningRendition, RenditionStorage(**options, querystring_auth=False)),
        ):
            monkeypatch.setattr(model._meta.get_field("file"), "storage", storage)
        yield lambda: bucket.names


def story(parent: Any, pictures: list[TwinningImage], **fields: Any) -> StoryPage:
    """A draft that shows the first picture at its head and the others in its body."""
    first, *others = pictures
    body = [
        {
            "type": "image",
            "value": {"image": {"image": picture.pk, "alt_text": "A", "decorative": False}},
        }
        for picture in others
    ]
    fields = {"live": False, "picture": first, "picture_alt": "A", "body": body, **fields}
    return factories.StoryPageFactory(parent=parent, **fields)


# Kept


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


class Refused(Exception):
    """What a form may raise after its pictures have been kept."""


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


@pytest.mark.django_db(transaction=True)
def test_after_a_commit_that_fails_no_file_remains(settings, monkeypatch) -> None:
    def fail() -> None:
        raise DatabaseError

    with pytest.raises(DatabaseError), private.files():
        private.keep(CLEAN, "A")
        monkeypatch.setattr(transaction.get_connection(), "commit", fail)
    monkeypatch.undo()
    assert not TwinningImage.objects.exists()
    assert list((Path(settings.MEDIA_ROOT) / "private_images").iterdir()) == []


def test_it_is_kept_only_where_what_is_rolled_back_is_deleted(db) -> None:
    with pytest.raises(RuntimeError):
        private.keep(CLEAN, "A")
    with pytest.raises(RuntimeError), transaction.atomic(), private.files():
        pass


# Who may see it


@pytest.fixture
def user(client) -> Callable[..., Any]:
    """Log in somebody who may do something with pictures of a collection."""

    def login(codename: str = "", collection: Collection | None = None) -> Any:
        made = get_user_model().objects.create_user(username=f"u{codename}", password="p")
        group = Group.objects.create(name=f"g{codename}")
        made.groups.add(group)
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        if codename:
            GroupCollectionPermission.objects.create(
                group=group,
                collection=collection,
                permission=Permission.objects.get(
                    content_type__app_label="wagtailimages", codename=codename
                ),
            )
        client.force_login(made)
        return made

    return login


def files_of(image: TwinningImage) -> list[str]:
    """Addresses of its file, of one that the admin shows, and of those that pages show."""
    return [
        image.file.url,
        image.get_rendition(THUMBNAIL).url,
        renditions.src(image),
        *re.findall(r"\S+/\S+", renditions.sources(image)[0]["srcset"]),
    ]


def test_nobody_sees_it_who_has_not_logged_in(client, tree) -> None:
    image = kept()
    for url in files_of(image):
        for response in (client.get(url), client.head(url)):
            assert response.status_code == 404, url
            assert "public" not in response["Cache-Control"]
    assert TwinningRendition.objects.count() == 1, "none was made for it either"
    assert client.get(image.file.url.replace(".jpg", ".png")).status_code == 404
    assert client.get("/media/private_images/").status_code == 404


def test_who_may_choose_or_change_it_sees_it_and_keeps_nothing(client, tree, user) -> None:
    image = kept()
    for codename in ("choose_image", "change_image"):
        user(codename, image.collection)
        for url in files_of(image):
            response = client.get(url)
            assert response.status_code == 200, url
            assert response["Cache-Control"] == "private, no-store"
            assert response["X-Content-Type-Options"] == "nosniff"
            assert response["Content-Security-Policy"] == "default-src 'none'"
            assert response["Content-Type"].startswith("image/")
            assert Image.open(io.BytesIO(b"".join(response))).size


def test_whoever_may_do_so_elsewhere_only_does_not(client, tree, user) -> None:
    image = kept()
    elsewhere = Collection.get_first_root_node().add_child(name="Almelo")
    for permissions in [("choose_image", elsewhere), ("add_image", image.collection), ()]:
        user(*permissions)
        for url in files_of(image):
            assert client.get(url).status_code == 404, url


def test_a_wrong_signature_tells_nothing_of_it(client, tree, admin_client) -> None:
    image = kept()
    wrong = re.sub("/images/.", "/images/_", renditions.src(image))
    other = wrong.replace(f"/{image.pk}/", f"/{image.pk + 1}/")
    assert client.get(wrong).status_code == client.get(other).status_code == 403
    assert admin_client.get(wrong).status_code == 403


def test_its_renditions_lie_beside_it_under_names_that_fit(stored) -> None:
    image = kept()
    names = {image.get_rendition(spec).file.name for spec in (THUMBNAIL, renditions.LINK_PREVIEW)}
    names |= {image.get_rendition(sorted(renditions.allowed())[-1]).file.name}
    assert len(names) == 3
    for name in names:
        assert name.startswith("private_images/")
        assert len(name) + len("_1234567") <= 100
    assert stored() == {image.file.name, *names}


def test_in_a_bucket_its_addresses_are_signed(stored, request) -> None:
    if "s3" not in request.node.name:
        return
    image = kept()
    for url in (image.file.url, image.get_rendition(THUMBNAIL).url):
        with urlopen(url) as response:
            assert response.read(3) == b"\xff\xd8\xff"
        with pytest.raises(HTTPError, match="403"):
            urlopen(url.partition("?")[0])
    spec = "width-400|format-webp"
    image.get_rendition(spec)
    found = renditions.in_bulk(TwinningImage, [image.pk])[image.pk]
    addresses = " ".join([renditions.src(found), str(renditions.sources(found))])
    assert "Signature" not in addresses, "pages name the view that asks who may see it"


def test_the_view_serves_it_out_of_a_bucket(client, tree, stored, admin_client) -> None:
    image = kept()
    url = renditions.src(image)
    assert client.get(url).status_code == 404
    response = admin_client.get(url)
    assert (response.status_code, response["Cache-Control"]) == (200, "private, no-store")
    assert Image.open(io.BytesIO(b"".join(response))).size == (500, 400)
    assert client.get(url).status_code == 404


# In the admin


def sources_in(html: str) -> set[str]:
    found = re.findall(r'<(?:img|source)[^>]* src="([^"]+)"', html)
    for srcset in re.findall(r'srcset="([^"]+)"', html):
        found += [part.split()[0] for part in srcset.split(", ")]
    found = [url.replace("&amp;", "&") for url in found]
    return {url for url in found if url.startswith(("/images/", "/media/"))}


def test_a_draft_shows_it_to_editors(client, tree, admin_client) -> None:
    images = [kept(), kept()]
    page = story(tree.almelo, images)
    page.save_revision()
    html = admin_client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    found = sources_in(html.content.decode())
    assert len({url.split("/")[3] for url in found}) == 2, "pictures by their primary keys"
    assert len(found) >= 6
    for url in found:
        assert admin_client.get(url).status_code == 200, url
        assert client.get(url).status_code == 404, url


@pytest.mark.parametrize(
    "address",
    [
        lambda image: reverse("wagtailimages:index"),
        lambda image: reverse("wagtailimages:edit", args=[image.pk]),
        lambda image: reverse("wagtailimages_chooser:choose"),
        lambda image: reverse("wagtailimages_chooser:choose_results"),
    ],
)
def test_the_admin_shows_it(admin_client, tree, address) -> None:
    image = kept("A bridge by night")
    response = admin_client.get(address(image))
    html = response.content.decode()
    if response["Content-Type"] == "application/json":
        html = response.json()["html"]
    assert "A bridge by night" in html
    found = sources_in(html)
    assert found
    for url in found:
        assert url.startswith("/media/private_images/")
        assert admin_client.get(url).status_code == 200


def test_another_file_is_as_private(admin_client, client, tree, commit) -> None:
    image = kept()
    before = image.file.name
    image.get_rendition(THUMBNAIL)
    data = {
        "title": "B",
        "file": SimpleUploadedFile("private_images.png", encoded("PNG")),
        "collection": 1,
    }
    with commit():
        response = admin_client.post(reverse("wagtailimages:edit", args=[image.pk]), data)
    assert response.status_code == 302
    image.refresh_from_db()
    assert image.title == "B"
    assert re.fullmatch(r"private_images/[0-9a-f]{32}\.png", image.file.name)
    assert not image.file.storage.exists(before)
    assert not TwinningRendition.objects.exists()
    assert client.get(image.file.url).status_code == 404
    assert image.collection.name == private.WAITING, "the form does not move it"


def test_no_upload_of_an_editor_is_private(admin_client, commit) -> None:
    data = {
        "title": "B",
        "file": SimpleUploadedFile("private_images/a.png", encoded("PNG")),
        "collection": 1,
    }
    with commit():
        admin_client.post(reverse("wagtailimages:add"), data)
    assert TwinningImage.objects.get().file.name.startswith("original_images/")


def test_it_is_not_moved_with_others(admin_client, picture) -> None:
    image, there = kept(), Collection.get_first_root_node().add_child(name="Almelo")
    url = reverse("wagtail_bulk_action", args=["media", "twinningimage", "add_to_collection"])
    both = f"{url}?id={image.pk}&id={picture.pk}&next=/admin/images/"
    response = admin_client.post(both, {"collection": there.pk}, follow=True)
    assert "stays in its collection" in response.content.decode()
    assert set(TwinningImage.objects.filter(collection=there)) == set()
    admin_client.post(f"{url}?id={picture.pk}", {"collection": there.pk})
    assert set(TwinningImage.objects.filter(collection=there)) == {picture}


# What anonymous answers tell


def test_no_api_tells_of_it(client, tree, picture) -> None:
    image = kept("A secret bridge", description="A secret text")
    TwinningImage.objects.filter(pk=picture.pk).update(title="A known bridge")
    moved = kept("A secret ship")
    TwinningImage.objects.filter(pk=moved.pk).update(collection=picture.collection)
    for found, status in [(image, 404), (moved, 404), (picture, 200)]:
        response = client.get(f"/api/content/v1/images/{found.pk}/")
        assert response.status_code == status
    assert client.get(f"/api/v3/images/{image.pk}/").status_code == 404
    listed = client.get("/api/v3/images/").content.decode()
    assert "A known bridge" in listed
    assert "secret bridge" not in listed
    assert image.file.name not in listed
    assert client.get("/api/v3/images/?search=secret").json()["items"] == []


def test_no_answer_tells_of_it_even_where_a_page_shows_it(client, tree) -> None:
    """Such as a page that code has saved, past its publication."""
    images = [kept("A secret bridge"), kept("A secret ship")]
    page = story(tree.almelo, images, live=True)
    name = Path(images[0].file.name).stem
    answer = client.get(f"/api/content/v1/pages/{page.pk}/").json()
    assert answer["picture"] is None
    assert "secret" not in str(answer)
    assert name not in str(answer)
    for address in (page.url, f"/api/v3/pages/{page.pk}/", "/sitemap-en.xml"):
        text = client.get(address).content.decode()
        assert "secret" not in text
        assert "private_images" not in text
        for url in sources_in(text):
            assert client.get(url).status_code == 404
    head = client.get(page.url).content.decode().partition("</head>")[0]
    assert 'property="og:image"' in head
    assert name not in head
    assert "share" in re.findall(r'property="og:image" content="([^"]+)"', head)[0]


# Public


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
    page.revisions.update(approved_go_live_at=timezone.now() - timedelta(hours=1))
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
