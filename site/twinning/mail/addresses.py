"""E-mail addresses in one spelling each, so that messages are found by them."""

from collections.abc import Iterable
from contextlib import suppress
from email.errors import HeaderParseError
from email.utils import getaddresses, parseaddr

from django.core.mail import EmailMessage
from django.core.mail.message import sanitize_address
from django.utils.encoding import punycode

#: Headers that name people. What a message gives for them wins over its attributes.
_HEADERS = ("From", "Sender", "To", "Cc", "Reply-To")


def key(address: str) -> str:
    """An address in lower case, its domain in ASCII, and no name; empty where it is none."""
    local, at, domain = parseaddr(address.strip())[1].lower().rpartition("@")
    with suppress(UnicodeError):  # no domain that there can be; found as it is written
        domain = punycode(domain)
    return f"{local}{at}{domain}" if at else ""


def joined(found: Iterable[str]) -> str:
    """Keys of addresses, each between line feeds, as `OutgoingMessage.correspondents` has them."""
    keys = sorted({key(address) for address in found} - {""})
    return "".join(f"\n{each}\n" for each in keys)


def of(message: EmailMessage) -> list[str]:
    """Whoever a message is from, to, or to be answered to."""
    people = [message.from_email, *message.recipients(), *message.to, *message.reply_to]
    people += [message.extra_headers[name] for name in _HEADERS if name in message.extra_headers]
    return [address for _name, address in getaddresses([str(person) for person in people])]


def bare(address: str, encoding: str) -> str:
    """An address in ASCII without a name, as a mail server is told it.

    Raises:
        ValueError: it is no address.
    """
    try:
        found = parseaddr(sanitize_address(address, encoding))[1]
        again = parseaddr(sanitize_address(found, encoding))[1]
    except (HeaderParseError, AttributeError, IndexError, TypeError):  # of Python's parser
        raise ValueError("Invalid address.") from None
    if "@" not in found or found != again:
        raise ValueError("Invalid address.")
    return found


def pks_of(rows: Iterable[tuple[int, str]], address: str) -> list[int]:
    """Which of some rows, pairs of primary key and address, are of one, however it is spelt.

    A database's own comparison knows nothing of domains, and SQLite's of ASCII alone.
    """
    wanted = key(address)
    return [pk for pk, written in rows if wanted and key(written) == wanted]


def is_good(address: str) -> bool:
    """Whether a mail server can be told an address."""
    try:
        bare(address, "utf-8")
    except ValueError:
        return False
    return True
