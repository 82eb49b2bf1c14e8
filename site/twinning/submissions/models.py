"""What guards the forms of visitors: what was received already, and how often somebody tried.

Both tables hold digests, never what anybody wrote or where a request came from.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Receipt(models.Model):
    """That something was received: once for its form token, its Idempotency-Key and its content.

    A row is written in the transaction of what it tells of, so that of two that are the same only
    one is kept, however many processes receive them.
    """

    key = models.CharField(_("key"), max_length=64, primary_key=True)
    fingerprint = models.CharField(_("fingerprint"), max_length=64)
    reference = models.CharField(_("reference"), max_length=20)
    created_at = models.DateTimeField(_("received at"), auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")

    def __str__(self) -> str:
        return self.reference


class Attempts(models.Model):
    """How often somebody has done something within a while."""

    key = models.CharField(_("key"), max_length=64, primary_key=True)
    count = models.PositiveIntegerField(_("count"))
    expires_at = models.DateTimeField(_("expires at"), db_index=True)

    class Meta:
        verbose_name = _("attempts")
        verbose_name_plural = _("attempts")

    def __str__(self) -> str:
        return str(self.count)
