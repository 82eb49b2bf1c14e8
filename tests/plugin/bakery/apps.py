"""App configuration of the bakery."""

from django.apps import AppConfig


class BakeryConfig(AppConfig):
    name = "bakery"
    default_auto_field = "django.db.models.BigAutoField"
