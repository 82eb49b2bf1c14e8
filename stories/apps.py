"""App configuration of stories."""

from django.apps import AppConfig, apps
from django.utils.translation import gettext_lazy as _


class StoriesConfig(AppConfig):
    name = "stories"
    verbose_name = _("Stories")
    default_auto_field = "django.db.models.BigAutoField"

    def import_models(self) -> None:
        """Say which apps are missing, where they are."""
        from twinning.host_checks import refuse_without

        refuse_without(self.name)
        super().import_models()

    def ready(self) -> None:
        from django.db.models.signals import post_save, pre_delete, pre_save
        from wagtail.signals import page_published, post_page_move

        from stories import searching
        from stories.api import router
        from stories.models import ShareStoryPage, StoryIndexPage, StoryPage
        from stories.schemas import register_schemas
        from stories.sections import interest_section, stories_section
        from stories.sharing import ending
        from stories.sharing.keeping import keeper
        from towns.models import TownPage
        from towns.registry import register_interest_section, register_town_section
        from twinning import privacy, signposts
        from twinning.content_api.api import add_router
        from twinning.seo import feeds
        from twinning.webhooks import names

        register_schemas()
        TownPage.subpage_types.append("stories.StoryPage")
        register_town_section(stories_section)
        register_interest_section(interest_section)
        signposts.register(StoryIndexPage)
        signposts.register(ShareStoryPage)
        feeds.register("stories:feed", _("Stories"))
        post_page_move.connect(searching.settle_town, dispatch_uid="stories.settle_town")
        pre_save.connect(searching.note_change, TownPage, dispatch_uid="stories.note_change")
        post_save.connect(searching.reindex, TownPage, dispatch_uid="stories.reindex")
        page_published.connect(ending.published, StoryPage, dispatch_uid="stories.published")
        pre_delete.connect(ending.settled, StoryPage, dispatch_uid="stories.settled")
        privacy.register(keeper)
        add_router("/stories/", router)
        names.register(ShareStoryPage.webhook_event, _("Story received"))
        if apps.is_installed("twinning.translation"):
            from stories import next_steps as story_steps
            from stories.sharing.waiting import shared_stories
            from twinning.translation.board import next_steps, waiting

            waiting.register(shared_stories)
            next_steps.register(story_steps.steps)
