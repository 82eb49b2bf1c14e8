"""The user model: our own from the start, because changing to one later is hard."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """Someone who works on the site. Their language is kept in Wagtail's user profile."""

    weekly_digest = models.BooleanField(
        _("weekly digest"),
        default=True,
        help_text=_("An e-mail on Mondays that says what waits for you, if anything does."),
    )
    #: When it was last looked whether there is anything to tell; a week has one such moment.
    digest_at = models.DateTimeField(null=True, editable=False)
