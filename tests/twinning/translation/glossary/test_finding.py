"""Terms are found as whole words, in whatever form and markup; a translation is held to them."""

import pytest

from tests.twinning.translation.terms import term
from twinning import references
from twinning.translation.glossary import terms_in, unheeded


@pytest.fixture
def glossary(db):
    """Places and terms that lie within each other."""
    return {
        "twin town": term(
            "term",
            en="twin town, twin towns",
            nl="partnerstad, partnersteden",
            de="Partnerstadt, Partnerstädte",
            pl="miasto partnerskie, miasta partnerskie, miast partnerskich",
        ),
        "town": term("term", en="town, towns", nl="stad", pl="miasto, miasta"),
        "friendship": term("term", fr="jumelage d’amitié", en="friendship"),
        "Acre": term("place", en="Acre", de="Akko", pl="Akka, Akki"),
        "Prague": term("place", en="Prague", de="Prag, Prags", pl="Praga, Pragi, Pradze"),
        "Kalisz": term("place", en="Kalisz", de="Kalisz", pl="Kalisz, Kalisza, Kaliszu"),
    }


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("Preston has four twin towns.", "en", ["twin town"]),
        ("Our Twin Town is a town.", "en", ["twin town", "town"]),
        ("twin\ntown, twin\N{NO-BREAK SPACE}town", "en", ["twin town"]),
        ("A twin <b>town</b> &amp; Prague", "en", ["twin town", "Prague"]),
        ("twin<br/>town", "en", ["twin town"]),
        ("townhall, twin-townish, midtown, hometowns", "en", []),
        ("An acre in prague or PRAGUE", "en", []),
        ("Acre", "en", ["Acre"]),
        ("Prague's bridges; the (Prague) trip", "en", ["Prague"]),
        ("W Kaliszu i z Pragi", "pl", ["Kalisz", "Prague"]),
        ("kaliszanie, Kaliszem", "pl", []),
        ("Le jumelage d'amitié", "fr", ["friendship"]),
        ("Le JUMELAGE D’AMITIÉ", "fr", ["friendship"]),
        ("jumelage d’amitie", "fr", []),
        ("Prague", "de", []),
        ('<a id="town">Kalisz</a> &lt;town&gt;', "en", ["Kalisz", "town"]),
        ("", "en", []),
        ("Prague, Prague", "xx", []),
    ],
)
def test_terms_in(glossary, text: str, language: str, found: list[str]) -> None:
    assert terms_in(text, language) == [glossary[name] for name in found]


def test_letters_are_the_same_however_they_are_composed(db) -> None:
    place = term("place", fr="Nîmes")
    assert terms_in("Ni\N{COMBINING CIRCUMFLEX ACCENT}mes et N&icirc;mes", "fr") == [place]
    assert terms_in("Nimes", "fr") == []


def test_forms_may_hold_anything(db) -> None:
    odd = term("place", en="C++ (Town)*, [a-z]+")
    assert terms_in("In C++ (Town)* we met.", "en") == [odd]
    assert terms_in("In C and abc", "en") == []


@pytest.mark.parametrize(
    ("source", "target", "languages", "expected"),
    [
        ("A twin town", "Een zusterstad", "en nl", ["partnerstad"]),
        ("A twin town", "Een PARTNERSTAD", "en nl", []),
        ("Twin towns", "De partnerstedenvereniging", "en nl", []),
        ("A town", "De stadion", "en nl", ["stad"]),
        ("In Prague", "In Prague", "en de", ["Prag"]),
        ("In Prague", "Prags Brücken", "en de", []),
        ("In Prague", "In prag", "en de", ["Prag"]),
        ("In Prague", "Das Pragwort", "en de", ["Prag"]),
        ("In Prague", "W Pradze", "en pl", []),
        ("From Kalisz to Prague", "Z Kalisza do Paryża", "en pl", ["Praga"]),
        ("Prague and Prague", "Paryż", "en pl", ["Praga"]),
        ("twin towns of Prague", "<b>miast</b> partnerskich Pragi", "en pl", []),
        ("Prague", "Prague", "en fr", []),
        ("W Pradze", "In Paris", "pl en", ["Prague"]),
    ],
)
def test_unheeded(glossary, source: str, target: str, languages: str, expected) -> None:
    found = unheeded(source, target, *languages.split())
    assert [missed.expected for missed in found] == expected


def test_what_was_not_heeded_is_told_with_its_form(glossary) -> None:
    (missed,) = unheeded("Z Pragi", "From Paris", "pl", "en")
    assert (missed.term, missed.found, missed.expected) == (glossary["Prague"], "Pragi", "Prague")


def test_terms_that_share_a_form_are_each_good(db) -> None:
    term("term", en="exchange", pl="giełda")
    term("term", en="exchange", de="Austausch")
    assert unheeded("exchange", "Börse", "en", "de")[0].expected == "Austausch"
    assert unheeded("exchange", "giełda", "en", "pl") == []


def test_the_glossary_is_asked_for_once_a_request(glossary, rf, django_assert_num_queries) -> None:
    with references.opened(rf.get("/")), django_assert_num_queries(1):
        for number in range(50):
            terms_in(f"Prague {number}", "en")
            unheeded("Prague", "Prag", "en", "de")
