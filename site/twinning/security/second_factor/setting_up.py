"""A new device: its secret, on its way through the form, and as a picture."""

import time
from dataclasses import dataclass
from typing import Any

import segno
from django.core import signing
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp.util import random_hex

_SALT = "twinning.second_factor"
#: Seconds for which the form holds.
_LIFE = 15 * 60
_BYTES = 20
_STEP, _TOLERANCE = 30, 1


@dataclass(frozen=True)
class Offer:
    """A secret that is not kept yet: a GET writes nothing."""

    key: str
    user: Any

    @classmethod
    def new(cls, user: Any) -> "Offer":
        """With a secret of its own."""
        return cls(random_hex(_BYTES), user)

    @classmethod
    def load(cls, signed: str, user: Any) -> "Offer | None":
        """What this person was shown; None where it was another, too long ago, or never."""
        try:
            key, of = signing.loads(signed, salt=_SALT, max_age=_LIFE)
        except (signing.BadSignature, ValueError):
            return None
        return cls(key, user) if of == user.pk else None

    @property
    def signed(self) -> str:
        """For the form."""
        return signing.dumps([self.key, self.user.pk], salt=_SALT)

    @property
    def written(self) -> str:
        """The secret in groups of four, for who types it."""
        secret = self._address.partition("secret=")[2].partition("&")[0]
        return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))

    @property
    def picture(self) -> str:
        """A QR code as a `data:` address: no other host is told of it."""
        return str(segno.make(self._address, error="m").svg_data_uri(scale=5, light="#fff"))

    @property
    def _address(self) -> str:
        device = TOTPDevice(user=self.user, key=self.key)
        return str(device.config_url)

    def moment(self, typed: str) -> int | None:
        """The time step for which a code is right; None where it is wrong."""
        plain = "".join(typed.split())
        if not (plain.isascii() and plain.isdecimal()):
            return None
        totp = TOTP(bytes.fromhex(self.key), step=_STEP)
        totp.time = time.time()
        return int(totp.t()) if totp.verify(int(plain), tolerance=_TOLERANCE) else None
