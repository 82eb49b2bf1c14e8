"""Links that show a draft to people without an account, and what they say of it."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class ReviewLink(models.Model):
    """One page's draft for whoever has the link, until it expires or is taken back."""

    page = models.ForeignKey(
        Page, verbose_name=_("page"), on_delete=models.CASCADE, related_name="review_links"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("made by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    expires_at = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(_("taken back"), null=True)

    class Meta:
        verbose_name = _("review link")
        verbose_name_plural = _("review links")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.page_id} ({self.pk})"

    @property
    def is_open(self) -> bool:
        """Whether it still opens the draft."""
        return self.revoked_at is None and self.expires_at > timezone.now()


class ReviewComment(models.Model):
    """What somebody said of a draft."""

    link = models.ForeignKey(ReviewLink, on_delete=models.CASCADE, related_name="comments")
    name = models.CharField(_("name"), max_length=120)
    text = models.TextField(_("comment"), max_length=5000)
    created_at = models.DateTimeField(_("written"), auto_now_add=True)
    resolved_at = models.DateTimeField(_("settled"), null=True)

    class Meta:
        verbose_name = _("comment on a draft")
        verbose_name_plural = _("comments on drafts")
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return self.text[:80]
