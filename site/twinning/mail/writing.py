"""Messages that the site writes itself: plain text, from templates, in somebody's language."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.mail import EmailMessage
from django.template import Context, engines
from django.utils import translation

from twinning.mail.control import CONTROL


def send(
    to: Sequence[str],
    template: str,
    context: Mapping[str, Any],
    language: str,
    reply_to: Sequence[str] = (),
) -> None:
    """Send one message to all of `to`, who see each other's addresses.

    Args:
        template: without its ending: `<template>.subject.txt` becomes the subject, in one line,
            and `<template>.txt` the text. Nothing is escaped in them: it is no HTML.
        context: of both. Links in it are absolute.
        language: the code of the language that the templates are rendered in.

    Raises:
        BadHeaderError, ValueError: an address is none; then nothing is sent.
    """
    with translation.override(language):
        subject = CONTROL.sub(" ", _rendered(f"{template}.subject.txt", context))
        text = _rendered(f"{template}.txt", context).strip()
    one_line = " ".join(subject.split())
    # By no person and no reply to one: answering machines leave it alone (RFC 3834).
    headers = {"Auto-Submitted": "auto-generated", "Content-Language": language}
    message = EmailMessage(one_line, f"{text}\n", to=to, reply_to=reply_to, headers=headers)
    message.send()


def _rendered(name: str, context: Mapping[str, Any]) -> str:
    template = engines["django"].get_template(name).template  # type: ignore[attr-defined]  # the one behind
    return str(template.render(Context(dict(context), autoescape=False)))
