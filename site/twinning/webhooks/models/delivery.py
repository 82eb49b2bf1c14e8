"""The requests in which endpoints are told, and the events that they are told of."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twinning.webhooks.models.endpoint import Endpoint


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
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    created_at = models.DateTimeField(default=timezone.now)
    #: How often it has been begun to send it, since it was made or replayed.
    tries = models.PositiveIntegerField(default=0)
    tried_at = models.DateTimeField(null=True, blank=True)
    #: When it was taken, given up or skipped.
    ended_at = models.DateTimeField(null=True, blank=True)
    #: What the last try has brought.
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    milliseconds = models.PositiveIntegerField(null=True, blank=True)
    error = models.CharField(max_length=20, blank=True)
    response = models.TextField(blank=True)

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


class Event(models.Model):
    """Something that has happened, for one endpoint that wants to hear of it.

    The order of primary keys is that in which it happened.
    """

    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="events_kept")
    #: The request that it is told in, None until one is made of all that has gathered.
    delivery = models.ForeignKey(
        Delivery, null=True, blank=True, on_delete=models.CASCADE, related_name="events"
    )
    #: `evt_` and letters: the same for all endpoints and in each try.
    uid = models.CharField(max_length=40)
    name = models.CharField(max_length=60)
    #: What it is about, such as `page:12`: for people who look for it.
    subject = models.CharField(max_length=100, blank=True)
    #: The row of the log of changes that says the same; None where no content has changed.
    change_id = models.BigIntegerField(null=True, blank=True)
    #: Of that row, which knows it only once it is committed: filled as a request is made.
    generation = models.BigIntegerField(null=True, blank=True)
    data = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("webhook event")
        verbose_name_plural = _("webhook events")
        indexes = [
            models.Index(
                fields=["endpoint", "id"],
                condition=Q(delivery__isnull=True),
                name="webhooks_gathering",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.subject}".strip()
