"""The project's own settings: one dict `TWINNING`, each name with a default, read when used.

Nothing is kept at import, so that tests and deployments may change any of it. The system check
`twinning.E002` refuses names that are not in `DEFAULTS` and values that mean nothing.
"""

from typing import Any

from django.conf import settings

#: Every name that `TWINNING` may hold, with what holds where it does not.
DEFAULTS: dict[str, Any] = {
    "RENDITION_WIDTHS": (400, 800, 1200, 2000),
    "RENDITION_FORMATS": ("avif", "webp", "original"),
    # Whether answers come from the site's own cache. They never do while DEBUG is on.
    "DELIVERY": True,
    # Bytes of answers that each process keeps.
    "DELIVERY_BYTES": 16 * 1024 * 1024,
    # The address of the Redis server that processes share answers through; none where it is empty.
    "DELIVERY_REDIS_URL": "",
    # Labels of further apps or models that no anonymous answer depends on.
    "DELIVERY_UNWATCHED": (),
    # Seconds for which shared caches may answer, and may go on while they ask anew.
    "SHARED_MAX_AGE": 60,
    "STALE_WHILE_REVALIDATE": 300,
    # What hands the messages of the outbox to a mail server.
    "MAIL_BACKEND": "twinning.mail.smtp.EmailBackend",
    # Whether search engines may read the site. They never may while DEBUG is on.
    "INDEXED": True,
}


def given() -> Any:
    """The setting as it is written, for whoever checks it."""
    return getattr(settings, "TWINNING", {})


def get(name: str) -> Any:
    """One of the project's settings.

    Raises:
        KeyError: there is no setting of this name.
    """
    return {**DEFAULTS, **given()}[name]
