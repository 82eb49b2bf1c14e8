"""One answer of each kind, whole, as it was agreed on: `golden/`.

When a test fails: read what differs. A member that is new, or a value that was wrong before, is
renewed with `make openapi` and committed with the change that brought it. A member that is gone or
has another type breaks front ends: that is a new version of the API. An answer that is not as the
document says is a bug wherever the two part; renewing does not mend it.
"""

import pytest

from tests.contract.conftest import PREFIX
from tests.contract.normal import Normal
from tests.contract.snapshots import agree
from tests.contract.world import DUTCH
from tests.tools.openapi import validate

ENDPOINTS = {
    "site": "site/?locale=nl",
    "locales": "locales/",
    "routes": "routes/?locale=nl",
    "partners": "towns/partners/?locale=nl",
    "glossary": "glossary/?locale=nl",
    "changes": "changes/",
    "image": "images/{image_id}/",
    "form": "forms/{form_id}/",
    "redirect": "resolve/?path=/en/old",
}


@pytest.mark.parametrize("kind", DUTCH)
def test_a_page_of_each_type(client, world, document, kind: str) -> None:
    response = client.get(f"{PREFIX}/resolve/", {"path": world.dutch[kind].get_url()})
    answer = response.json()
    assert answer["page"]["type"].endswith(kind)
    assert [item["locale"] for item in answer["page"]["alternates"]] == ["en", "nl"]
    _check(document, "resolve/", response)
    agree(f"golden/{kind}.json", Normal().of(answer))


@pytest.mark.parametrize("name", ENDPOINTS)
def test_each_endpoint(client, world, document, name: str) -> None:
    template, _question, query = ENDPOINTS[name].partition("?")
    ids = {"image_id": world.image.pk, "form_id": world.dutch["EnquiryPage"].pk}
    response = client.get(f"{PREFIX}/{template.format(**ids)}?{query}")
    _check(document, template, response)
    agree(f"golden/{name}.json", Normal().of(response.json()))


@pytest.mark.parametrize("rich_text", ["html", "markdown", "portable_text"])
def test_lists_and_picks_are_as_the_document_says(client, world, document, rich_text: str) -> None:
    for query in ("", "&fields=title,body,parent.title,seo.image.src", "&fallback=en"):
        response = client.get(f"{PREFIX}/pages/?locale=nl&rich_text={rich_text}{query}")
        assert response.json()["count"] == len(DUTCH)
        _check(document, "pages/", response)


def test_the_pages_have_every_block(world) -> None:
    for page in world.dutch.values():
        stream = page.body.stream_block
        assert {block["type"] for block in page.body.raw_data} == set(stream.child_blocks), page


def test_equal_keys_are_equal_placeholders() -> None:
    page, other = {"id": 7, "type": "a.B"}, {"id": 8, "type": "a.B"}
    image = {"id": 7, "sources": [], "src": "/images/sig=/7/x"}
    normal = Normal().of([page, other, page, image])
    assert [item["id"] for item in normal] == ["<page 1>", "<page 2>", "<page 1>", "<image 1>"]
    assert normal[3]["src"] == "/images/<signature>/<image 1>/x"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"kind": None}, "kind"),
        ({"page": {}}, "page"),
        ({"extra": 1}, "extra"),
        ({"sub_path": "x"}, "sub_path"),
    ],
)
def test_an_answer_that_is_not_as_the_document_says_is_found(
    client, world, document, change: dict, message: str
) -> None:
    answer = client.get(f"{PREFIX}/resolve/?path=/en/").json()
    path = f"{PREFIX}/resolve/"
    validate(document, path, "get", 200, "application/json", answer)
    with pytest.raises(AssertionError, match=message):
        validate(document, path, "get", 200, "application/json", {**answer, **change})
    with pytest.raises(AssertionError, match="has no 500"):
        validate(document, path, "get", 500, "application/json", answer)


def _check(document, template: str, response) -> None:
    assert response.status_code == 200, response.content
    media_type = response.headers["Content-Type"]
    path = f"{PREFIX}/{template}"
    validate(document, path, "get", 200, media_type, response.json())
