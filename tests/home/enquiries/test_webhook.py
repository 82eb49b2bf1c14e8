"""Webhooks are told that an enquiry has come in: where, and its reference, and nothing of it."""

import json

import pytest

from home.models import Enquiry
from tests.home.enquiries.conftest import ANSWERS
from twinning.webhooks.models import Endpoint, Event


def test_an_enquiry_is_told_of_without_a_word_of_it(send, enquiry_page) -> None:
    Endpoint.objects.create(name="Chat", url="https://example.org/", locales=["en"])
    assert send(enquiry_page).status_code == 303
    event = Event.objects.get(name="form.submitted")
    assert event.data == {
        "reference": Enquiry.objects.get().reference,
        "page": {
            "id": enquiry_page.pk,
            "type": "home.EnquiryPage",
            "translation_key": str(enquiry_page.translation_key),
            "locale": "en",
            "path": enquiry_page.url,
        },
    }
    told = json.dumps(list(Event.objects.values("data", "subject", "name")))
    assert not [answer for answer in ANSWERS.values() if len(answer) > 2 and answer in told]


def test_what_is_refused_is_not_told_of(send, enquiry_page) -> None:
    Endpoint.objects.create(name="Chat", url="https://example.org/", events=["form.submitted"])
    assert send(enquiry_page, email="anna").status_code == 422
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("wants", "is_told"),
    [
        ({"locales": ["pl"]}, False),
        ({"locales": ["pl", "en"], "types": ["home.EnquiryPage"]}, True),
        ({"types": ["stories.ShareStoryPage"]}, False),
        ({"places": ["almelo"]}, False),
        ({"places": ["home"]}, True),
    ],
)
def test_filters_look_at_the_page_of_the_form(send, enquiry_page, tree, wants, is_told) -> None:
    keys = {"almelo": tree.almelo.translation_key, "home": tree.home.translation_key}
    if "places" in wants:
        wants = {"places": [str(keys[name]) for name in wants["places"]]}
    Endpoint.objects.create(name="Chat", url="https://example.org/", **wants)
    assert send(enquiry_page).status_code == 303
    assert Event.objects.filter(name="form.submitted").exists() is is_told
