"""What people may write, and what is turned away before it costs anything."""

import pytest
from django.core.exceptions import ValidationError

from twinning.submissions.fields import AddressField, LineField, TextField


@pytest.mark.parametrize(
    "address",
    [
        "=?utf-8?q?=76ictim?=@example.com",
        "=?utf-8?b?dmljdGlt?=@example.com",
        "victim@exam\u00adple.com",
        "victim@\uff45xample.com",
        '""@example.com',
        '"a b"@example.com',
        "=?utf-8?q?a=0Ab?=@example.com",
        "a@b@example.com",
        "a" * 64 + "@" + "b" * 60 + "." + "c" * 60 + "." + "d" * 60 + "." + "e" * 60 + ".com",
        "a@exam\nple.com",
        "a@example.com,b@example.com",
    ],
)
def test_an_address_is_what_it_looks_like(address: str) -> None:
    with pytest.raises(ValidationError):
        AddressField().clean(address)


@pytest.mark.parametrize(
    "address", ["anna@example.org", "A.N+x@Example.ORG", "anna@bücher.example", "o'neil@example.ie"]
)
def test_ordinary_addresses_are_taken(address: str) -> None:
    assert AddressField().clean(address) == address


def test_line_breaks_are_one_character_each() -> None:
    assert TextField(max_length=5).clean("a\r\nb\rc") == "a\nb\nc"
    with pytest.raises(ValidationError):
        LineField().clean("a\nb")
