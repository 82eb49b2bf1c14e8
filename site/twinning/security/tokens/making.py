"""A new token with its limits: the one way to make one that opens anything."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from wagtail.models import APIToken

from twinning import conf
from twinning.security.models import TokenLimits


@transaction.atomic
def make(
    user: Any, name: str, scope: str, languages: Iterable[str] = (), days: int | None = None
) -> tuple[APIToken, str]:
    """The token's row, and the token itself, which is kept nowhere.

    Args:
        scope: one of `TokenLimits.Scope`.
        languages: codes of those whose pages it may change, and nothing else; all where empty.
        days: for which it is valid; as many as TOKEN_DAYS allows where None.

    Raises:
        ValueError: a scope, language or number of days that there is not.
    """
    token, plain = APIToken.create_token(user=user, name=name)
    limit(token, scope, languages, days)
    return token, plain


def limit(
    token: APIToken, scope: str, languages: Iterable[str] = (), days: int | None = None
) -> TokenLimits:
    """Give a token its limits.

    Raises:
        ValueError: as `make`.
    """
    most = int(conf.get("TOKEN_DAYS"))
    days = most if days is None else days
    codes = sorted(set(languages))
    if scope not in TokenLimits.Scope.values:
        raise ValueError(f"There is no scope {scope!r}.")
    if not set(codes) <= set(dict(settings.LANGUAGES)):
        raise ValueError("There is no such language.")
    if not 1 <= days <= most:
        raise ValueError(f"A token is valid for 1 to {most} days.")
    return TokenLimits.objects.create(
        token=token,
        scope=scope,
        languages=",".join(codes),
        expires_at=timezone.now() + timedelta(days=days),
    )
