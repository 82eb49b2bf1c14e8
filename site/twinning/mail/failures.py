"""What a mail server's refusal means: whom to try again, and whom not."""

import smtplib
from dataclasses import dataclass, field
from http.client import HTTPException

from twinning.mail.smtp import PartlyRefused

#: What backends may raise where a server is away, slow or unwilling, or set up wrongly. What
#: smtplib raises is an OSError.
FAILURES = (OSError, HTTPException, ValueError, LookupError)
#: Codes that say that we may not send anything: wrong or missing passwords, no TLS. Somebody has to
#: set this right, which is no reason to lose a message.
_NOT_ALLOWED = {503, 530, 534, 535, 538}
#: The one code about the sender that says something about the message: it is too large.
_TOO_LARGE = 552


@dataclass
class Outcome:
    """What came of a try, for each recipient.

    Args:
        error: the class and code of what went wrong: no address, and nothing that the server wrote.
    """

    sent: list[str] = field(default_factory=list)
    later: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    error: str = ""


def outcome(error: Exception, recipients: list[str]) -> Outcome:
    """What an exception of a backend means."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return _by_recipient(error, recipients)
    code = getattr(error, "smtp_code", None)
    words = _words(error, code)
    if _is_final(error):
        return Outcome(refused=recipients, error=words)
    return Outcome(later=recipients, error=words)


def _by_recipient(error: smtplib.SMTPRecipientsRefused, recipients: list[str]) -> Outcome:
    codes = {address: answer[0] for address, answer in error.recipients.items()}
    found = Outcome(error=_words(error, max(codes.values(), default=None)))
    for address in recipients:
        code = codes.get(address)
        if code is not None and _is_final_code(code):
            found.refused.append(address)
        elif code is None and isinstance(error, PartlyRefused):
            found.sent.append(address)
        else:  # a server that hangs up on one recipient has not heard of those after it
            found.later.append(address)
    return found


def _is_final(error: Exception) -> bool:
    """Whether a server will never take this message. That it does not take us may change."""
    if isinstance(error, smtplib.SMTPSenderRefused):
        return error.smtp_code == _TOO_LARGE
    return isinstance(error, smtplib.SMTPDataError) and _is_final_code(error.smtp_code)


def _is_final_code(code: int) -> bool:
    return 500 <= code <= 599 and code not in _NOT_ALLOWED


def _words(error: Exception, code: int | None) -> str:
    name = type(error).__name__
    return f"{name} {code}" if isinstance(code, int) else name
