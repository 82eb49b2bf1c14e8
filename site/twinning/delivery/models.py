"""The generation: one number that every change of content raises, in the change's own transaction.

Triggers of the database raise it (`triggers`); every cached answer is of one generation (ADR 6).
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Generation(models.Model):
    """The one row, with primary key 1.

    The number is the moment of the last change in milliseconds since 1970, or one more than before
    where that is not less: so a database that is restored from a backup, or a server that takes
    over with less than all, never gives a number to new content that old content had already.
    It is negative while the database is being migrated, when nobody may rely on it.
    """

    number = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("generation")
        verbose_name_plural = _("generations")

    def __str__(self) -> str:
        return str(self.number)
