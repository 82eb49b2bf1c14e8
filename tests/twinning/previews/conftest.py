"""Fixtures of previews: a front end in the settings, and who asks what it shows."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from tests.twinning.translation.editing import committing_admin  # noqa: F401  (a fixture)

FRONT = "https://front.example.org"


@pytest.fixture
def front_end(settings) -> str:
    """The front end that shows drafts."""
    urls = {"default": f"{FRONT}/{{locale}}/preview/{{token}}/?path={{path}}&mode={{mode}}"}
    settings.TWINNING = {**settings.TWINNING, "PREVIEW_URLS": urls}
    return FRONT


@pytest.fixture
def ask() -> Callable[..., Any]:
    """What the front end gets, by the address that an editor was sent to or by its token."""

    def ask(where: str, status: int = 200, host: str = "testserver", **query: str) -> Any:
        token = token_in(where) if where.startswith("http") else where
        address = f"/api/content/v1/preview/{token}/"
        response = Client().get(address, query, headers={"Host": host})
        assert response.status_code == status, response.content
        if status != 422:
            assert response.headers["Cache-Control"] == "private, no-store"
        return response.json()

    return ask


def token_in(address: str) -> str:
    """The token in a front end's address."""
    return address.partition("/preview/")[2].partition("/")[0]


def draft_of(page: Any) -> str:
    """Where “view draft” of a page is."""
    return reverse("wagtailadmin_pages:view_draft", args=[page.pk])


def panel_of(page: Any) -> str:
    """Where the preview panel of a page's editor is."""
    return reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])


def standard(title: str, slug: str = "about", body: Any = ()) -> dict[str, Any]:
    """What the form of a plain page sends."""
    return nested_form_data(
        {
            "title": title,
            "slug": slug,
            "body": streamfield(list(body)),
            "comments": inline_formset([]),
        }
    )
