"""How often one client may search. Answers that the site has at hand are not counted."""

from django.http import HttpRequest

from twinning import conf
from twinning.submissions import limits
from twinning.submissions.clients import client_of


def count(request: HttpRequest) -> None:
    """Count a search, or a suggestion, by whoever asks.

    Raises:
        TooMany: it is one too many for now.
    """
    most, seconds = conf.get("SEARCH_CLIENT_LIMIT")
    limits.count("search", client_of(request), most, seconds)
