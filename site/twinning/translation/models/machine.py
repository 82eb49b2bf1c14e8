"""What machine translation has used up, and which glossaries it has been given."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MachineUse(models.Model):
    """Characters that a team has had translated in a month."""

    #: Whose budget it is: a team's key; empty for the partnership's own.
    payer = models.CharField(_("team"), max_length=36, blank=True)
    #: The month's first day.
    month = models.DateField(_("month"))
    characters = models.PositiveIntegerField(_("characters"), default=0)

    class Meta:
        verbose_name = _("use of machine translation")
        verbose_name_plural = _("uses of machine translation")
        constraints = [
            models.UniqueConstraint(fields=["payer", "month"], name="translation_one_use_a_month")
        ]

    def __str__(self) -> str:
        return f"{self.payer or '-'} {self.month:%Y-%m}: {self.characters}"


class MachineGlossary(models.Model):
    """A glossary as a translation service has it, so that it is not sent with every text."""

    service = models.CharField(max_length=20)
    source = models.CharField(max_length=10)
    target = models.CharField(max_length=10)
    #: Of the entries that were sent; another one means that they have changed.
    digest = models.CharField(max_length=64)
    remote_id = models.CharField(max_length=100)

    class Meta:
        verbose_name = _("glossary of a service")
        verbose_name_plural = _("glossaries of services")
        constraints = [
            models.UniqueConstraint(
                fields=["service", "source", "target"], name="translation_one_glossary_a_pair"
            )
        ]

    def __str__(self) -> str:
        return f"{self.service} {self.source}-{self.target}"
