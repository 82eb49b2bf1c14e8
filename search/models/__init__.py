"""The page with the search form, and what is kept for searches beside Wagtail's index."""

from search.models.index_state import IndexState
from search.models.miss import Miss
from search.models.page_text import PageText
from search.models.search_page import SearchPage
from search.models.word import Word

__all__ = ["IndexState", "Miss", "PageText", "SearchPage", "Word"]
