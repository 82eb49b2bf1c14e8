"""How far the content of a first run has been loaded."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DemoContent(models.Model):
    """That the content of a first run was begun, and when it was whole: one row at most.

    `make run` completes what was begun and never brings back what somebody has since deleted.
    """

    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("demonstration content")
        verbose_name_plural = _("demonstration content")

    def __str__(self) -> str:
        return str(self.finished_at or self.started_at)
