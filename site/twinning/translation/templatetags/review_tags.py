"""What the status of a page in the admin says of its review links."""

from typing import Any

from django import template
from django.template import Context
from wagtail.models import Page

from twinning.translation.review import links, waiting

register = template.Library()


@register.simple_tag(takes_context=True)
def open_review_comments(context: Context) -> int | None:
    """How many comments on the edited page are open; None where that is not for whoever looks.

    Only the editor and the editor of translations are told: a list of pages need not ask.
    """
    page, request = context.get("object"), context.get("request")
    if not isinstance(page, Page) or not page.pk or request is None:
        return None
    match: Any = getattr(request, "resolver_match", None)
    is_editor = match is not None and match.view_name == "wagtailadmin_pages:edit"
    if not is_editor or not links.may_manage(request.user, page):
        return None
    return waiting.number_on(page.pk)
