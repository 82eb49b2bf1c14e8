"""App configuration of stories."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StoriesConfig(AppConfig):
    name = "stories"
    verbose_name = _("Stories")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from stories.sections import stories_section
        from towns.registry import register_town_section

        register_town_section(stories_section)
