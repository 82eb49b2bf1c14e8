"""What waits for somebody besides translations: moderation, and what the rooms say."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from wagtail.models import GroupApprovalTask, Page, TaskState
from wagtail.models import get_default_page_content_type as page_type

from twinning.translation.board.rows import edit_url


@dataclass(frozen=True)
class WaitingItem:
    """Something that waits, such as “3 new enquiries”.

    Args:
        text: says so, with the number, in the active language.
        url: where it is dealt with.
        count: how many they are; where it is 0, nothing is shown.
    """

    text: str
    url: str
    count: int


Provider = Callable[[Any], Iterable[WaitingItem]]

_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Have a part say what waits for a user; call it in an `AppConfig.ready()`.

    It costs a constant number of queries, and names nobody: what it says goes into e-mails too.
    """
    if provider not in _providers:
        _providers.append(provider)


def items(user: Any) -> list[WaitingItem]:
    """What the parts say, but for what is not there."""
    return [item for provider in _providers for item in provider(user) if item.count]


@dataclass(frozen=True)
class Review:
    """A page that waits for somebody's approval."""

    title: str
    url: str


@dataclass(frozen=True)
class Reviews:
    """How many pages wait for approval, and those that have waited longest."""

    count: int
    first: list[Review]
    url: str


def reviews(user: Any, limit: int, all_for_superusers: bool = True) -> Reviews:
    """The pages that wait for somebody's approval, in two queries.

    Wagtail's own question costs a query for each task. Tasks of other types than approval by a
    group, which this site has none of, are shown to superusers only.

    Args:
        all_for_superusers: superusers may approve anything; without this, only what waits for
            groups that they are in.
    """
    states = TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS,
        task__active=True,
        revision__base_content_type=page_type(),
    )
    if not (user.is_superuser and all_for_superusers):
        groups = user.groups.order_by().values("pk")
        tasks = GroupApprovalTask.objects.filter(groups__in=groups).order_by()
        states = states.filter(task__in=tasks.values("pk"))
    found = [
        int(pk)
        for pk in states.order_by("started_at", "pk").values_list("revision__object_id", flat=True)
    ]
    pages = Page.objects.in_bulk(found[:limit])
    return Reviews(
        count=len(found),
        first=[
            Review(pages[pk].get_admin_display_title(), edit_url(pk))
            for pk in found[:limit]
            if pk in pages
        ],
        url=reverse("wagtailadmin_reports:workflow_tasks"),
    )
