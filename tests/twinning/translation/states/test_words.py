"""How many words a text has, in whatever language."""

import pytest

from twinning.translation.states import words


@pytest.mark.parametrize(
    ("html", "number"),
    [
        ("", 0),
        ("Twin towns", 2),
        ("Preston’s twin-town", 2),
        ("L’été à Nîmes", 3),
        ("Łódź i Kalisz, 1989", 4),
        ('See <a id="a1">this <b>page</b></a>.', 3),
        ("One<br/>two", 2),
        ("Fish &amp; chips", 2),
        ("Πόλη και город", 3),
        ("– … !", 0),
    ],
)
def test_words_are_counted_without_markup(html: str, number: int) -> None:
    assert words.count(html) == number
