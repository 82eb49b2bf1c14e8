"""By which rules the index was made."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class IndexState(models.Model):
    """One row: the fingerprint of the rules that all pages have been indexed by."""

    fingerprint = models.CharField(_("fingerprint"), max_length=32)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("state of the search index")
        verbose_name_plural = _("states of the search index")

    def __str__(self) -> str:
        return self.fingerprint
