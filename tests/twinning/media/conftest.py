"""Both storages, what waits for the commit, and people who may see pictures."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission

from tests.tools.bucket import Bucket, serving
from tests.tools.s3 import Store
from tests.twinning.media.stores import use


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
    moto = request.getfixturevalue("moto")
    use(monkeypatch, moto.url)
    yield lambda: moto.names


@pytest.fixture
def store(store: Store, monkeypatch) -> Store:
    """A bucket in which all files lie, of moto's server and of our own."""
    use(monkeypatch, store.url)
    return store


@pytest.fixture
def bucket(monkeypatch) -> Iterator[Bucket]:
    """A bucket of our own server, in which all files lie: for faults."""
    with serving() as kept:
        use(monkeypatch, kept.url)
        yield kept


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
