"""Codes: of a device, which django-otp checks, and for recovery, which are ours."""

import secrets
from typing import Any

import django_otp
from django.db import transaction
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from twinning.security.models import RecoveryCode
from twinning.submissions.clients import digest

#: How many recovery codes somebody has, of how many characters: 50 bits each.
MANY, LONG = 10, 10
#: What nobody takes for another when they copy it by hand (Crockford's Base32).
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_DIGITS = 6


def device_of(user: Any) -> TOTPDevice | None:
    """The device that somebody has set up, if any."""
    found: TOTPDevice | None = TOTPDevice.objects.filter(user=user, confirmed=True).first()
    return found


def accepted(user: Any, typed: str) -> TOTPDevice | None:
    """The device for which a code stands, which is then used up; None where it is wrong.

    Args:
        typed: six digits from the device, or a recovery code.
    """
    device = device_of(user)
    if device is None:
        return None
    plain = _plain(typed)
    if len(plain) == _DIGITS:
        if not plain.isdecimal():
            return None
        found: TOTPDevice | None = django_otp.verify_token(user, device.persistent_id, plain)
        return found
    return device if _use(user, plain) else None


@transaction.atomic
def replace(user: Any, key: str, moment: int) -> tuple[TOTPDevice, list[str]]:
    """Set up a device in place of any before, with new recovery codes.

    Args:
        key: the device's secret, in hexadecimal digits.
        moment: the time step of the code that has been shown to be right: it is not taken again.
    """
    TOTPDevice.objects.filter(user=user).delete()
    device = TOTPDevice.objects.create(user=user, name="totp", key=key, last_t=moment)
    return device, renew(user)


@transaction.atomic
def renew(user: Any) -> list[str]:
    """New recovery codes in place of all before, as they are shown once."""
    made = [_code() for _number in range(MANY)]
    RecoveryCode.objects.filter(user=user).delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user=user, digest=_digest(_plain(code))) for code in made
    )
    return made


@transaction.atomic
def reset(user: Any) -> None:
    """Forget somebody's device and codes: they set up another when they log in."""
    TOTPDevice.objects.filter(user=user).delete()
    RecoveryCode.objects.filter(user=user).delete()


def left(user: Any) -> int:
    """How many recovery codes somebody has not used."""
    return RecoveryCode.objects.filter(user=user, used_at=None).count()


def _use(user: Any, plain: str) -> bool:
    unused = RecoveryCode.objects.filter(user=user, digest=_digest(plain), used_at=None)
    return bool(unused.update(used_at=timezone.now()))


def _code() -> str:
    letters = "".join(secrets.choice(_LETTERS) for _number in range(LONG))
    return f"{letters[: LONG // 2]}-{letters[LONG // 2 :]}"


def _plain(typed: str) -> str:
    kept = "".join(letter for letter in typed.upper() if letter.isascii() and letter.isalnum())
    return kept.translate(str.maketrans("OIL", "011"))


def _digest(plain: str) -> str:
    return digest("recovery", plain)
