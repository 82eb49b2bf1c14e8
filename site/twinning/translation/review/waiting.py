"""Comments that wait for somebody: on drafts that they have shown to others."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Q
from django.urls import reverse
from django.utils.translation import ngettext
from wagtail.permissions import page_permission_policy

from twinning.translation.board.waiting import WaitingItem
from twinning.translation.models import ReviewComment

#: Pages that are named; whoever has settled the comments on these sees others.
_MOST = 5


@dataclass(frozen=True)
class OpenComments:
    """Comments on one page that nobody has settled.

    Args:
        title: the page's, as it is in its draft.
        language: the page's.
        url: where they are read, in the admin.
    """

    page_id: int
    title: str
    language: str
    number: int
    url: str


def open_comments(user: Any) -> list[OpenComments]:
    """By page, the newest first; in a constant number of queries.

    They wait for whoever made the link; where that one has left, for everybody who may edit the
    page. Who may not edit the page any more is not asked.
    """
    editable = page_permission_policy.instances_user_has_permission_for(user, "change")
    left = Q(link__created_by=None) | Q(link__created_by__is_active=False)
    rows = (
        ReviewComment.objects.filter(left | Q(link__created_by=user), resolved_at=None)
        .filter(link__page__in=editable)
        .order_by()
        .values_list(
            "link__page_id", "link__page__draft_title", "link__page__locale__language_code"
        )
        .annotate(number=Count("pk"), newest=Max("created_at"))
        .order_by("-newest", "link__page_id")
    )
    return [
        OpenComments(key, title, language, number, reverse("review_links", args=[key]))
        for key, title, language, number, _newest in rows
    ]


def number_on(page_id: int) -> int:
    """How many comments on a page nobody has settled."""
    return ReviewComment.objects.filter(link__page_id=page_id, resolved_at=None).count()


def items(user: Any) -> list[WaitingItem]:
    """The same for the admin's home page and the weekly e-mail."""
    return [
        WaitingItem(
            ngettext(
                "%(number)s open comment on the draft “%(title)s”",
                "%(number)s open comments on the draft “%(title)s”",
                found.number,
            )
            % {"number": found.number, "title": found.title},
            found.url,
            found.number,
        )
        for found in open_comments(user)[:_MOST]
    ]
