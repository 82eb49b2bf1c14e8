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
    # Requests that each process has Django answer at once; others wait, but for cached answers.
    "DELIVERY_PLACES": 2,
    # Seconds that one of them has Django to itself before another one may come beside it.
    "DELIVERY_TURN": 0.25,
    # The address of the Redis server that processes share answers through; none where it is empty.
    "DELIVERY_REDIS_URL": "",
    # Labels of further apps or models that no anonymous answer depends on.
    "DELIVERY_UNWATCHED": (),
    # Seconds for which shared caches may answer, and may go on while they ask anew.
    "SHARED_MAX_AGE": 60,
    "STALE_WHILE_REVALIDATE": 300,
    # How many of our own proxies a request passes; the outermost says whom it came from.
    "PROXIES": 0,
    # Seconds between showing a form and receiving it: least (machines are quicker), and most.
    "FORM_MIN_SECONDS": 3,
    "FORM_MAX_SECONDS": 12 * 60 * 60,
    # Links that a text of a visitor may have.
    "FORM_LINKS": 2,
    # How often, within how many seconds: sending by a client, for an e-mail address; tokens.
    "FORM_CLIENT_LIMIT": (30, 60 * 60),
    "FORM_ADDRESS_LIMIT": (5, 60 * 60),
    "FORM_TOKEN_LIMIT": (120, 60 * 60),
    # How often, within how many seconds, a client may search.
    "SEARCH_CLIENT_LIMIT": (300, 60),
    # The same for wrong passwords of a private page that come through the Content API.
    "UNLOCK_PAGE_LIMIT": (300, 60 * 60),
    # Minutes for which a token that a page's password was given for opens it.
    "ACCESS_MINUTES": 8 * 60,
    # How often, within how many seconds: failing to log in with one name from one address, after
    # which as many seconds go by; sending the form at all, by a client; asking for a new password,
    # by a client and for an e-mail address; passwords of private pages, by a client; a code of a
    # second factor.
    "LOGIN_LIMIT": (5, 15 * 60),
    "LOGIN_CLIENT_LIMIT": (50, 60 * 60),
    "RESET_CLIENT_LIMIT": (10, 60 * 60),
    "RESET_LIMIT": (3, 60 * 60),
    "PASSWORD_CLIENT_LIMIT": (20, 15 * 60),
    "CODE_CLIENT_LIMIT": (20, 15 * 60),
    # Bytes of the longest body that is read at all: four pictures of a visitor's are 40 MiB.
    "BODY_BYTES": 48 * 1024 * 1024,
    # Whether who works on the site needs a code besides a password: "required" of all,
    # "optional" for who has set it up, "off".
    "TWO_FACTOR": "off",
    # Minutes without a request after which a session ends.
    "SESSION_IDLE_MINUTES": 120,
    # Days for which an API token is valid unless its maker says less, which is also the most.
    "TOKEN_DAYS": 365,
    # Days for which things are kept: enquiries after they were last touched; names and addresses of
    # people who shared a story after it was settled; e-mails that were sent; receipts; words that
    # nothing was found for, after somebody last looked for them.
    "KEEP_ENQUIRY_DAYS": 365,
    "KEEP_SENDER_DAYS": 365,
    "KEEP_MAIL_DAYS": 30,
    "KEEP_RECEIPT_DAYS": 7,
    "KEEP_MISS_DAYS": 365,
    # Days for which a front end that was away can be told what has changed since.
    "KEEP_CHANGE_DAYS": 90,
    # And for which the log has who logged in, failed to, or changed roles, codes and tokens.
    "KEEP_LOG_DAYS": 730,
    # Days that a review link is valid for where its maker says nothing else; then days for which it
    # and its comments are kept after its end.
    "REVIEW_DAYS": 14,
    "KEEP_REVIEW_DAYS": 90,
    # Webhooks: hosts and networks of our own that may be told, which nobody else may name; days for
    # which events and deliveries are kept; seconds for which events gather into one request, in
    # which a connection is made, and an answer is there; seconds between tries; hours of failing
    # after which an endpoint is paused, and for which an old secret still signs.
    "WEBHOOK_PRIVATE_HOSTS": (),
    "KEEP_WEBHOOK_DAYS": 14,
    "WEBHOOK_BATCH_SECONDS": 1.0,
    "WEBHOOK_CONNECT_SECONDS": 3.0,
    "WEBHOOK_SECONDS": 10.0,
    "WEBHOOK_DELAYS": (5, 30, 120, 600, 1800, 3600, 7200, 14400, 28800, 32400),
    "WEBHOOK_PAUSE_HOURS": 24,
    "WEBHOOK_OVERLAP_HOURS": 24,
    # What hands the messages of the outbox to a mail server.
    "MAIL_BACKEND": "twinning.mail.smtp.EmailBackend",
    # Languages whose translations pass a workflow of their own: all (True), none, or codes.
    "TRANSLATION_WORKFLOWS": True,
    # Characters a month that each team, and the partnership, may have translated by machine: one
    # number for all, None for no limit, or a dict by the team's key with "default" for the others.
    "MACHINE_CHARACTERS": 100_000,
    # Whether a machine's words may be published that nobody has read.
    "PUBLISH_MACHINE": False,
    # Where drafts are shown: a dict by the host name of a site, or "default", of addresses with
    # `{token}` in them, or of dicts of such by language. Where there is none, the site shows them.
    "PREVIEW_URLS": {},
    # Minutes for which a preview's token opens a draft.
    "PREVIEW_MINUTES": 60,
    # The first port at which processes give metrics, and where they listen; none where it is 0.
    "METRICS_PORT": 0,
    "METRICS_ADDRESS": "127.0.0.1",
    # Where errors are told, and what this site is called there; nobody where it is empty.
    "SENTRY_DSN": "",
    "SENTRY_ENVIRONMENT": "",
    # Whether search engines may read the site. They never may while DEBUG is on.
    "INDEXED": True,
}

#: Minutes that a preview, or a private page that was unlocked, may be open for.
MOST_TOKEN_MINUTES = 24 * 60
#: What TWO_FACTOR may be.
TWO_FACTOR = ("required", "optional", "off")
#: Days that a review link may be valid for.
MOST_REVIEW_DAYS = 90


def given() -> Any:
    """The setting as it is written, for whoever checks it."""
    return getattr(settings, "TWINNING", {})


def get(name: str) -> Any:
    """One of the project's settings.

    Raises:
        KeyError: there is no setting of this name.
    """
    written = given()
    return {**DEFAULTS, **(written if isinstance(written, dict) else {})}[name]
