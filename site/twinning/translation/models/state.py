"""How a page came to be in its language, and how far it is behind its source."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page


class TranslationState(models.Model):
    """What wagtail-localize's records amount to for one page, kept so that lists need not count.

    Every page has one. It says nothing of whether the page is live: the page itself does.
    """

    class Method(models.TextChoices):
        """By whose hand the words are."""

        ORIGINAL = "original", _("Written in this language")
        HUMAN = "human", _("Translated by people")
        MACHINE = "machine", _("Translated by a machine")
        MACHINE_REVIEWED = "machine_reviewed", _("Translated by a machine, read by a person")

    page = models.OneToOneField(
        Page,
        verbose_name=_("page"),
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="translation_state",
    )
    #: None for an original, and for a page that no longer follows its source.
    source_locale = models.ForeignKey(
        Locale,
        verbose_name=_("source language"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    method = models.CharField(
        _("method"), max_length=20, choices=Method, default=Method.ORIGINAL, db_index=True
    )
    #: Segments of the source as it was last synchronised, and how many of them have no translation.
    segments = models.PositiveIntegerField(_("segments"), default=0)
    stale_segments = models.PositiveIntegerField(_("segments to translate"), default=0)
    #: Words of the source in those.
    stale_words = models.PositiveIntegerField(_("words to translate"), default=0)
    #: Segments by a machine that nobody has looked at.
    machine_segments = models.PositiveIntegerField(_("unread machine segments"), default=0)
    #: Whether what visitors read lags behind the published source.
    is_stale = models.BooleanField(_("stale"), default=False, db_index=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("reviewed by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    reviewed_at = models.DateTimeField(_("reviewed at"), null=True)

    class Meta:
        verbose_name = _("state of a translation")
        verbose_name_plural = _("states of translations")

    def __str__(self) -> str:
        return f"{self.page_id}: {self.method}"
