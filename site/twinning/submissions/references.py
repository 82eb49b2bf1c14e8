"""References of what was sent, signed: whoever has the signed form was told it by us."""

from django.core import signing

_SALT = "twinning.submissions.reference"


def signed(reference: str) -> str:
    """A reference in a form that nobody else can make."""
    return signing.Signer(salt=_SALT).sign(reference)


def unsigned(value: str) -> str:
    """The reference; nothing where the signature is not ours."""
    try:
        return signing.Signer(salt=_SALT).unsign(value)
    except signing.BadSignature:
        return ""
