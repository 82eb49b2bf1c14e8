"""Users as those who read e-mail: each address once, with the language of whoever has it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from twinning.mail import addresses


@dataclass(frozen=True)
class Recipient:
    """Somebody who is told, and in which language."""

    address: str
    language: str


def recipients(users: Iterable[Any]) -> list[Recipient]:
    """Those of some users who can be written to.

    Args:
        users: with their profiles, `select_related("wagtail_userprofile")`.
    """
    once = {
        user.email.casefold(): Recipient(user.email, language_of(user))
        for user in users
        if addresses.is_good(user.email)
    }
    return list(once.values())


def language_of(user: Any) -> str:
    """The language that a user has chosen for the admin; without a choice the site's own.

    Wagtail takes the active language in place of a choice: that of whoever causes the e-mail.
    """
    profile = getattr(user, "wagtail_userprofile", None)
    return getattr(profile, "preferred_language", "") or settings.LANGUAGE_CODE
