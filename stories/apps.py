"""App configuration of stories."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StoriesConfig(AppConfig):
    name = "stories"
    verbose_name = _("Stories")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wagtail.signals import post_page_move

        from stories.schemas import register_schemas
        from stories.sections import stories_section
        from stories.signals import settle_town
        from towns.registry import register_town_section
        from twinning.seo import feeds

        register_schemas()
        register_town_section(stories_section)
        feeds.register("stories:feed", _("Stories"))
        post_page_move.connect(settle_town, dispatch_uid="stories.settle_town")
