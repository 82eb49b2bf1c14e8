"""What is marked of a text."""

from search.analysis import of_word
from search.results.extracts import Marker


def test_a_letter_is_not_marked_for_a_word_that_folds_to_it() -> None:
    marker = Marker(set(of_word("à", "en")), "en", 1)
    assert marker.marked("A town, à part") == "A town, <mark>à</mark> part"


def test_what_is_too_long_to_be_a_word_is_not_marked() -> None:
    marker = Marker(set(of_word("bridge", "en")), "en", 1)
    assert (
        marker.marked("x" * 5000 + " bridges <b>") == "x" * 5000 + " <mark>bridges</mark> &lt;b&gt;"
    )
