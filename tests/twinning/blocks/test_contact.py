"""A contact can be reached, and its links are links."""

import pytest
from bs4 import BeautifulSoup
from wagtail.blocks import StructBlockValidationError

from twinning.blocks.contact import ContactPointBlock

BLOCK = ContactPointBlock()
NOBODY = {"name": "A committee", "text": "", "url": "", "email": "", "phone": ""}


def test_a_contact_needs_a_way_to_reach_it() -> None:
    with pytest.raises(StructBlockValidationError) as refused:
        BLOCK.clean(BLOCK.to_python(NOBODY))
    assert list(refused.value.block_errors) == ["url"]


@pytest.mark.parametrize(
    ("way", "value", "href", "words"),
    [
        ("url", "https://www.example.org/a", "https://www.example.org/a", "example.org"),
        ("email", "a@example.org", "mailto:a@example.org", "a@example.org"),
        ("phone", "+44 (0)1772 900-100", "tel:+441772900100", "+44 (0)1772 900-100"),
        ("phone", "01772 900100", "tel:01772900100", "01772 900100"),
    ],
)
def test_each_way_is_a_link(way: str, value: str, href: str, words: str) -> None:
    contact = BLOCK.clean(BLOCK.to_python({**NOBODY, way: value}))
    links = BeautifulSoup(BLOCK.render(contact), "html.parser").select("a")
    assert [(link["href"], link.get_text()) for link in links] == [(href, words)]


@pytest.mark.parametrize("phone", ["call me", "+", "1" * 60, "<script>", "123\x00456"])
def test_a_telephone_number_is_one(phone: str) -> None:
    with pytest.raises(StructBlockValidationError) as refused:
        BLOCK.clean(BLOCK.to_python({**NOBODY, "phone": phone}))
    assert list(refused.value.block_errors) == ["phone"]
