"""What the search index must hear of that Wagtail does not tell it."""

from typing import Any

from wagtail.models import Page
from wagtail.search import index


def index_published(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """Index a page once more when it is published; a receiver of `page_published`.

    Wagtail indexes it when its row is saved, which is before its relations are: interests and
    partners would be found only after the next publication.
    """
    index.insert_or_update_object(instance)
