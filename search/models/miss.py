"""Searches without a result: what people look for, and the site does not tell."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Miss(models.Model):
    """Words that nothing was found for, how often, and on which day the last time; not by whom."""

    language = models.CharField(_("language"), max_length=10)
    words = models.CharField(_("words"), max_length=60)
    count = models.PositiveIntegerField(_("how often"), default=1)
    last_on = models.DateField(_("last on"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("search without result")
        verbose_name_plural = _("searches without result")
        ordering = ["-count", "-last_on", "words"]
        constraints = [
            models.UniqueConstraint(fields=["language", "words"], name="search_one_miss")
        ]

    def __str__(self) -> str:
        return self.words
