"""Dates, years, countries and the order of words, as each language writes them."""

from datetime import date

import pytest
from django.utils import translation
from django_countries import countries

from twinning.templatetags.twinning_tags import known_date, year
from twinning.translation.collation import sort_key


@pytest.mark.parametrize(
    ("language", "precision", "day", "words"),
    [
        ("en", "day", date(1946, 10, 17), "17 October 1946"),
        ("nl", "day", date(1946, 10, 17), "17 oktober 1946"),
        ("fr", "day", date(1946, 10, 17), "17 octobre 1946"),
        ("fr", "day", date(2023, 10, 1), "1er octobre 2023"),
        ("de", "day", date(1946, 10, 17), "17. Oktober 1946"),
        ("pl", "day", date(1946, 10, 17), "17 października 1946"),
        ("pl", "month", date(2019, 7, 1), "Lipiec 2019"),
        ("nl", "month", date(2019, 3, 1), "Maart 2019"),
        ("en", "year", date(1986, 1, 1), "1986"),
    ],
)
def test_a_date_is_as_precise_as_is_known(language, precision, day, words) -> None:
    with translation.override(language):
        assert known_date(day, precision).replace("\xa0", " ") == words


def test_no_date_is_no_words() -> None:
    assert known_date(None, "day") == ""
    assert year(None) == ""


@pytest.mark.parametrize("language", ["en", "nl", "fr", "de", "pl"])
def test_years_are_digits_even_where_numbers_are_grouped(settings, language: str) -> None:
    settings.USE_THOUSAND_SEPARATOR = True
    with translation.override(language):
        assert year(1948) == "1948"


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en", ("Türkiye", "Czechia", "United States", "Netherlands")),
        ("nl", ("Turkije", "Tsjechië", "Verenigde Staten", "Nederland")),
        ("fr", ("Turquie", "Tchéquie", "États-Unis", "Pays-Bas")),
        ("de", ("Türkei", "Tschechien", "Vereinigte Staaten", "Niederlande")),
        ("pl", ("Turcja", "Czechy", "Stany Zjednoczone", "Holandia")),
    ],
)
def test_countries_have_their_everyday_names(language: str, names: tuple[str, ...]) -> None:
    with translation.override(language):
        assert tuple(str(countries.name(code)) for code in ("TR", "CZ", "US", "NL")) == names


def test_accents_do_not_put_words_at_the_end() -> None:
    words = ["Vie municipale", "Écoles", "Musique", "Musées", "Vélo", "Łódź", "Lublin"]
    assert sorted(words, key=sort_key) == [
        "Écoles",
        "Łódź",
        "Lublin",
        "Musées",
        "Musique",
        "Vélo",
        "Vie municipale",
    ]
