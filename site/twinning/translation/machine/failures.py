"""What may go wrong with a translation service, as an editor is told of it."""

from http import HTTPStatus

from django.utils.translation import gettext as _

from twinning.translation.sync.jobs import JobError

#: DeepL's own: the account has used up its characters.
QUOTA = 456
#: DeepL's own, beside 429: too much for all of the service.
OVERLOADED = 529


class MachineFailed(JobError):
    """Nothing came of it, and nothing was changed; the message says why, to an editor.

    Args:
        status: of the service's answer, where that was the reason.
    """

    def __init__(self, message: str, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status


def away(service: str) -> MachineFailed:
    """The service cannot be reached."""
    words = _("%(service)s cannot be reached. Nothing was changed. Please try again later.")
    return MachineFailed(words % {"service": service})


def slow(service: str) -> MachineFailed:
    """The service takes too long."""
    words = _("%(service)s takes too long to answer. Nothing was changed. Please try again later.")
    return MachineFailed(words % {"service": service})


def nonsense(service: str) -> MachineFailed:
    """The service answers what cannot be understood, or broke the markup of every text."""
    words = _("%(service)s gave an answer that cannot be used. Nothing was changed.")
    return MachineFailed(words % {"service": service})


def refused(service: str, status: int) -> MachineFailed:
    """The service answers with an error."""
    named = {"service": service, "status": status}
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        words = _(
            "%(service)s does not accept the site’s key. Nothing was changed. "
            "Please tell an administrator."
        )
    elif status == QUOTA:
        words = _("The site’s account with %(service)s is used up. Nothing was changed.")
    elif status in {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE, OVERLOADED}:
        words = _("%(service)s is too busy at the moment. Nothing was changed. Please try later.")
    elif status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        words = _("A text is too long for %(service)s. Nothing was changed.")
    else:
        words = _("%(service)s has failed (error %(status)s). Nothing was changed.")
    return MachineFailed(words % named, status)
