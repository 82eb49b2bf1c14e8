"""What review links add to Wagtail's admin; `translation.wagtail_hooks` registers it."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from twinning.translation.review import links, waiting
from twinning.translation.review.admin import ReviewLinksView


@hooks.register("register_admin_urls")
def register_review_urls() -> list[URLPattern]:
    """The page on the review links of a page."""
    view = ReviewLinksView.as_view()
    return [path("translations/review/<int:page_id>/", view, name="review_links")]


@hooks.register("register_page_header_buttons")
def review_button(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """The way to it from a page's own pages; in the editor it says how many comments are open."""
    if not page.pk or not links.may_manage(user, page):
        return
    number = waiting.number_on(page.pk) if view_name == "edit" else 0
    label = _("Review links")
    yield Button(
        f"{label} ({number})" if number else label,
        reverse("review_links", args=[page.pk]),
        icon_name="comment",
        priority=66,
    )
