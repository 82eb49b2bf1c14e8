"""Endpoints: who is told, of what, and how it goes."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twinning.webhooks import destinations

#: Characters of an address as it is sent.
LONGEST_URL = 500


class Endpoint(models.Model):
    """An address that is told of events, one request at a time."""

    class Pause(models.TextChoices):
        """Why nothing is delivered."""

        BY_HAND = "by_hand", _("Paused by hand")
        FAILING = "failing", _("Paused because a day of tries has failed")
        GONE = "gone", _("Paused because the receiver says that it is gone (410)")

    name = models.CharField(_("name"), max_length=100, unique=True)
    url = models.CharField(
        _("address"),
        max_length=LONGEST_URL,
        help_text=_("Where events are sent: https://… A query is kept; passwords are refused."),
    )
    description = models.TextField(
        _("description"), blank=True, help_text=_("What it is for, and who looks after it.")
    )
    is_active = models.BooleanField(
        _("active"),
        default=True,
        help_text=_("An endpoint that is not active misses what happens meanwhile."),
    )
    #: Names of events; none for all.
    events = models.JSONField(default=list, blank=True)
    #: Of pages only: labels of types, language codes, translation keys of towns; none for all.
    types = models.JSONField(default=list, blank=True)
    locales = models.JSONField(default=list, blank=True)
    places = models.JSONField(default=list, blank=True)
    maintainers = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("maintainers"),
        blank=True,
        related_name="+",
        help_text=_(
            "Who is written to when it is paused; nobody chosen means all who may change endpoints."
        ),
    )
    created_at = models.DateTimeField(default=timezone.now)

    paused_at = models.DateTimeField(null=True, blank=True)
    pause_reason = models.CharField(max_length=10, choices=Pause, blank=True)
    #: Since when every try has failed, and how many they were.
    failing_since = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)
    last_sent_at = models.DateTimeField(null=True, blank=True)
    #: The whole endpoint waits until then after a failure, so that order is kept.
    next_try_at = models.DateTimeField(default=timezone.now)
    #: Until when it is in the hands of one worker, who may have been killed since.
    leased_until = models.DateTimeField(null=True, blank=True)
    #: Whether its last answer took long: then it is not begun late in a round.
    is_slow = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Write the address as it is sent.

        Raises:
            ValidationError: on `url`, where nothing may be sent there, or it has become too long.
        """
        super().clean()
        if not self.url:  # its field has said what is wrong
            return
        try:
            self.url = destinations.cleaned(self.url)
        except destinations.Refused as error:
            raise ValidationError({"url": error.words}) from None
        if len(self.url) > LONGEST_URL:  # letters outside ASCII have become six characters each
            values = {"number": len(self.url), "most": LONGEST_URL}
            words = _("As it is sent, the address has %(number)s characters; %(most)s is the most.")
            raise ValidationError({"url": ValidationError(words, "max_length", values)})

    @property
    def state(self) -> str:
        """`inactive`, `paused`, `failing` or `good`."""
        if not self.is_active:
            return "inactive"
        if self.paused_at is not None:
            return "paused"
        return "failing" if self.failing_since is not None else "good"

    @property
    def is_sent_to(self) -> bool:
        """Whether what waits is sent now, or as soon as it may be tried again."""
        return self.state in {"good", "failing"}

    def get_state_display(self) -> Any:
        """The state in words."""
        return STATES[self.state]


STATES = {
    "good": _("Delivering"),
    "failing": _("Failing, tried again"),
    "paused": _("Paused"),
    "inactive": _("Not active"),
}


class Secret(models.Model):
    """What deliveries are signed with: the newest, and older ones until they expire."""

    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="secrets")
    #: As the Standard Webhooks specification writes it: `whsec_` and base64.
    value = models.CharField(max_length=100)
    created_at = models.DateTimeField(default=timezone.now)
    #: None for the newest.
    expires_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("secret")
        verbose_name_plural = _("secrets")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.endpoint_id}: {self.created_at:%Y-%m-%d}"
