"""Text as XML can have it."""

import re

#: All but XML 1.0's `Char` (2.2): control characters, halves of surrogate pairs, U+FFFE and U+FFFF.
_FORBIDDEN = re.compile(r"[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def text(words: object) -> str:
    """Words without the characters that no XML document may have, escaped or not."""
    return _FORBIDDEN.sub("", str(words))
