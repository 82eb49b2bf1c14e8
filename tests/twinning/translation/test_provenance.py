"""Visitors and the Content API are told how a page came to be in its language."""

import pytest
from bs4 import BeautifulSoup
from django.utils import translation
from wagtail.models import PageViewRestriction

from tests.building import translated
from twinning.translation import provenance
from twinning.translation.models import TranslationState
from twinning.translation.provenance import Provenance

MACHINE = TranslationState.Method.MACHINE


@pytest.fixture
def dutch(tree):
    """The town in Dutch, as people have translated it from English."""
    page = translated(tree.almelo, tree.locales["nl"])
    TranslationState.objects.update_or_create(
        page=page, defaults={"source_locale": tree.locales["en"], "method": "human"}
    )
    return page


def note(client, page) -> BeautifulSoup | None:
    html = client.get(page.get_url()).content.decode()
    return BeautifulSoup(html, "html.parser").select_one(".site-footer__provenance")


def said(client, page) -> str:
    found = note(client, page)
    return " ".join(found.get_text().split()) if found else ""


def test_an_original_says_nothing(client, tree, dutch) -> None:
    assert note(client, tree.almelo) is None
    TranslationState.objects.update_or_create(page=tree.almelo, defaults={"method": "original"})
    assert note(client, tree.almelo) is None
    assert client.get("/en/nowhere/").status_code == 404


def test_a_translation_says_from_which_language_and_leads_to_it(client, tree, dutch) -> None:
    link = note(client, dutch).a
    assert (link["href"], link["hreflang"]) == (tree.almelo.get_url(), "en")
    TranslationState.objects.filter(pk=dutch.pk).update(is_stale=True)
    assert len(said(client, dutch)) > len(link.get_text()) + 20


def test_nobody_is_sent_to_an_original_that_only_some_may_read(client, tree, dutch) -> None:
    PageViewRestriction.objects.create(page=tree.almelo, restriction_type="login")
    assert note(client, dutch).a is None
    tree.almelo.unpublish()
    assert note(client, dutch).a is None


@pytest.mark.parametrize(
    ("method", "sentence"),
    [
        ("human", "Translated from Polish."),
        ("machine", "Translated from Polish by a machine; nobody has read it yet."),
        ("machine_reviewed", "Translated from Polish by a machine, and read by a person."),
    ],
)
def test_it_says_by_whose_hand(method: str, sentence: str) -> None:
    assert provenance.sentence(Provenance("pl", method, False)) == sentence


def test_a_language_that_the_site_has_no_word_for_is_named_in_itself() -> None:
    with translation.override("nl"):
        assert "(italiano)" in provenance.sentence(Provenance("it", "human", False))


def test_the_content_api_says_it_too(client, tree, dutch) -> None:
    def told(page) -> dict | None:
        return client.get(f"/api/content/v1/pages/{page.pk}/").json()["translation"]

    assert told(tree.almelo) is None
    assert told(dutch) == {
        "source_locale": "en",
        "method": "human",
        "is_stale": False,
        "reviewed_at": None,
    }
    TranslationState.objects.filter(pk=dutch.pk).update(method=MACHINE, is_stale=True)
    assert (told(dutch)["method"], told(dutch)["is_stale"]) == ("machine", True)
    listed = client.get("/api/content/v1/pages/?locale=nl&fields=translation").json()["items"]
    assert [item["translation"]["method"] for item in listed if item["translation"]] == ["machine"]


def test_a_preview_says_it_as_well(dutch) -> None:
    request = dutch.make_preview_request()
    assert "site-footer__provenance" in request.content.decode()
