"""StoryIndexPage: all stories, of every town."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from stories import queries
from stories.forms import StoriesForm
from stories.models.share_story_page import share_url
from towns.choices import TownChoices
from towns.models import Interest
from towns.queries import town_names, want_pictures, with_interest
from twinning.pages import ContentPage
from twinning.translation.localised import everything

STORIES_A_PAGE = 12


class StoryIndexPage(ContentPage):
    """All stories, of every town, the newest first."""

    query_parameters = frozenset({"town", "interest", "page"})
    schema_kind = "CollectionPage"
    subpage_types = ["stories.StoryPage", "stories.ShareStoryPage"]

    class Meta:
        verbose_name = _("list of stories")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds `filters`, a form, and `stories`: those that fit, a page of Django's paginator.

        `?page=` beyond the last shows the last. It is `listed` as well, for the head.
        And `share_url`: where visitors share a story, of the town that is chosen.
        """
        context = super().get_context(request, *args, **kwargs)
        filters = StoriesForm(request.GET, TownChoices(town_names()), everything(Interest).values())
        found = queries.shown_stories()
        if filters.chosen_town:
            found = queries.stories_of(filters.chosen_town.key)
        if filters.chosen("interest"):
            found = with_interest(found, filters.chosen("interest"))
        paginator = Paginator(found, STORIES_A_PAGE)
        context["filters"] = filters
        context["stories"] = context["listed"] = paginator.get_page(request.GET.get("page"))
        context["share_url"] = share_url(filters.chosen_town.slug if filters.chosen_town else "")
        want_pictures(context["stories"].object_list)
        return context
