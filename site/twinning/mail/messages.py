"""From Django's messages to rows, and back."""

from email import policy
from email.errors import HeaderParseError
from email.message import EmailMessage as ParsedMessage
from email.parser import BytesParser
from email.utils import parseaddr
from typing import cast

from django.conf import settings
from django.core.mail import BadHeaderError, EmailMessage, EmailMultiAlternatives

from twinning.mail import addresses
from twinning.mail.control import CONTROL
from twinning.mail.models import OutgoingMessage

_CRLF = "\r\n"
#: Headers that are an attribute of Django's messages, or made anew with the body.
_OWN = {"subject", "from", "to", "cc", "reply-to", "mime-version", "content-type"}
_OWN.add("content-transfer-encoding")


def row(message: EmailMessage) -> OutgoingMessage:
    """A message to be stored.

    Raises:
        BadHeaderError: a header has more than one line, or a control character in it.
        ValueError: an address is none.
    """
    content = _written(message)
    encoding = str(message.encoding or settings.DEFAULT_CHARSET)
    recipients = [addresses.bare(str(address), encoding) for address in message.recipients()]
    return OutgoingMessage(
        sender=addresses.bare(str(message.from_email), encoding),
        recipients=list(dict.fromkeys(recipients)),
        content=content,
        correspondents=addresses.joined(addresses.of(message)),
    )


def _written(message: EmailMessage) -> bytes:
    """Django refuses CR and LF in headers; Python takes more for the end of a line, such as FF."""
    try:
        written = message.message()
    except HeaderParseError:
        raise BadHeaderError("A header has more than one line.") from None
    for name, value in written.items():
        if CONTROL.search(str(value)):
            raise BadHeaderError(f"The header {name} has a control character in it.")
    # Django's own messages have `linesep`, which their types do not know.
    return written.as_bytes(linesep=_CRLF)  # type: ignore[call-arg]  # of Django


class _Stored(ParsedMessage):
    """A message that is written as it was stored, byte by byte."""

    stored: bytes | None = None

    def as_bytes(  # type: ignore[override]  # as Django's messages have it
        self, unixfrom: bool = False, linesep: str = "\n"
    ) -> bytes:
        if self.stored is None:  # a part of one
            return super().as_bytes(unixfrom)
        return self.stored.replace(_CRLF.encode(), linesep.encode())


class StoredMessage(EmailMultiAlternatives):
    """What a backend is given: the bytes of a row, for those whom it names.

    Backends that take a message in parts find these as well.
    """

    def __init__(self, stored: OutgoingMessage) -> None:
        content = bytes(stored.content)
        self._parsed = cast(
            _Stored, BytesParser(_Stored, policy=policy.default).parsebytes(content)
        )
        self._parsed.stored = content
        self._recipients = list(stored.recipients)
        to, cc = self._people("To"), self._people("Cc")
        shown = {parseaddr(person)[1] for person in (*to, *cc)}
        sender = str(self._parsed["From"])
        super().__init__(
            # Django may begin a long one on a line of its own.
            subject=str(self._parsed["Subject"]).strip(),
            from_email=sender if parseaddr(sender)[1] == stored.sender else stored.sender,
            to=to,
            cc=cc,
            bcc=[address for address in self._recipients if address not in shown],
            reply_to=self._people("Reply-To"),
            headers={n: str(value) for n, value in self._parsed.items() if n.lower() not in _OWN},
        )
        self._take_parts()

    def message(self) -> _Stored:  # type: ignore[override]  # what backends use of it is there
        """The message itself."""
        return self._parsed

    def recipients(self) -> list[str]:
        """Of the envelope."""
        return self._recipients

    def _people(self, header: str) -> list[str]:
        found = self._parsed[header]
        return [str(address) for address in found.addresses] if found else []

    def _take_parts(self) -> None:
        body = self._parsed.get_body(("plain", "html"))
        attached = list(self._parsed.iter_attachments())
        if body is not None:
            self.body = body.get_content().replace(_CRLF, "\n")
            self.content_subtype = body.get_content_subtype()
        for part in self._parsed.walk():
            if part.get_content_maintype() == "text" and part is not body and part not in attached:
                self.attach_alternative(part.get_content(), part.get_content_type())
        for part in attached:
            self.attach(part.get_filename(), part.get_content(), part.get_content_type())
