"""App configuration of stories."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StoriesConfig(AppConfig):
    name = "stories"
    verbose_name = _("Stories")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wagtail.signals import post_page_move

        from stories.models import StoryIndexPage
        from stories.schemas import register_schemas
        from stories.sections import interest_section, stories_section
        from stories.signals import settle_town
        from towns.registry import register_interest_section, register_town_section
        from twinning import signposts
        from twinning.seo import feeds

        register_schemas()
        register_town_section(stories_section)
        register_interest_section(interest_section)
        signposts.register(StoryIndexPage)
        feeds.register("stories:feed", _("Stories"))
        post_page_move.connect(settle_town, dispatch_uid="stories.settle_town")
