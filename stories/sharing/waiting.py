"""Stories of visitors that wait for somebody: on the admin's home page, and in the digest."""

from typing import Any

from django.db.models import CharField, Exists, OuterRef
from django.db.models.functions import Cast
from django.utils.translation import ngettext
from wagtail.models import WorkflowState

from stories.models import SharedStory
from towns import teams
from twinning.translation.board.rows import edit_url
from twinning.translation.board.waiting import WaitingItem


def shared_stories(user: Any) -> list[WaitingItem]:
    """One item, with the way to the oldest of them.

    What passes through a workflow waits there for whoever's turn it is, and is not counted again.
    """
    sees_everything, keys = teams.sees_everything(user), teams.towns_of(user)
    if not (keys or sees_everything):
        return []
    stories = SharedStory.objects.filter(
        page__live=False, published_at=None, settled_at=None, withdrawn_at=None
    )
    if not sees_everything:
        stories = stories.filter(town_key__in=keys)
    under_way = WorkflowState.objects.active().filter(
        base_content_type__app_label="wagtailcore",
        base_content_type__model="page",
        object_id=Cast(OuterRef("page_id"), CharField()),
    )
    found = list(
        stories.filter(~Exists(under_way))
        .order_by("created_at", "pk")
        .values_list("page_id", flat=True)
    )
    text = ngettext(
        "%(number)s story that a visitor has shared",
        "%(number)s stories that visitors have shared",
        len(found),
    )
    url = edit_url(found[0]) if found else ""
    return [WaitingItem(text % {"number": len(found)}, url, len(found))]
