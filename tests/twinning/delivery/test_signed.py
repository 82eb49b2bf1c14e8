"""Addresses of originals in a bucket end after an hour: no answer that names one is kept."""

from typing import Any

import pytest

from tests import factories
from tests.twinning.delivery.asking import ALMELO, RESOLVE, ask
from tests.twinning.media.stores import use


@pytest.fixture
def picture(tree, monkeypatch, moto) -> Any:
    """A picture in a bucket, which Almelo shows."""
    use(monkeypatch, moto.url)
    made = factories.ImageFactory(title="A bridge")
    tree.almelo.picture, tree.almelo.picture_alt = made, "A bridge"
    tree.almelo.save_revision().publish()
    return made


@pytest.mark.parametrize(
    "path",
    [
        "/api/v2/images/",
        "/api/v2/images/{picture}/",
        "/api/v2/pages/{almelo}/",
        "/api/v3/images/{picture}/",
    ],
)
def test_what_names_an_original_is_made_anew(site, django, tree, picture, path: str) -> None:
    path = path.format(picture=picture.pk, almelo=tree.almelo.pk)
    for _ in range(2):
        said = ask(site, path)
        assert said.status == 200 and "X-Amz-Signature=" in said.text
        assert said.headers["Cache-Control"] == "private, no-store"
        assert "ETag" not in said.headers
    assert len(django.calls) == 2


@pytest.mark.parametrize("path", [ALMELO, RESOLVE, "/api/v2/pages/", "/api/v2/documents/"])
def test_what_names_none_is_kept(site, django, picture, path: str) -> None:
    for _ in range(2):
        said = ask(site, path)
        assert said.status == 200 and "X-Amz-Signature=" not in said.text
    assert len(django.calls) == 1
