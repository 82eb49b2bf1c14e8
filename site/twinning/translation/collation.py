"""The order of words as readers expect it, without a library of collations."""

import unicodedata

#: Letters that Unicode does not take apart into a letter and a mark.
_PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe"})


def sort_key(words: object) -> tuple[str, str]:
    """A key that sorts without regard to case and accents; these decide only between equals."""
    text = str(words).casefold()
    decomposed = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    return "".join(c for c in decomposed if not unicodedata.combining(c)), text
