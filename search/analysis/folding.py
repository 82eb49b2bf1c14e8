"""One spelling for the letters that people leave out or write otherwise."""

import unicodedata
from functools import lru_cache

#: Letters that Unicode does not take apart.
_WHOLE = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
_LIGATURES = str.maketrans({"æ": "ae", "œ": "oe"})
#: How umlauts are written where a keyboard has none.
_WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


def composed(text: str) -> str:
    """A text whose letters have their marks in them, as NFC has it; else é would be two letters."""
    return unicodedata.normalize("NFC", text)


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """A word in small letters without their marks: nimes for Nîmes, lodz for Łódź."""
    letters = unicodedata.normalize("NFKD", word.casefold().translate(_LIGATURES))
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).translate(
        _WHOLE
    )


def foldings(word: str) -> tuple[str, ...]:
    """The spellings that a word is found by: without marks; and with umlauts written out."""
    plain = fold(word)
    written_out = fold(composed(word.casefold()).translate(_WRITTEN_OUT))
    return (plain,) if written_out == plain else (plain, written_out)
