"""Wagtail's user bar and content checker in a front end of another origin.

https://docs.wagtail.org/en/stable/advanced_topics/headless.html: the user bar in the page answers
the preview panel's questions (how far it is scrolled), and its axe lets the panel's look into it.
"""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from wagtail.admin.userbar import ContentCheckerItem, Userbar

from twinning.previews import addresses
from twinning.previews.drafts import Draft

#: Axe's own word for the origin of the page that it runs in.
_SAME_ORIGIN = "<same_origin>"


class FrontEndCheckerItem(ContentCheckerItem):
    """The content checker, which talks to that of the front end, or of the admin."""

    def get_axe_spec(self, request: HttpRequest) -> dict[str, Any]:
        """As Wagtail's, with the origins that axe exchanges messages with."""
        spec: dict[str, Any] = super().get_axe_spec(request)
        # `html_of` puts `admin_origin` on the request that it makes.
        others = addresses.origins() if self.in_editor else [request.admin_origin]  # type: ignore[attr-defined]
        return {**spec, "allowedOrigins": [_SAME_ORIGIN, *others]}


def reach_front_ends(request: HttpRequest, items: list[Any], page: Any) -> None:
    """Have Wagtail's content checker reach the front ends, in the editor and in their pages."""
    for place, item in enumerate(items):
        is_foreign = getattr(request, "admin_origin", None) is not None
        in_editor = getattr(item, "in_editor", False) and addresses.origins()
        if isinstance(item, ContentCheckerItem) and (is_foreign or in_editor):
            items[place] = FrontEndCheckerItem(in_editor=item.in_editor)


def html_of(draft: Draft, origin: str, in_panel: bool) -> str:
    """The user bar of a draft for whoever it is shown to; all its addresses are absolute.

    Args:
        origin: scheme and host of the admin.
        in_panel: whether the page stands in the preview panel, where the user bar is not seen.
    """
    host = urlsplit(origin).netloc
    request = HttpRequest()
    request.method = "GET"
    request.META = {"HTTP_HOST": host, "SERVER_NAME": host, "SERVER_PORT": "80"}
    attributes = {
        "user": draft.user,
        "is_preview": True,
        "is_editing": draft.revision is None,
        "in_preview_panel": in_panel,
        "revision_id": draft.revision,
        "admin_origin": origin,
    }
    for name, value in attributes.items():
        setattr(request, name, value)
    html = str(Userbar(object=draft.page).render_html({"request": request}))
    # The scheme is the admin's, whatever that of the front end is.
    html = html.replace(f'"//{host}', f'"{origin}')
    if settings.STATIC_URL.startswith("/"):
        html = html.replace(f'="{settings.STATIC_URL}', f'="{origin}{settings.STATIC_URL}')
    return html
