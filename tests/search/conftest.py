"""A search for tests: what the engine finds, without a page around it."""

from collections.abc import Callable

import pytest

from search import finding
from search.finding import Found
from search.models import SearchPage
from tests import factories
from twinning import landmarks


@pytest.fixture
def find(tree) -> Callable[..., Found]:
    """Looks for words in the pages of the tree; facets as addresses have them."""

    def run(text: str, language: str = "en", **wanted: str) -> Found:
        site = landmarks.current().default_site
        assert site is not None
        return finding.find(text, language, site, wanted)

    return run


@pytest.fixture
def titles(find) -> Callable[..., list[str]]:
    """The titles of what is found, in order."""

    def run(text: str, language: str = "en", **wanted: str) -> list[str]:
        return [result.page.title for result in find(text, language, **wanted).results()]

    return run


@pytest.fixture
def search_page(tree) -> SearchPage:
    """The search page of the tree."""
    return factories.SearchPageFactory(parent=tree.home)
