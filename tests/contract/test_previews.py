"""A draft is written as the page will be: every type, every block, as the document says."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client, RequestFactory
from django.urls import reverse

from tests.contract.conftest import PREFIX
from tests.contract.world import DUTCH
from tests.tools.openapi import validate

FRONT = "https://front.example.org/preview/{token}/"


@pytest.fixture
def editor(world, settings) -> Client:
    """A superuser's browser; drafts are shown at a front end."""
    settings.TWINNING = {**settings.TWINNING, "PREVIEW_URLS": {"default": FRONT}}
    users = get_user_model()._default_manager
    user = users.filter(username="root").first() or users.create_superuser(username="root")
    client = Client()
    client.force_login(user)
    return client


def preview(client: Client, address: str, **query: str) -> Any:
    response = client.get(address)
    assert response.status_code == 302, response.content
    token = response.headers["Location"].removeprefix(FRONT[:-8])
    return Client().get(f"{PREFIX}/preview/{token}", query)


@pytest.mark.parametrize("rich_text", ["html", "markdown", "portable_text"])
@pytest.mark.parametrize("kind", DUTCH)
def test_a_draft_is_what_the_page_will_be(editor, world, document, kind, rich_text) -> None:
    page = world.dutch[kind]
    page.save_revision(clean=False)
    live = Client().get(f"{PREFIX}/pages/{page.pk}/", {"rich_text": rich_text}).json()
    response = preview(
        editor, reverse("wagtailadmin_pages:view_draft", args=[page.pk]), rich_text=rich_text
    )
    path = f"{PREFIX}/preview/{{token}}/"
    validate(document, path, "get", 200, response.headers["Content-Type"], response.json())
    assert response.json()["page"] == live
    assert response.json()["is_preview"] is True
    assert response.json()["revision_id"] == page.get_latest_revision().pk


@pytest.mark.parametrize("kind", DUTCH)
def test_so_is_what_is_not_saved(editor, world, document, kind) -> None:
    page = world.dutch[kind]
    live = Client().get(f"{PREFIX}/pages/{page.pk}/").json()
    request = RequestFactory().get("/admin/")
    request.user = get_user_model()._default_manager.get(username="root")
    request.resolver_match = None
    address = (
        type(page)
        .objects.get(pk=page.pk)
        .make_preview_request(request, "", {"is_editing": True})
        .headers["Location"]
    )
    answer = Client().get(f"{PREFIX}/preview/{address.removeprefix(FRONT[:-8])}").json()
    assert answer["revision_id"] is None
    assert answer["page"] == live


def test_only_what_is_picked(editor, world) -> None:
    page = world.dutch["TownPage"]
    page.save_revision(clean=False)
    address = reverse("wagtailadmin_pages:view_draft", args=[page.pk])
    response = preview(editor, address, fields="title,parent.title")
    assert response.json()["page"] == {
        "id": page.pk,
        "type": "towns.TownPage",
        "title": "Almelo",
        "parent": {"title": "Steden"},
    }
    assert preview(editor, address, fields="nothing").status_code == 422
    assert preview(editor, address, other="1").status_code == 422
