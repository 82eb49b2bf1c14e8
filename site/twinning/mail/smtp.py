"""Django's SMTP backend, which also says where only some of the recipients were refused."""

import smtplib
from typing import Any

from django.core.mail.backends import smtp


class PartlyRefused(smtplib.SMTPRecipientsRefused):
    """The message went to all recipients but those that `recipients` names, with the answers."""


class _Telling(smtplib.SMTP):
    """smtplib returns whom the server refused, as long as it takes one; Django looks away."""

    def sendmail(self, *args: Any, **kwargs: Any) -> Any:
        refused = super().sendmail(*args, **kwargs)
        if refused:
            raise PartlyRefused(refused)
        return refused


class _TellingOverTls(_Telling, smtplib.SMTP_SSL):
    """The same, with TLS from the start."""


class EmailBackend(smtp.EmailBackend):
    """Raises `PartlyRefused` where Django's own raises nothing."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _TellingOverTls if self.use_ssl else _Telling
