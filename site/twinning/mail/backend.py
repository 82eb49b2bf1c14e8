"""The setting EMAIL_BACKEND: whatever Django, Wagtail or we send goes into the outbox."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import DatabaseError

from twinning.mail import messages, outbox


class OutboxBackend(BaseEmailBackend):
    """Stores messages. The backend that `MAIL_BACKEND` in TWINNING names sends them."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Store all messages or none; how many they were.

        Raises:
            BadHeaderError: a header of one of them has more than one line, or a control character.
            ValueError: an address is none.
        """
        rows = [messages.row(message) for message in email_messages if message.recipients()]
        try:
            outbox.store(rows)
        except DatabaseError:
            if not self.fail_silently:
                raise
            return 0
        return len(rows)
