"""Messages of the site's own: plain text in somebody's language."""

from pathlib import Path

import pytest
from django.core.mail import BadHeaderError
from django.template import TemplateDoesNotExist
from django.utils import translation

from tests.twinning.mail.helpers import ANN, BEN
from twinning.mail.models import OutgoingMessage
from twinning.mail.writing import send

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _templates(settings, tmp_path: Path) -> None:
    (tmp_path / "note.subject.txt").write_text(
        "{% load i18n %}\n{% trans 'Search' %}:\n  {{ name }}\n"
    )
    (tmp_path / "note.txt").write_text("\n{% load i18n %}{% trans 'Search' %}\n\n{{ text }}\n\n")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    settings.DEFAULT_FROM_EMAIL = "Towns <towns@example.org>"


@pytest.mark.parametrize(
    ("language", "word"), [("en", "Search"), ("nl", "Zoeken"), ("de", "Suchen"), ("pl", "Szukaj")]
)
def test_a_message_is_in_the_language_that_is_asked_for(mailoutbox, language, word) -> None:
    with translation.override("fr"):
        send([ANN], "note", {"name": "Ann", "text": "A & B"}, language)
        assert translation.get_language() == "fr"
    [message] = mailoutbox
    assert message.subject == f"{word}: Ann"
    assert message.body == f"{word}\n\nA & B\n"
    assert message.from_email == "Towns <towns@example.org>"
    assert message.extra_headers == {
        "Auto-Submitted": "auto-generated",
        "Content-Language": language,
    }


def test_nothing_is_escaped_and_a_subject_is_one_line(mailoutbox) -> None:
    name = "O'Neil <b>\r\nBcc: eve@example.org\x0b\u2028\0\x7fx"
    send([ANN, BEN], "note", {"name": name, "text": "<i>\"'&"}, "en", reply_to=[BEN])
    [message] = mailoutbox
    assert message.subject == "Search: O'Neil <b> Bcc: eve@example.org x"
    assert message.body == "Search\n\n<i>\"'&\n"
    assert (message.to, message.reply_to, message.bcc) == ([ANN, BEN], [BEN], [])


def test_it_arrives_by_smtp(smtp, commit) -> None:
    with commit():
        send([ANN], "note", {"name": "Zoë", "text": "Grüße"}, "de")
    [received] = smtp.received
    assert received.message["Subject"] == "Suchen: Zoë"
    assert received.message["Content-Language"] == "de"
    assert received.message["Auto-Submitted"] == "auto-generated"
    assert received.text == "Suchen\n\nGrüße\n"
    assert received.sender == "towns@example.org"


def test_an_address_of_two_lines_is_refused(settings) -> None:
    settings.EMAIL_BACKEND = "twinning.mail.backend.OutboxBackend"
    with pytest.raises(BadHeaderError):
        send([ANN], "note", {}, "en", reply_to=["eve@example.org\nBcc: x@example.org"])
    assert not OutgoingMessage.objects.exists()


def test_a_template_that_is_not_there_is_said(mailoutbox) -> None:
    with pytest.raises(TemplateDoesNotExist):
        send([ANN], "nothing", {}, "en")
