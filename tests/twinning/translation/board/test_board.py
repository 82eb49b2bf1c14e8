"""The board: rows, cells and where they lead."""

import pytest

from tests.twinning.translation.board.conftest import soup, text

pytestmark = pytest.mark.django_db


def cells(page, title: str) -> dict[str, str]:
    """The cells of a page's row by language, without what only screen readers are told."""
    for hidden in page.select(".w-sr-only"):
        hidden.extract()
    codes = [th.span["lang"] for th in page.select("thead th:has(span[lang])")]
    for row in page.select(".board__table tbody tr"):
        if text(row.select_one(".board__title")) == title:
            found = [row.select(".board__cell")][0]
            for cell in found:
                cell.select_one(".board__language").extract()
            return dict(zip(codes, map(text, found), strict=True))
    raise AssertionError(title)


def test_a_row_says_how_far_each_language_is(client_of, pages) -> None:
    page = soup(client_of("admin"))
    assert cells(page, "Almelo") == {
        "en": "Original",
        "nl": "Stale 3 segments, 41 words",
        "fr": "Missing The page above it is missing too",
        "de": "Missing The page above it is missing too",
        "pl": "By a machine, unread 5 segments to read",
    }
