"""StreamFields in Wagtail's API v3: typed for reading and writing, and checked when written."""

import json
import re
from typing import Any

import pytest

from home.models import StandardPage
from tests import factories
from tests.twinning.test_query_counts import body
from twinning.security.tokens.making import make


@pytest.fixture
def write(client, admin_user):
    """Sends a body of blocks for a page as a token holder."""
    _token, key = make(admin_user, "test", "write")

    def send(page: StandardPage, blocks: Any, status: int) -> Any:
        response = client.patch(
            f"/api/v3/pages/{page.pk}/",
            json.dumps({"body": blocks, "meta": {"action": "publish"}}),
            content_type="application/json",
            headers={"Authorization": f"Bearer {key}"},
        )
        assert response.status_code == status, response.content.decode()[:600]
        return response.json()

    return send


@pytest.fixture
def page(tree) -> StandardPage:
    """A page without blocks."""
    return factories.StandardPageFactory(parent=tree.home)


def schemas(client) -> dict[str, Any]:
    return client.get("/api/v3/openapi.json").json()["components"]["schemas"]


def test_its_document_tells_blocks_apart_by_type(client, db) -> None:
    found = schemas(client)
    read = found["HomeBodyBlockStored"]
    assert found["StandardPageSchema"]["properties"]["body"]["items"]["$ref"].endswith(
        "/HomeBodyBlockStored"
    )
    assert read["discriminator"]["propertyName"] == "type"
    assert read["discriminator"]["mapping"]["image"].endswith("/FigureBlockStored")
    written = found["HomeBodyBlockInput"]
    assert written["discriminator"]["mapping"]["image"].endswith("/FigureBlockInput")
    assert found["FigureInput"]["additionalProperties"] is False
    assert found["FigureInput"]["required"] == ["image"]


def test_blocks_are_read_and_can_be_sent_back_as_they_are(
    client, tree, page, picture, document, write
) -> None:
    page.body = [
        {**item, "value": {**item["value"], "heading": "Heading"}}
        if "heading" in item["value"]
        else item
        for item in body(picture, document, [tree.almelo], 1)
        if item["type"] != "embed"  # Wagtail asks its provider when it is saved
    ]
    page.save_revision().publish()
    first = client.get(f"/api/v3/pages/{page.pk}/").json()["body"]
    assert [item["type"] for item in first][:3] == ["rich_text", "heading", "image"]
    write(page, first, 200)
    before = client.get(f"/api/v3/pages/{page.pk}/").json()["body"]
    assert before[1:] == first[1:]
    # The editor gives each paragraph of rich text a key of its own whenever it is saved.
    text = re.sub(' data-block-key="[^"]*"', "", before[0]["value"])
    assert {**before[0], "value": text} == first[0]


def test_what_is_stored_in_an_older_shape_is_still_read(client, page) -> None:
    stored = [
        {"type": "heading", "id": "1", "value": {"text": "H", "level": "h9", "gone": 1}},
        {"type": "gone", "id": "2", "value": {}},
    ]
    page.body = json.dumps(stored)
    page.save()
    assert client.get(f"/api/v3/pages/{page.pk}/").status_code == 200
    assert client.get(f"/api/content/v1/pages/{page.pk}/").status_code == 200


@pytest.mark.parametrize(
    ("blocks", "named"),
    [
        ("no list", "body"),
        ([1], "body"),
        ([{}], "body"),
        ([{"type": "nothing", "value": 1}], "body"),
        ([{"type": "heading"}], "value"),
        ([{"type": "heading", "value": {"text": "H", "level": "h9"}}], "level"),
        ([{"type": "heading", "value": {"text": "H", "colour": "red"}}], "colour"),
        ([{"type": "heading", "value": {"level": "h2"}}], "text"),
        ([{"type": "heading", "value": {"text": ""}}], "body"),
        ([{"type": "image", "value": {"image": {"image": 999_999}}}], "body"),
        ([{"type": "image", "value": {"image": {"image": "x"}}}], "image"),
        ([{"type": "gallery", "value": {"pictures": {"0": 1}}}], "pictures"),
        ([{"type": "rich_text", "value": {"format": "odd", "content": "x"}}], "format"),
        ([{"type": "rich_text", "value": 7}], "rich_text"),
    ],
)
def test_wrong_blocks_are_refused_and_named(page, write, blocks, named) -> None:
    problem = write(page, blocks, 422)
    assert named in json.dumps(problem["errors"])
    page.refresh_from_db()
    assert len(page.body) == 0


def test_blocks_are_written_in_their_own_types(page, write, picture) -> None:
    image = {"image": picture.pk, "alt_text": "A bridge"}
    write(
        page,
        [
            {"type": "heading", "value": {"text": "Heading"}},
            {"type": "rich_text", "value": {"format": "db_markdown", "content": "**Words**"}},
            {"type": "image", "value": {"image": image}},
            {"type": "facts", "value": {"facts": [{"label": "Year", "value": "1948"}]}},
        ],
        200,
    )
    page.refresh_from_db()
    assert [item.block_type for item in page.body] == ["heading", "rich_text", "image", "facts"]
    assert page.body[0].value["level"] == "h2"
    assert "<b>Words</b>" in str(page.body[1].value.source)
    assert page.body[2].value["image"].contextual_alt_text == "A bridge"
