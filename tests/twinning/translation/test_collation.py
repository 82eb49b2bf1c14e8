"""Words in the order of their own language."""

import pytest
from django.utils import translation

from twinning.translation.collation import fold, sort_key

WORDS = ["Łódź", "Lublin", "Zażalenie", "Źródło", "Żary", "Zamość", "Ćmielów", "Czersk", "Luboń"]


def test_polish_letters_stand_after_those_that_they_come_from() -> None:
    with translation.override("pl"):
        assert sorted(WORDS, key=sort_key) == [
            "Czersk",
            "Ćmielów",
            "Lublin",
            "Luboń",
            "Łódź",
            "Zamość",
            "Zażalenie",
            "Źródło",
            "Żary",
        ]
        letters = "aąbcćdeęfglłmnńoóprsśtuwyzźż"
        assert "".join(sorted("żźzyąwutśsrpóońnmłlgfęedćcba", key=sort_key)) == letters


@pytest.mark.parametrize("language", ["en", "nl", "fr", "de"])
def test_elsewhere_accents_decide_between_equals_only(language: str) -> None:
    with translation.override(language):
        assert sorted(["Łza", "Lzb", "Ława", "Lawa"], key=sort_key) == [
            "Lawa",
            "Ława",
            "Łza",
            "Lzb",
        ]
        assert sorted(["cote", "côté", "coter", "Écoles", "eau"], key=sort_key) == [
            "cote",
            "côté",
            "coter",
            "eau",
            "Écoles",
        ]


def test_a_letter_in_two_parts_is_the_same_letter() -> None:
    with translation.override("pl"):
        assert sort_key("z\u0307") == sort_key("ż")


def test_french_accents_stay_accents_in_polish() -> None:
    with translation.override("pl"):
        assert sorted(["Nîmes", "Nin", "Nil"], key=sort_key) == ["Nil", "Nîmes", "Nin"]


def test_names_are_the_same_in_every_language() -> None:
    for language in ("en", "pl"):
        with translation.override(language):
            assert fold("Łódź") == fold("lodz") == "lodz"
