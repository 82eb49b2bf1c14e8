"""Words meet their other forms and spellings."""

import unicodedata

import pytest

from search import analysis
from search.analysis import of_text, words
from search.analysis.stemming import stems
from search.analysis.words import joined
from search.asking.expressions import tokens
from search.asking.query import clean, parse


@pytest.mark.parametrize(
    ("written", "spellings"),
    [
        ("Nîmes", ("nimes",)),
        ("ŁÓDŹ", ("lodz",)),
        ("Städte", ("stadte", "staedte")),
        ("STÄDTE", ("stadte", "staedte")),
        ("Sta\N{COMBINING DIAERESIS}dte", ("stadte", "staedte")),
        ("Straße", ("strasse",)),
        ("cœur", ("coeur",)),
        ("Ærø", ("aero",)),
        ("ﬁn", ("fin",)),
        ("2012", ("2012",)),
        ("Москва", ("москва",)),
    ],
)
def test_letters_are_folded(written: str, spellings: tuple[str, ...]) -> None:
    assert analysis.foldings(written) == spellings


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "meetings", "meet"),
        ("nl", "uitwisselingen", "uitwisseling"),
        ("fr", "rencontres", "rencontre"),
        ("fr", "jumelées", "jumelee"),
        ("de", "Vereine", "Verein"),
        ("de", "Städten", "Stadt"),
        ("de", "Staedten", "Stadt"),
        ("pl", "szkołach", "szkoły"),
        ("pl", "szkolach", "szkoły"),
        ("pl", "wymianę", "wymiany"),
    ],
)
def test_forms_share_a_token(language: str, one: str, other: str) -> None:
    assert set(analysis.of_word(one, language)) & set(analysis.of_word(other, language))


def test_other_words_and_other_languages_share_none() -> None:
    tokens = set(analysis.of_word("partner", "en"))
    assert not tokens & set(analysis.of_word("part", "en"))
    assert not tokens & set(analysis.of_word("partner", "nl"))


def test_numbers_short_words_and_unknown_languages_have_no_stems() -> None:
    assert stems("1948", "en") == stems("as", "en") == stems("metsä", "xx") == ()
    assert stems("metsässä", "fi"), "any language that Snowball knows"


def test_words_are_letters_and_digits() -> None:
    text = "L’échange, à 10 h: Preston’s e-mail (“no”) <b>x</b> a_b 🙂 \N{ZERO WIDTH JOINER}"
    assert analysis.words(text) == ["échange", "à", "10", "Preston", "mail", "no"]
    assert list(joined("e-mail, co-operation’s; L’eau")) == ["email", "cooperations", "Leau"]
    assert list(joined("a_b-c d--e-f x-")) == ["bc", "ef"]
    assert analysis.words("x" * 61) == []
    assert analysis.words("a \uff9e \uff9f") == [], "nothing is left of them"


@pytest.mark.parametrize(
    ("language", "word"),
    [("en", "The"), ("de", "fur"), ("fr", "ou"), ("pl", "moze"), ("nl", "HET")],
)
def test_stop_words_are_known_with_or_without_marks(language: str, word: str) -> None:
    assert analysis.is_stop_word(word, language)
    assert not analysis.is_stop_word("Almelo", language)
    assert not analysis.is_stop_word(word, "xx")


@pytest.mark.parametrize(("language", "word"), [("en", "May"), ("fr", "été"), ("fr", "ete")])
def test_months_and_seasons_mean_something(language: str, word: str) -> None:
    assert not analysis.is_stop_word(word, language)


def test_tokens_are_letters_and_digits_alone() -> None:
    tokens = analysis.of_text("Ça va? 'OR' \"x\" NEAR( * ^ - Łódź", "pt-br").split()
    assert tokens and all(token.isalnum() for token in tokens)
    assert "ptbrxlodz" in tokens


def test_letters_whose_marks_stand_alone_are_the_same_letters() -> None:
    for word in ("école", "Nîmes", "Łódź", "Städte"):
        apart = unicodedata.normalize("NFD", word)
        assert apart != word
        assert words(f"A {apart}, {apart}") == [word, word]
        assert clean(apart) == word
        assert of_text(apart, "fr") == of_text(word, "fr")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "joined_words"),
    [
        ("e-mail", {"email"}),
        ("x‑ray T-shirts", {"xray", "tshirts"}),
        ("is a-t-il", set()),
    ],
)
def test_a_letter_before_a_hyphen_belongs_to_the_word(typed: str, joined_words: set) -> None:
    asked = set().union(*map(tokens, parse(typed, "en").groups("en")))
    exact = {f"enx{word}" for word in ("email", "xray", "tshirts", "atil")}
    assert asked & exact == {f"enx{word}" for word in joined_words}
