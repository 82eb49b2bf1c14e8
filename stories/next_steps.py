"""What somebody may do next about stories: on the admin's home page."""

from datetime import timedelta
from typing import Any

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from stories.models import StoryPage
from towns.next_steps import own_pages
from twinning.translation.board.next_steps import Step

#: Without a story for as long, a town is asked for one.
QUIET = timedelta(days=182)


def steps(user: Any) -> list[Step]:
    """To write a story below each of their towns' pages."""
    towns = own_pages(user)
    if not towns:
        return []
    keys = [town.translation_key for town in towns]
    told = StoryPage.objects.filter(live=True, town__translation_key__in=keys).order_by()
    last = dict(
        told.values_list("town__translation_key").annotate(latest=Max("first_published_at"))
    )
    since = timezone.now() - QUIET
    found: list[Step] = []
    for town in towns:
        latest = last.get(town.translation_key)
        if latest is not None and latest >= since:
            text = _("Write a story about %(town)s")
        else:
            text = _("No new story about %(town)s in the last six months: write one")
        url = reverse("wagtailadmin_pages:add", args=["stories", "storypage", town.pk])
        found.append(Step(text % {"town": town.title}, url, "edit"))
    return found
