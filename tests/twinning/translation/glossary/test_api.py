"""The glossary in the Content API: public, cached as all of it, at the cost of few queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.twinning.translation.terms import term


def test_every_term_with_its_names(api, tree) -> None:
    place = term("place", "The capital.", pl="Praga, Pragi, Pradze", en="Prague")
    assert api("glossary/") == [
        {
            "id": place.pk,
            "kind": "place",
            "note": "The capital.",
            "names": [
                {"locale": "en", "name": "Prague", "forms": ["Prague"]},
                {"locale": "pl", "name": "Praga", "forms": ["Praga", "Pragi", "Pradze"]},
            ],
        }
    ]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, ["Akko", "choir", "ł"]),
        ({"locale": "en"}, ["Akko", "choir"]),
        ({"locale": "pl"}, ["Akko", "ł"]),
        ({"locale": "fr"}, []),
    ],
)
def test_only_terms_of_a_language_in_its_order(api, tree, query, names) -> None:
    term("term", en="choir")
    term("term", pl="ł")
    term("place", en="Akko", pl="Akka")
    assert [item["names"][0]["name"] for item in api("glossary/", **query)] == names


def test_polish_letters_have_their_own_place(api, tree) -> None:
    for name in ("mąka", "łódź", "maj", "list"):
        term("term", pl=name)
    found = [item["names"][0]["name"] for item in api("glossary/", locale="pl")]
    assert found == ["list", "łódź", "maj", "mąka"]


@pytest.mark.parametrize("query", ["locale=xx", "locale=", "unknown=1", "site=nowhere.example"])
def test_bad_parameters_are_refused(client, tree, query: str) -> None:
    response = client.get(f"/api/content/v1/glossary/?{query}")
    assert response.status_code in {404, 422}
    assert response.headers["Content-Type"] == "application/problem+json"


def test_it_can_be_asked_for_again(client, tree) -> None:
    term("term", en="choir")
    first = client.get("/api/content/v1/glossary/")
    assert "s-maxage" in first.headers["Cache-Control"]
    tagged = {"If-None-Match": first.headers["ETag"]}
    assert client.get("/api/content/v1/glossary/", headers=tagged).status_code == 304
    term("term", en="river")
    assert client.get("/api/content/v1/glossary/", headers=tagged).status_code == 200


def test_queries_are_constant(api, tree) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            api("glossary/")
        return len(captured)

    term("term", en="one", pl="jeden")
    queries()
    few = queries()
    for number in range(40):
        term("term", en=f"word {number}", nl="woord", pl="słowo")
    assert queries() == few <= 3


def test_a_change_raises_the_generation(db) -> None:
    from twinning.delivery.sources import watched
    from twinning.translation.models import GlossaryName, GlossaryTerm, MachineUse

    assert {GlossaryName, GlossaryTerm} <= set(watched())
    assert MachineUse not in watched()
