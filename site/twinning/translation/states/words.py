"""How many words a text has."""

import re
from html import unescape

from django.utils.html import strip_tags

_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
#: Letters and digits of any script, held together by apostrophes and hyphens: “twin-town’s” is one.
_WORD = re.compile(r"[^\W_]+(?:['’ʼ‐-][^\W_]+)*")


def count(html: str) -> int:
    """The number of words in a text, whose markup does not count."""
    return len(_WORD.findall(unescape(strip_tags(_BREAK.sub(" ", html)))))
