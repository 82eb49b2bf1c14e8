"""Form tokens: signed proof that a form was shown, which form, when, and with which consent."""

import secrets
from dataclasses import dataclass

from django.core import signing

from twinning import conf

_SALT = "twinning.submissions.token"


class BadToken(Exception):
    """A form token that does not let a submission in."""


class Forged(BadToken):
    """It was not signed here, or for another form."""


class Expired(BadToken):
    """The form was shown too long ago."""


class Early(BadToken):
    """Nobody fills in a form so quickly."""


@dataclass(frozen=True)
class FormToken:
    """What a token says.

    Args:
        form: the translation key of the page that the form is on.
        nonce: what sets it apart from every other.
        consent: the version of the consent text that was shown.
    """

    form: str
    nonce: str
    consent: str


def issue(form: str, consent: str) -> str:
    """A new token for a form that is about to be shown."""
    return signing.dumps([form, secrets.token_urlsafe(12), consent], salt=_SALT)


def read(token: str, form: str) -> FormToken:
    """What a token says.

    Raises:
        Forged: it is none of ours, or for another form.
        Expired: it is older than FORM_MAX_SECONDS.
        Early: it is younger than FORM_MIN_SECONDS.
    """
    try:
        found = FormToken(*signing.loads(token, salt=_SALT, max_age=conf.get("FORM_MAX_SECONDS")))
    except signing.SignatureExpired as error:
        raise Expired from error
    except (signing.BadSignature, TypeError, ValueError) as error:
        raise Forged from error
    if found.form != form:
        raise Forged
    least = conf.get("FORM_MIN_SECONDS")
    if least and _is_younger(token, least):
        raise Early
    return found


def _is_younger(token: str, seconds: int) -> bool:
    try:
        signing.loads(token, salt=_SALT, max_age=seconds)
    except signing.SignatureExpired:
        return False
    return True
