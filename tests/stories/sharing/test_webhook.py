"""Webhooks are told that a story has come in, and nothing of it: it is a draft by somebody."""

import json

from tests.stories.sharing.conftest import WORDS
from twinning.webhooks.models import Endpoint, Event


def test_a_story_is_told_of_without_a_word_of_it(shared, share_page) -> None:
    Endpoint.objects.create(name="Chat", url="https://example.org/")
    story = shared()
    [event] = Event.objects.all()  # its draft is no page that anybody may hear of
    assert event.name == "story.received"
    assert event.data["reference"] == story.reference
    assert event.data["page"]["path"] == share_page.url
    told = json.dumps([event.data, event.subject])
    assert not [word for word in WORDS if word in told]


def test_filters_look_at_the_page_of_the_form(shared, share_page) -> None:
    for name, types in (("Told", ["stories.ShareStoryPage"]), ("Not", ["home.EnquiryPage"])):
        Endpoint.objects.create(name=name, url="https://example.org/", types=types)
    shared()
    assert [event.endpoint.name for event in Event.objects.all()] == ["Told"]
