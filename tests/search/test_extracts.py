"""What is marked of a text."""

import re

from search.analysis import of_word
from search.results.extracts import LENGTH, Marker

FILLER = "Nothing of it stands here. " * 30


def extract_of(text: str, *asked: str) -> str:
    wanted = {token for word in asked for token in of_word(word, "en")}
    return Marker(wanted, "en", len(asked)).extract(text)


def marks(extract: str) -> list[str]:
    return re.findall("<mark>(.*?)</mark>", extract)


def test_an_extract_shows_the_first_place_and_all_that_is_near_it() -> None:
    extract = extract_of(FILLER + "A bridge, two bridges. " + FILLER + "The bridge.", "bridge")
    assert marks(extract) == ["bridge", "bridges"]
    assert extract.startswith("… ") and extract.endswith(" …")
    assert len(extract) < LENGTH + 60


def test_an_extract_shows_where_all_words_stand_together() -> None:
    apart = f"Bridges. {FILLER} Choirs. {FILLER}"
    assert marks(extract_of(apart + "The choir on the bridge.", "bridge", "choir")) == [
        "choir",
        "bridge",
    ]
    assert marks(extract_of(apart, "bridge", "choir")) == ["Bridges"]


def test_no_part_of_a_word_is_marked() -> None:
    text = "Abridged: “bridge’s”, foot-bridge, bridge7 <bridge> rebridge bridge_"
    assert extract_of(text, "bridge") == (
        "Abridged: “<mark>bridge</mark>’s”, foot-<mark>bridge</mark>, bridge7 "
        "&lt;<mark>bridge</mark>&gt; rebridge <mark>bridge</mark>_"
    )


def test_a_text_without_what_was_asked_for_begins_at_its_beginning() -> None:
    extract = extract_of(FILLER, "bridge")
    assert extract.startswith("Nothing of it") and marks(extract) == []


def test_a_letter_is_not_marked_for_a_word_that_folds_to_it() -> None:
    marker = Marker(set(of_word("à", "en")), "en", 1)
    assert marker.marked("A town, à part") == "A town, <mark>à</mark> part"


def test_what_is_too_long_to_be_a_word_is_not_marked() -> None:
    marker = Marker(set(of_word("bridge", "en")), "en", 1)
    assert (
        marker.marked("x" * 5000 + " bridges <b>") == "x" * 5000 + " <mark>bridges</mark> &lt;b&gt;"
    )


def test_an_accent_does_not_make_a_later_place_the_first() -> None:
    wanted = set(of_word("Łódź", "pl"))
    text = f"W Łodzi: Łódź. {FILLER} Na www.lodz.pl."
    assert marks(Marker(wanted, "pl", 1).extract(text))[-1] == "Łódź"


def test_a_word_that_the_end_of_an_extract_cuts_is_not_marked() -> None:
    text = f"A bridge: {'x/' * 112}bridgehead {FILLER}"
    assert text[:LENGTH].endswith("/bridge")
    extract = extract_of(text, "bridge")
    assert marks(extract) == ["bridge"]
