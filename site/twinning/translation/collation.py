"""The order of words as readers of a language expect it, without a library of collations."""

import unicodedata

from django.utils import translation

#: Letters that Unicode does not take apart into a letter and a mark.
_PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe"})

#: After all that begins with the same letter and another one, in this order.
_LATER, _LAST = "\U0010fffe", "\U0010ffff"
#: Letters of their own by language: the letter that each follows, and what makes it follow.
_OWN_LETTERS = {
    "pl": str.maketrans(
        {
            "ą": f"a{_LATER}",
            "ć": f"c{_LATER}",
            "ę": f"e{_LATER}",
            "ł": f"l{_LATER}",
            "ń": f"n{_LATER}",
            "ó": f"o{_LATER}",
            "ś": f"s{_LATER}",
            "ź": f"z{_LATER}",
            "ż": f"z{_LAST}",
        }
    )
}


def fold(words: object) -> str:
    """Words without case and accents, in whatever language: by this, names are the same."""
    return _without_marks(str(words).casefold())


def sort_key(words: object) -> tuple[str, str]:
    """A key that sorts as the active language does, whatever the case.

    Letters that the alphabet counts as its own, as Polish does, have a place of their own; accents
    on others decide only between equals.
    """
    text = unicodedata.normalize("NFC", str(words).casefold())
    own = _OWN_LETTERS.get((translation.get_language() or "").partition("-")[0], {})
    return _without_marks(text.translate(own)), text


def _without_marks(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    return "".join(c for c in decomposed if not unicodedata.combining(c))
