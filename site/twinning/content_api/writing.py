"""From pages to JSON values: all say first what they refer to, then all is written."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from wagtail.models import Page

from twinning.content_api import errors, page_types, picks, queries
from twinning.content_api.context import Context
from twinning.content_api.finding import FoundPage
from twinning.content_api.parameters import WritingQuery
from twinning.content_api.sites import site_for

#: Members that even a picked page has, so that it can be told what it is.
KEPT = ("id", "type")


def context_for(
    request: HttpRequest, query: WritingQuery, requested_locale: str | None = None
) -> Context:
    """The context of an answer, before it is known which page it is of.

    Raises:
        Refused: there is no such site.
    """
    site, base_url = site_for(request, query.site)
    return Context(
        site=site,
        base_url=base_url,
        locale=requested_locale or "",
        requested_locale=requested_locale,
        rich_text=query.rich_text,
    )


def picks_for(query: WritingQuery, kinds: Sequence[page_types.PageType] = ()) -> picks.Picks:
    """What `fields` picks from pages of some types, of all types where none is given.

    Raises:
        Refused: 422, naming the first name that no type has.
    """
    shapes = [kind.schema for kind in kinds or page_types.page_types().values()]
    try:
        return picks.parse(query.fields, shapes, KEPT)
    except picks.Unknown as unknown:
        raise errors.invalid("fields", f"There is no field “{unknown.name}”.") from None


def write_pages(
    pages: Sequence[Page], context: Context, picked: picks.Picks
) -> list[dict[str, Any]]:
    """Specific pages as JSON values, in a number of queries that their number does not change."""
    typed = [(page_types.of(page), page) for page in pages]
    for kind, page in typed:
        kind.want(page, context, picked)
    for kind, page in typed:
        kind.prepare(page, context, picked)
    context.fetch()
    written = []
    for kind, page in typed:
        with context.reading(page):
            written.append(picked.apply(kind.write(page, context, picked)))
    return written


def write_page(found: FoundPage, context: Context, picked: picks.Picks) -> dict[str, Any]:
    """One page that has been found, as JSON values.

    Raises:
        Refused: 404, where it has been taken away since.
    """
    kind = page_types.page_types().get(found.type_label)
    page = queries.specific_page(found.pk, kind, picked) if kind else None
    if page is None:
        raise errors.not_found("There is no such page.", available_in=[])
    return write_pages([page], context, picked)[0]
