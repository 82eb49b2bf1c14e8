"""Words that somebody else's replaced: nothing that was translated is lost."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale
from wagtail_localize.models import String, TranslationContext


class ReplacedWords(models.Model):
    """What a segment was translated as until somebody translated it otherwise."""

    string = models.ForeignKey(String, on_delete=models.CASCADE, related_name="+")
    context = models.ForeignKey(TranslationContext, on_delete=models.CASCADE, related_name="+")
    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+")
    data = models.TextField(_("translation"))
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("written by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    written_at = models.DateTimeField(_("written at"), null=True)
    replaced_at = models.DateTimeField(_("replaced at"), auto_now_add=True)

    class Meta:
        verbose_name = _("replaced translation")
        verbose_name_plural = _("replaced translations")
        ordering = ["-replaced_at", "-pk"]
        indexes = [models.Index(fields=["context", "locale"], name="translation_replaced_of")]

    def __str__(self) -> str:
        return self.data[:80]
