"""The words of titles and descriptions."""

from typing import Any

from django.utils.translation import gettext as _

#: Characters of a description that search engines show.
LONGEST = 160


def cut(text: str, longest: int = LONGEST) -> str:
    """A text on one line, cut after a whole word where it is too long, with an ellipsis."""
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    head = line[: longest - 1]
    whole = head if line[longest - 1] == " " else head.rpartition(" ")[0]
    return f"{(whole or head).rstrip(' ,;:.–—-')}…"


def title(page: Any, number: int) -> str:
    """A page's title for a browser's tab and for search engines.

    Args:
        number: which page of its list is shown, 1 for the first and where there is no list.
    """
    words = str(page.seo_title or page.title)
    if number < 2:
        return words
    return f"{words} – {_('page %(number)s') % {'number': number}}"


def description(page: Any, strapline: str, site_name: str) -> str:
    """What search engines show below the title; never empty.

    Args:
        strapline, site_name: of the site, where the page has no words of its own.
    """
    own = str(getattr(page, "meta_description", page.search_description))
    return own or cut(strapline) or f"{page.title} – {site_name}"
