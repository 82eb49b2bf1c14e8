"""Unsaved forms of pages, as long as somebody looks at a preview of them."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _


class Snapshot(models.Model):
    """A page as an editor's form has it, or a translator's: nothing of it is saved elsewhere.

    One for each editor and page, or place and type of a page that has never been saved. It is
    written anew whenever the preview is, so that its address stays.
    """

    key = models.CharField(_("key"), max_length=255, unique=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("user"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    #: No foreign keys: that a page goes must cost no query here. Whoever reads looks whether it is.
    page_pk = models.PositiveIntegerField(_("page"), null=True)
    parent_pk = models.PositiveIntegerField(_("page above"), null=True)
    model = models.CharField(_("type"), max_length=255)
    content = models.JSONField(_("content"), encoder=DjangoJSONEncoder)
    nonce = models.CharField(_("nonce"), max_length=32)
    begun_at = models.DateTimeField(_("begun at"))
    updated_at = models.DateTimeField(_("updated at"))
    expires_at = models.DateTimeField(_("expires at"), db_index=True)

    class Meta:
        verbose_name = _("snapshot of a form")
        verbose_name_plural = _("snapshots of forms")

    def __str__(self) -> str:
        return self.key
