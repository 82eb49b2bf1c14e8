"""PREVIEW_URLS: what it may be, and where it leads."""

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from twinning.previews import addresses
from twinning.previews.checks import check_preview_urls
from twinning.settings import env

RIGHT = "https://front.example.org/preview/{token}/"


@pytest.mark.parametrize(
    ("urls", "errors"),
    [
        ({}, 0),
        ({"default": RIGHT}, 0),
        ({"guild.example.org": {"nl": RIGHT, "default": "http://localhost:4334/?t={token}"}}, 0),
        ({"default": f"{RIGHT}?{{locale}}{{path}}{{mode}}"}, 0),
        (RIGHT, 1),
        (None, 1),
        ({"default": None}, 1),
        ({"default": ""}, 2),
        ({"default": "https://front.example.org/"}, 1),
        ({"default": "/preview/{token}/"}, 1),
        ({"default": "ftp://front.example.org/{token}"}, 1),
        ({"default": "https://me:secret@front.example.org/{token}"}, 1),
        ({"default": "https://{token}.example.org/"}, 1),
        ({"default": "https://front.example.org:x/{token}"}, 1),
        ({"default": f"{RIGHT}{{page}}"}, 1),
        ({"default": {"la": RIGHT}}, 1),
        ({"https://guild.example.org": RIGHT, 5: RIGHT}, 2),
    ],
)
def test_what_it_may_be(settings, urls: Any, errors: int) -> None:
    settings.TWINNING = {"PREVIEW_URLS": urls}
    found = check_preview_urls(None)
    assert [error.id for error in found] == ["twinning.E007"] * errors, found
    assert all("{token}" in str(error.hint) for error in found)


def test_by_site_and_language(settings) -> None:
    settings.TWINNING = {
        "PREVIEW_URLS": {
            "guild.example.org": {"nl": "https://a/{token}", "default": "https://b/{token}"},
            "fair.example.org": {"nl": "https://a/{token}"},
            "default": "https://c/{token}",
        }
    }
    found = addresses.template_for
    assert found("guild.example.org", "nl") == "https://a/{token}"
    assert found("guild.example.org", "pl") == "https://b/{token}"
    assert found("fair.example.org", "pl") is None
    assert found("other.example.org", "pl") == "https://c/{token}"
    assert addresses.origins() == ["https://a", "https://b", "https://c"]
    settings.TWINNING = {}
    assert found("other.example.org", "pl") is None
    assert addresses.origins() == []


def test_what_stands_in_an_address_is_written_for_one() -> None:
    template = "https://a/{locale}/{token}?path={path}&mode={mode}"
    assert addresses.filled(template, "t", "pl", "/pl/łódź/", "a&b") == (
        "https://a/pl/t?path=pl/%C5%82%C3%B3d%C5%BA/&mode=a%26b"
    )


@pytest.mark.parametrize(
    ("written", "urls"),
    [
        ("", {}),
        ("https://f/?t={token}", {"default": "https://f/?t={token}"}),
        (
            "a.org=https://a/{token}, a.org/nl=https://n/{token},https://f/{token}",
            {
                "a.org": {"default": "https://a/{token}", "nl": "https://n/{token}"},
                "default": "https://f/{token}",
            },
        ),
    ],
)
def test_the_variable(monkeypatch, written: str, urls: dict[str, Any]) -> None:
    monkeypatch.setenv("PREVIEW_URLS", written)
    assert env.preview_urls({"en", "nl"}) == urls


def test_nothing_is_named_twice(monkeypatch) -> None:
    monkeypatch.setenv("PREVIEW_URLS", "a.org=https://a/{token},a.org=https://b/{token}")
    with pytest.raises(ImproperlyConfigured, match=r"a\.org twice"):
        env.preview_urls({"en", "nl"})
