"""Unsaved forms of pages, as long as somebody looks at a preview of them."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


class Snapshot(models.Model):
    """A page as an editor's form has it, or a translator's: nothing of it is saved elsewhere.

    One for each editor and page, or place and type of a page that has never been saved. It is
    written anew whenever the preview is, so that its address stays.
    """

    key = models.CharField(max_length=255, unique=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
    )
    #: No foreign keys: that a page goes must cost no query here. Whoever reads looks whether it is.
    page_pk = models.PositiveIntegerField(null=True)
    parent_pk = models.PositiveIntegerField(null=True)
    model = models.CharField(max_length=255)
    content = models.JSONField(encoder=DjangoJSONEncoder)
    nonce = models.CharField(max_length=32)
    begun_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key
