"""The user model: our own from the start, because changing to one later is hard."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """Someone who works on the site. Their language is kept in Wagtail's user profile."""
