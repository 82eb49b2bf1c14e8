"""Events, who still has to hear of each, and the requests in which they are told."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twinning.webhooks.models.endpoint import Endpoint


class Event(models.Model):
    """Something that has happened, as receivers read it."""

    #: `evt_` and letters: the same for all endpoints and in each try.
    uid = models.CharField(max_length=40, unique=True)
    name = models.CharField(_("event"), max_length=60)
    #: What it is about, such as `page:12`: for people who look for it.
    subject = models.CharField(_("subject"), max_length=100, blank=True)
    #: Of the content, as `changes/` has it; None where no content has changed.
    generation = models.BigIntegerField(null=True, blank=True)
    data = models.JSONField(default=dict)
    created_at = models.DateTimeField(_("at"), default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("webhook event")
        verbose_name_plural = _("webhook events")

    def __str__(self) -> str:
        return f"{self.name} {self.subject}".strip()


class Delivery(models.Model):
    """A request to an endpoint, with one event or more: tried until it is taken, or given up."""

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", _("Waiting")
        SENT = "sent", _("Delivered")
        FAILED = "failed", _("Failed")
        SKIPPED = "skipped", _("Skipped")

    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="deliveries")
    #: `msg_` and letters, the header `webhook-id`: the same in each try, also when it is replayed.
    uid = models.CharField(max_length=40, unique=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    created_at = models.DateTimeField(_("made at"), default=timezone.now)
    #: How often it has been begun to send it, since it was made or replayed.
    tries = models.PositiveIntegerField(_("tries"), default=0)
    tried_at = models.DateTimeField(_("last try"), null=True, blank=True)
    #: When it was taken, given up or skipped.
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    #: What the last try has brought.
    status = models.PositiveSmallIntegerField(_("status"), null=True, blank=True)
    milliseconds = models.PositiveIntegerField(_("duration"), null=True, blank=True)
    error = models.CharField(_("error"), max_length=20, blank=True)
    response = models.TextField(_("response"), blank=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        indexes = [
            models.Index(fields=["endpoint", "-id"], name="webhooks_log"),
            models.Index(
                fields=["endpoint", "id"],
                condition=Q(state="waiting"),
                name="webhooks_waiting",
            ),
        ]

    def __str__(self) -> str:
        return self.uid


class QueuedEvent(models.Model):
    """That an endpoint is to hear of an event; the order of primary keys is that of happening."""

    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="queued")
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="queued")
    #: The request that it is told in, None until one is made of all that has gathered.
    delivery = models.ForeignKey(
        Delivery, null=True, blank=True, on_delete=models.CASCADE, related_name="queued"
    )

    class Meta:
        verbose_name = _("queued event")
        verbose_name_plural = _("queued events")
        indexes = [
            models.Index(
                fields=["endpoint", "id"],
                condition=Q(delivery__isnull=True),
                name="webhooks_gathering",
            )
        ]

    def __str__(self) -> str:
        return f"{self.endpoint_id}: {self.event_id}"
