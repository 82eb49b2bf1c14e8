"""Takes out of Wagtail's registry what wagtail-localize puts in and ours replaces.

Wagtail's hooks can be added to, but nothing takes one out; its registry is a dictionary of lists.
Where wagtail-localize registers something else one day, nothing is taken out, and a test fails.
"""

from collections.abc import Callable
from typing import Any

from wagtail import hooks
from wagtail_localize import wagtail_hooks as theirs

#: What is taken out, by the hook's name.
REPLACED: dict[str, Callable[..., Any]] = {
    # For holders of the one permission only; two queries for each row of a list.
    "register_page_header_buttons": theirs.page_listing_more_buttons,
    "register_page_listing_more_buttons": theirs.page_listing_more_buttons,
    "register_snippet_listing_buttons": theirs.register_snippet_listing_buttons,
    # The permission itself: it gives nothing any more.
    "register_permissions": theirs.register_submit_translation_permission,
    # Refused anyway (`aliases.refuse_alias`); and where a page was translated from two languages,
    # it fails, and with it the page's editor.
    "register_page_action_menu_item": theirs.register_convert_back_to_alias_page_action_menu_item,
    # The report of everything for everybody; the board stands in its place.
    "register_reports_menu_item": theirs.register_wagtail_localize2_report_menu_item,
}


def take_out() -> None:
    """Take them out; importing this module has registered them."""
    for name, function in REPLACED.items():
        entries = hooks._hooks.get(name, [])
        entries[:] = [entry for entry in entries if entry[0] is not function]
