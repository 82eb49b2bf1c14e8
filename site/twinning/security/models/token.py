"""What an API token may be used for, and until when: Wagtail's own table knows neither."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import APIToken


class TokenLimits(models.Model):
    """The limits of one token. A token without them opens nothing."""

    class Scope(models.TextChoices):
        READ = "read", _("Read")
        WRITE = "write", _("Read and write")

    token = models.OneToOneField(APIToken, on_delete=models.CASCADE, related_name="limits")
    scope = models.CharField(_("scope"), max_length=5, choices=Scope, default=Scope.READ)
    #: Codes of the languages whose pages it may change, separated by commas; all where it is empty.
    languages = models.CharField(_("languages"), max_length=255, blank=True, default="")
    expires_at = models.DateTimeField(_("expires at"))

    class Meta:
        verbose_name = _("limits of an API token")
        verbose_name_plural = _("limits of API tokens")

    def __str__(self) -> str:
        return f"{self.token}: {self.scope}"

    @property
    def is_over(self) -> bool:
        """Whether it opens nothing any more."""
        return self.token.revoked_at is not None or self.expires_at <= timezone.now()

    @property
    def language_codes(self) -> frozenset[str]:
        """The languages whose pages it may change; none where it may change all."""
        return frozenset(code for code in self.languages.split(",") if code)
