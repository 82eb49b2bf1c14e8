"""The words that pages have: what misspelt words may have meant, what compounds are made of."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Word(models.Model):
    """A word in a language, found by its folded spelling, and shown as somebody has written it."""

    language = models.CharField(_("language"), max_length=10)
    spelling = models.CharField(_("folded spelling"), max_length=120)
    written = models.CharField(_("word"), max_length=120)
    length = models.PositiveSmallIntegerField(_("length"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("word")
        verbose_name_plural = _("words")
        constraints = [
            models.UniqueConstraint(fields=["language", "spelling"], name="search_one_word")
        ]
        indexes = [models.Index(fields=["language", "length"], name="search_word_length")]

    def __str__(self) -> str:
        return self.written
