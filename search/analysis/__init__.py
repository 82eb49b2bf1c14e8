"""What words of each language have in common with other forms and spellings of themselves.

The same is done to documents and to queries, so that what is typed meets what is written.
"""

from search.analysis.folding import composed, fold, foldings
from search.analysis.stemming import stems
from search.analysis.stop_words import is_stop_word
from search.analysis.tokens import exact, of_text, of_word, prefix, stemmed
from search.analysis.words import WORD, is_word, words

__all__ = [
    "WORD",
    "composed",
    "exact",
    "fold",
    "foldings",
    "is_stop_word",
    "is_word",
    "of_text",
    "of_word",
    "prefix",
    "stemmed",
    "stems",
    "words",
]
