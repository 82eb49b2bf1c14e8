"""What people have written to the partnership, and what editors make of it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Page


class Enquiry(ClusterableModel):
    """One enquiry, as it was sent: nothing of it changes but how far it is dealt with.

    Towns, partners and interests are named twice: by what they are, for filters, and by what they
    were called, for when they are gone.
    """

    class State(models.TextChoices):
        """How far it is dealt with."""

        NEW = "new", _("New")
        ANSWERED = "answered", _("Answered")
        CLOSED = "closed", _("Closed")

    class Party(models.TextChoices):
        """Who asks."""

        PERSON = "person", _("A person")
        GROUP = "group", _("A group")

    reference = models.CharField(_("reference"), max_length=20, unique=True)
    page = models.ForeignKey(
        Page,
        verbose_name=_("page"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    #: The language of the page that it was written on, and that in which an answer is wanted.
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    answer_language = models.CharField(
        _("language of the answer"), max_length=10, choices=settings.LANGUAGES
    )
    town_key = models.UUIDField(_("town"), null=True, db_index=True)
    town_name = models.CharField(_("town"), max_length=255, blank=True)
    partner_key = models.CharField(_("possible partner"), max_length=160, blank=True)
    partner_name = models.CharField(_("possible partner"), max_length=160, blank=True)
    interest_key = models.CharField(_("interest"), max_length=50, blank=True, db_index=True)
    interest_name = models.CharField(_("interest"), max_length=80, blank=True)
    party = models.CharField(_("who asks"), max_length=6, choices=Party, blank=True)
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail address"))
    message = models.TextField(_("message"))
    #: Other answers: a list of `{"key", "label", "value"}` in the words of the form.
    answers = models.JSONField(_("other answers"), default=list, blank=True)
    consent_text = models.TextField(_("consent"))
    consent_version = models.CharField(_("version of the consent"), max_length=12)
    created_at = models.DateTimeField(_("received"), auto_now_add=True, db_index=True)

    state = models.CharField(_("state"), max_length=8, choices=State, default=State.NEW)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who deals with it"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    touched_at = models.DateTimeField(_("last dealt with"), auto_now=True, db_index=True)

    class Meta:
        verbose_name = _("enquiry")
        verbose_name_plural = _("enquiries")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.reference


class EnquiryNote(models.Model):
    """What an editor notes on an enquiry; the sender never sees it."""

    enquiry = ParentalKey(Enquiry, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("author"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    text = models.TextField(pgettext_lazy("of an enquiry", "note"), max_length=2000)
    created_at = models.DateTimeField(_("written"), auto_now_add=True)

    class Meta:
        verbose_name = pgettext_lazy("of an enquiry", "note")
        verbose_name_plural = pgettext_lazy("of an enquiry", "notes")
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return str(self.created_at)

    def as_data(self) -> dict[str, Any]:
        """The note as exports have it, without its author."""
        return {"text": self.text, "created_at": self.created_at}
