"""The words of titles and descriptions."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

#: Characters of a description that search engines show.
LONGEST = 160
#: Those of a title that they show, the site's name included.
LONGEST_TITLE = 70


@dataclass(frozen=True)
class Aspect:
    """Another page that an address makes of a page, such as that of one interest.

    Args:
        name: what it is called below the page, in breadcrumbs.
        title: without the site's name.
    """

    name: str
    title: str
    description: str


def cut(text: str, longest: int = LONGEST) -> str:
    """A text on one line, cut after a whole word where it is too long, with an ellipsis."""
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    head = line[: longest - 1]
    whole = head if line[longest - 1] == " " else head.rpartition(" ")[0]
    return f"{(whole or head).rstrip(' ,;:.–—-')}…"


def aspect_of(page: Any, request: HttpRequest) -> Aspect | None:
    """What the request's address makes of a page, None where that is the page itself."""
    told = getattr(page, "aspect", None)
    return told(request) if told else None


def fits(title: str, site_name: str) -> bool:
    """Whether search engines show a title whole, with the site's name."""
    return len(f"{title} – {site_name}") <= LONGEST_TITLE


def title(page: Any, number: int, aspect: Aspect | None = None) -> str:
    """A page's title for a browser's tab and for search engines.

    Args:
        aspect: what the address makes of the page.
        number: which page of its list is shown, 1 for the first and where there is no list.
    """
    words = aspect.title if aspect else str(page.seo_title or page.title)
    if number < 2:
        return words
    return f"{words} – {_('page %(number)s') % {'number': number}}"


def description(page: Any, strapline: str, site_name: str, aspect: Aspect | None = None) -> str:
    """What search engines show below the title; never empty.

    Args:
        aspect: what the address makes of the page.
        strapline, site_name: of the site, where the page has no words of its own.
    """
    if aspect is not None:
        return cut(aspect.description)
    own = str(getattr(page, "meta_description", page.search_description))
    return own or cut(strapline) or f"{page.title} – {site_name}"
