"""Wagtail's API v3: mounted, documented, and no way round our validation.

Pictures and relations are read-only in it; what it may write is checked as in the admin.
"""

import json
from typing import Any

import pytest

from tests import factories
from towns.models import TownPage
from twinning.security.tokens.making import make

TOWN = {
    "title": "Kalisz",
    "slug": "kalisz",
    "native_name": "Kalisz",
    "country": "PL",
    "twinned_since": 1989,
    "latitude": "51.76250",
    "longitude": "18.08970",
}


@pytest.fixture
def api(client, admin_user):
    _token, key = make(admin_user, "test", "write")

    def call(payload: dict[str, Any]):
        return client.post(
            "/api/v3/pages/",
            json.dumps(payload),
            content_type="application/json",
            headers={"Authorization": f"Bearer {key}"},
        )

    return call


def town(tree, **fields: Any) -> dict[str, Any]:
    return {"meta": {"type": "towns.TownPage", "parent_id": tree.towns.pk}, **TOWN, **fields}


def test_its_documentation_is_served_from_here(client, db) -> None:
    html = client.get("/api/v3/docs/").content.decode()
    assert "/static/ninja/" in html
    assert "https://" not in html
    assert client.get("/api/v3/openapi.json").json()["openapi"].startswith("3.")


def test_an_unknown_address_stays_with_the_api(client, tree) -> None:
    response = client.get("/api/v3/nothing/", headers={"Accept-Language": "pl"})
    assert response.status_code == 404
    assert "Location" not in response.headers


def test_a_token_holder_makes_a_town(api, tree) -> None:
    response = api(town(tree))
    assert response.status_code == 201, response.content
    made = TownPage.objects.get(slug="kalisz")
    assert (made.country.code, made.twinned_since) == ("PL", 1989)
    assert made.locale == tree.towns.locale


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("latitude", 200),
        ("twinned_since", 3000),
        ("country", "XX"),
        ("website", "no address"),
        ("native_name", None),
    ],
)
def test_wrong_values_are_refused_and_named(api, tree, field: str, value: Any) -> None:
    response = api(town(tree, **{field: value}))
    assert response.status_code == 422, response.content
    assert field in response.content.decode()
    assert not TownPage.objects.filter(slug="kalisz").exists()


@pytest.mark.parametrize("field", ["latitude", "twinned_since", "country", "native_name"])
def test_missing_values_are_refused_and_named(api, tree, field: str) -> None:
    payload = town(tree)
    del payload[field]
    response = api(payload)
    assert response.status_code == 422, response.content
    assert field in response.content.decode()


def test_every_page_type_can_be_read(client, tree, picture) -> None:
    link = factories.TwinLinkFactory(town=tree.almelo, country="DE")
    pages = [
        tree.home,
        tree.towns,
        tree.almelo,
        tree.stories,
        factories.StoryPageFactory(parent=tree.almelo, picture=picture, picture_alt="A bridge"),
        factories.StandardPageFactory(parent=tree.home),
        factories.SearchPageFactory(parent=tree.home),
    ]
    for page in pages:
        response = client.get(f"/api/v3/pages/{page.pk}/")
        assert response.status_code == 200, response.content
    town = client.get(f"/api/v3/pages/{tree.almelo.pk}/").json()
    assert town["country"] == "NL"
    assert [partner["country"] for partner in town["twin_links"]] == [link.country.code]


def test_without_a_token_nobody_writes(client, tree) -> None:
    response = client.post("/api/v3/pages/", json.dumps(town(tree)), "application/json")
    assert response.status_code in {401, 403}


def test_null_characters_are_refused_on_every_database(client, tree) -> None:
    for query in ("search=%00", "slug=a%00", "%00=1"):
        response = client.get(f"/api/v3/pages/?{query}")
        assert response.status_code == 422, query
        assert response.headers["Content-Type"] == "application/problem+json"
