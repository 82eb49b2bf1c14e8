"""Where background work is done at once, the editor is told how it has ended."""

import pytest
from django.urls import reverse

from twinning.translation.models import TranslationJob


@pytest.mark.parametrize(
    ("key", "state", "words"),
    [
        ("another", "failed", "does not accept the site’s key"),
        (None, "done", "4 segments were translated"),
    ],
)
def test_how_it_has_ended(admin_client, deepl, story, key, state: str, words: str) -> None:
    deepl.key = key or deepl.key
    url = reverse("wagtail_localize:machine_translate", args=[story.translation.pk])
    response = admin_client.post(url)
    job = TranslationJob.objects.get()
    assert (job.state, words in job.message) == (state, True)
    *_of_the_submission, message = response.wsgi_request._messages
    assert str(message).strip() == job.message
