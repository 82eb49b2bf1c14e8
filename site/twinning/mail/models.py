"""The messages that were sent or are to be: each until it is purged."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class OutgoingMessage(models.Model):
    """A message to one or more people, of whom the same is true: it waits, was sent or has failed.

    A message that some recipients get and others do not becomes several.
    """

    #: Of the envelope: bare addresses in ASCII, as a mail server is told them.
    sender = models.TextField()
    recipients = models.JSONField()
    #: The message as RFC 5322 has it, with its Message-ID: the same in each try.
    content = models.BinaryField()
    #: Whoever it is from, to, or to be answered to: `addresses.joined`.
    correspondents = models.TextField()
    created_at = models.DateTimeField(default=timezone.now)
    #: How often it has been begun to send it.
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=timezone.now)
    #: Until when it is in the hands of one worker, who may have been killed since.
    leased_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    #: What went wrong last: the class of an exception, and the SMTP code if there was one.
    error = models.CharField(max_length=100, blank=True)

    class Meta:
        verbose_name = _("outgoing message")
        verbose_name_plural = _("outgoing messages")
        indexes = [
            models.Index(
                fields=["next_try_at"],
                condition=models.Q(sent_at__isnull=True, failed_at__isnull=True),
                name="mail_waiting",
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)
