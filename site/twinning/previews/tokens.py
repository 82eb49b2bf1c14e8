"""Preview tokens: signed proof that somebody who may see a draft was shown where it is.

A token names one revision, or one snapshot of a form, on one site.
"""

from dataclasses import astuple, dataclass
from typing import Literal

from django.core import signing

#: What stands between what is signed and its signature needs no other writing in an address.
_signer = signing.Signer(salt="twinning.previews.token", sep=".")
_LONGEST = 1000

#: How a token begins: what it names.
Kind = Literal["r", "s"]


class Forged(Exception):
    """A token that was not signed here, or is for something else."""


class Ended(Exception):
    """A token that opens nothing any more: expired, or what it names has gone."""


@dataclass(frozen=True)
class Token:
    """What a token says.

    Args:
        kind: `r` for a revision, `s` for a snapshot of a form.
        key: the primary key of either.
        check: of a revision, the primary key of its page; of a snapshot, its nonce.
        user: the primary key of whoever it was made for, who must still have the right to see it.
        site: the primary key of the site that it is for.
        mode: one of the page's preview modes.
        origin: scheme and host at which the admin was used.
        expires: seconds since 1970 at which a revision's token ends; a snapshot itself knows.
    """

    kind: Kind
    key: int
    check: str
    user: int
    site: int
    mode: str
    origin: str
    expires: int


def write(token: Token) -> str:
    """A token as it stands in an address; the same for the same."""
    return str(_signer.sign_object(list(astuple(token))))


def read(written: str) -> Token:
    """What a token says.

    Raises:
        Forged: it was not signed here.
    """
    if len(written) > _LONGEST:
        raise Forged
    try:
        return Token(*_signer.unsign_object(written))
    except (signing.BadSignature, TypeError, ValueError) as error:
        raise Forged from error
