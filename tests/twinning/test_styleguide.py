"""The pattern page shows every block that any page may have, in every language."""

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import RequestFactory
from django.utils import translation

from home.blocks import HomeBodyBlock
from twinning import references, styleguide

LANGUAGES = [code for code, _name in settings.LANGUAGES]


def shown(code: str) -> BeautifulSoup:
    request = RequestFactory().get(f"/{code}/styleguide/")
    with translation.override(code), references.opened(request):
        return BeautifulSoup(styleguide.styleguide(request).content, "html.parser")


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_block_is_shown_in_the_language_of_the_path(tree, picture, code: str) -> None:
    soup = shown(code)
    assert soup.html["lang"] == code
    names = [specimen.code.get_text() for specimen in soup.select(".specimen")]
    assert names == sorted({*HomeBodyBlock().child_blocks, "contact"})
    assert soup.select_one('link[href$="towns/css/map.css"]')
    with translation.override(code):
        quote = str(HomeBodyBlock().child_blocks["quote"].meta.preview_value["text"])
    assert soup.select_one(".block-quote blockquote").get_text(strip=True) == quote


def test_every_colour_of_a_town_is_shown(tree) -> None:
    from towns.models import TownPage

    names = [name for name, _label in TownPage.Accent.choices]
    assert sorted(styleguide.ACCENTS) == sorted(names)
    tokens = (settings.ROOT / "site/twinning/static/twinning/css/tokens.css").read_text()
    assert [name for name in names if f".accent-{name} {{" not in tokens] == []


def test_it_is_for_developers_alone(client, tree) -> None:
    assert not settings.DEBUG
    assert client.get("/en/styleguide/").status_code == 404
