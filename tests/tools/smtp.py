"""A mail server on this machine, over real SMTP, which fails and recovers as tests ask it to."""

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.tools.running import free_port

SMTP_BACKEND = "twinning.mail.smtp.EmailBackend"
OUTBOX = "twinning.mail.backend.OutboxBackend"


@dataclass(frozen=True)
class Received:
    """A message that the server has taken."""

    sender: str
    recipients: list[str]
    content: bytes

    @property
    def message(self) -> EmailMessage:
        """The message, parsed: `["Subject"]`, `get_content()`."""
        return message_from_bytes(self.content, policy=policy.default)

    @property
    def text(self) -> str:
        """Its plain text, with LF at the ends of lines."""
        body = self.message.get_body(("plain",))
        assert body is not None
        return body.get_content().replace("\r\n", "\n")


@dataclass
class MailServer:
    """A server that can be stopped and comes back at the same port.

    Args:
        received: all messages that it has taken, also from before it was stopped.
        answers: what it says in place of "250 OK", by command (`MAIL`, `RCPT`, `DATA`) or by the
            recipient's address: `server.answers["DATA"] = "451 later"`.
        pause: seconds that it takes to answer a whole message.
        asked: how many messages were begun (`MAIL`), taken or not.
        held: how many it has had whole, and kept waiting for an answer, until now.
    """

    port: int
    received: list[Received] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    pause: float = 0
    asked: int = 0
    held: int = 0
    _controller: Controller | None = None

    def start(self) -> None:
        """Listen, again where it was stopped."""
        assert self._controller is None
        self._controller = Controller(_Handler(self), hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def stop(self) -> None:
        """Refuse connections, and hang up on whoever is there."""
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    def take(self) -> list[Received]:
        """What it has received since this was last asked."""
        taken, self.received = self.received, []
        return taken


class _Handler:
    """What aiosmtpd calls for each command, in a thread of its own."""

    def __init__(self, server: MailServer) -> None:
        self._server = server

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self._server.asked += 1
        answer = self._server.answers.get("MAIL", "250 OK")
        if answer.startswith("2"):
            envelope.mail_from = address
        return answer

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answers = self._server.answers
        answer = answers.get(address, answers.get("RCPT", "250 OK"))
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self._server.pause:
            self._server.held += 1
            await asyncio.sleep(self._server.pause)
        answer = self._server.answers.get("DATA", "250 OK")
        if answer.startswith("2"):
            assert isinstance(envelope.content, bytes)
            found = Received(str(envelope.mail_from), envelope.rcpt_tos, envelope.content)
            self._server.received.append(found)
        return answer


@contextmanager
def mail_server(port: int = 0) -> Iterator[MailServer]:
    """A server that listens on 127.0.0.1, stopped at the end."""
    logging.getLogger("mail.log").setLevel(logging.ERROR)  # its own, with everybody's address
    server = MailServer(port or free_port())
    server.start()
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture
def smtp(settings: Any) -> Iterator[MailServer]:
    """A mail server, to which all e-mail of the test goes, through the outbox."""
    with mail_server() as server:
        settings.EMAIL_BACKEND = OUTBOX
        settings.TWINNING = {**settings.TWINNING, "MAIL_BACKEND": SMTP_BACKEND}
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_TIMEOUT = 5
        yield server
