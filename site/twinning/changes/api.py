"""What has changed, in the Content API: for front ends that were built before, or were away."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any, Literal
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from twinning.changes import reading
from twinning.changes.models import Change
from twinning.changes.reading import Part, Told
from twinning.content_api import page_types, queries
from twinning.content_api.errors import Problem, Refused
from twinning.content_api.http import answer
from twinning.content_api.operations import answers, get
from twinning.content_api.parameters import Counted, Generation, ListedNames, SiteQuery
from twinning.content_api.schemas import LanguageCode, TypeName
from twinning.content_api.sites import site_for
from twinning.landmarks import SiteMark

router = Router(tags=["pages"])

#: Rows in one answer, but for the rest of the last one's generation.
MOST = 1000
_ANYWHERE = frozenset({Change.Event.SETTINGS, Change.Event.CONTENT})
_GONE = frozenset({Change.Event.UNPUBLISHED, Change.Event.DELETED})


class ChangesQuery(SiteQuery):
    """Since when, and which changes."""

    since: Annotated[
        Generation | None,
        Field(description="The `until` of the last answer; without it, `until` alone is answered."),
    ] = None
    locale: Annotated[LanguageCode | None, Field(description="Only of pages in this language.")] = (
        None
    )
    type: Annotated[
        list[TypeName],
        Field(max_length=100, description="Only of pages of these types."),
        ListedNames,
    ] = []
    fold: Annotated[
        bool, Field(description="Whether each page comes once, with what has become of it.")
    ] = True
    limit: Annotated[
        Counted,
        Field(
            ge=1,
            le=MOST,
            description="How many rows of the log at most; no generation is torn apart.",
        ),
    ] = MOST


class ChangeItem(Schema):
    """What happened to a page; without `id`, to what pages show that are not known."""

    # mypy knows no values that are counted when the module is loaded; pydantic does.
    event: Literal[tuple(Change.Event.values)]  # type: ignore[valid-type]
    generation: int
    at: datetime
    type: str
    id: int | None
    translation_key: UUID | None
    locale: LanguageCode | None
    title: str | None
    path: str | None
    previous_path: str | None


class ChangeList(Schema):
    """What has happened after `since`, up to `until`, from which to ask the next time."""

    since: int | None
    until: int
    has_more: bool
    full_rebuild: bool
    items: list[ChangeItem]


@get(
    router,
    "/",
    "list_changes",
    {**answers(ChangeList), 410: Problem},
    summary="What has changed since a generation",
)
def list_changes(request: HttpRequest, query: Query[ChangesQuery]) -> HttpResponse:
    """What was published, moved or taken down, in the order in which it was committed.

    410 where the log does not go back so far, or knows of no such generation: then build all anew.
    """
    site, _base_url = site_for(request, query.site)
    extent = reading.extent()
    since = extent.until if query.since is None else query.since
    if not extent.has(since):
        raise _too_old()
    part = Part([], extent.until, False)
    if since < extent.until:
        part = reading.part(_condition(query, site), since, extent.until, query.limit)
    told = (reading.folded if query.fold else reading.each)(part.rows, site.pk)
    titles = _titles(site, since, part) if any(row.page_id for row in part.rows) else {}
    payload = {
        "since": query.since,
        "until": part.until,
        "has_more": part.has_more,
        "full_rebuild": any(row.page_id is None and row.event in _ANYWHERE for row in part.rows),
        "items": [_item(one, titles) for one in told],
    }
    response = answer(payload)
    # No cache in front may answer with what was so a minute ago: what is asked for is the news.
    response.headers["Cache-Control"] = "public, max-age=0, s-maxage=0, must-revalidate"
    return response


def _too_old() -> Refused:
    message = "The log does not go back to this generation, or has none of this number."
    return Refused(
        HTTPStatus.GONE,
        f"{message} Ask for `until` without `since`, then build all pages of `routes/` anew.",
        [(("query", "since"), message)],
    )


def _condition(query: ChangesQuery, site: SiteMark) -> Q:
    """Of pages, those that are asked for; of all else everything, since any page may show it."""
    codes = [query.locale] if query.locale else [code for code, _name in settings.LANGUAGES]
    types = query.type or list(page_types.page_types())
    of_pages = Q(type__in=types) | Q(page_id=None)
    return reading.of_site(site.pk) & Q(locale__in=["", *codes]) & of_pages


def _titles(site: SiteMark, since: int, part: Part) -> dict[int, str]:
    """The titles of those pages that anybody may see now: a title of before may be a secret."""
    changed = reading.between(since, part.until).filter(page_id__isnull=False)
    found = queries.public_pages(site, is_list=False).filter(pk__in=changed.values("page_id"))
    return dict(found.order_by().values_list("pk", "title"))


def _item(told: Told, titles: dict[int, str]) -> dict[str, Any]:
    row = told.last
    return {
        "event": row.event,
        "generation": row.generation,
        "at": row.at.isoformat(),
        "type": row.type,
        "id": row.page_id,
        "translation_key": row.translation_key and str(row.translation_key),
        "locale": row.locale or None,
        "title": None if row.event in _GONE else titles.get(row.page_id or 0),
        "path": told.path or None,
        "previous_path": told.previous_path or None,
    }
