"""How often one client may search. Answers that the site has at hand are not counted."""

import logging

from django.db import OperationalError
from django.http import HttpRequest

from twinning import conf
from twinning.submissions import limits
from twinning.submissions.clients import client_of

logger = logging.getLogger(__name__)


def count(request: HttpRequest) -> None:
    """Count a search, or a suggestion, by whoever asks; as well as the database lets it be counted.

    SQLite has one writer. Where a long one keeps others waiting, a search is answered all the same.

    Raises:
        TooMany: it is one too many for now.
    """
    most, seconds = conf.get("SEARCH_CLIENT_LIMIT")
    try:
        limits.count("search", client_of(request), most, seconds)
    except OperationalError:
        logger.warning("A search could not be counted.", exc_info=True)
