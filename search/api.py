"""Searching in the Content API."""

from http import HTTPStatus
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from ninja import Query, Router, Schema
from pydantic import Field
from wagtail.models import Page

from search import finding, known, limits, misses, promotions
from search.asking.query import MAX_QUERY_LENGTH, clean
from search.results import facets, rows
from search.results.facets import Counted
from twinning.content_api import errors
from twinning.content_api.context import Context
from twinning.content_api.http import answer
from twinning.content_api.operations import answers, get
from twinning.content_api.parameters import LocaleQuery, PageQuery, Text
from twinning.content_api.schemas import LanguageCode, PageReference
from twinning.content_api.sites import site_for
from twinning.landmarks import SiteMark
from twinning.submissions.limits import TooMany

router = Router(tags=["search"])

#: So many pages are suggested to whoever is still typing.
MOST_SUGGESTIONS = 8
#: Of those whose titles match, so many are put in their order.
_MOST_LOOKED_AT = 50


class WordsQuery(LocaleQuery):
    """What is looked for, and in which language."""

    q: Annotated[
        str,
        Field(
            min_length=1,
            max_length=2000,
            description=f"What somebody has typed; the first {MAX_QUERY_LENGTH} characters count.",
        ),
    ]


class SearchQuery(WordsQuery, PageQuery):
    """Which results."""

    type: Annotated[Text | None, Field(description="Only pages of this type.")] = None
    town: Annotated[
        Text | None, Field(description="Only pages about a town, by its slug in any language.")
    ] = None
    interest: Annotated[
        Text | None, Field(description="Only pages with an interest, by its key.")
    ] = None
    typing: Annotated[
        bool,
        Field(description="Somebody is still typing: where nothing is found, nobody is told."),
    ] = False


class SearchResult(PageReference):
    """A page that was found. `title_html` and `extract_html` mark what matches with `<mark>`."""

    title_html: str
    extract_html: str
    kind: str


class SearchChoice(Schema):
    """An option that results can be narrowed down to, and how many there are of it."""

    value: str
    label: str
    count: int
    is_chosen: bool


class SearchFacet(Schema):
    """By what results are counted; `name` is that of the parameter."""

    name: str
    label: str
    options: list[SearchChoice]


class PromotedResult(Schema):
    """What editors recommend for these words: a page of the site, or an address elsewhere."""

    title: str
    description: str
    url: str
    page: PageReference | None


class SearchResults(Schema):
    """What was found.

    At most 500 results are counted; there are more than `count` where `has_more_than_count`.
    `query` is what was looked for: other words than those that were asked for where
    `is_corrected`. Results have all of the words, or some where not `has_all_words`.
    """

    count: int
    has_more_than_count: bool
    query: str
    is_corrected: bool
    has_all_words: bool
    promoted: list[PromotedResult]
    items: list[SearchResult]
    elsewhere: list[SearchResult]
    facets: list[SearchFacet]


class Suggestion(Schema):
    """A page whose title goes on from what is typed."""

    id: int
    type: str
    title: str
    locale: LanguageCode
    path: str
    url: str


class Suggestions(Schema):
    """Pages that whoever is still typing may mean, the likeliest first."""

    items: list[Suggestion]


@get(
    router,
    "/",
    "search_pages",
    answers(SearchResults),
    summary="Pages that have what somebody looks for, the best first",
)
def search_pages(request: HttpRequest, query: Query[SearchQuery]) -> HttpResponse:
    """Public pages of the site, in one language; from others what does not exist in it.

    Words are found in any form, with or without accents, places by their names in any language.
    """
    site, context = _begin(request, query)
    with translation.override(context.locale):
        found = finding.find(query.q, context.locale, site, _wanted(query))
        shown = found.results(query.offset, query.offset + query.limit)
        is_first = query.offset == 0
        promoted = promotions.promoted(found.asked, site) if is_first else []
        is_missed = is_first and not (found.rows or found.others or promoted)
        promoted = promotions.beside(found.narrowed, promoted, found.wanted)
        if is_missed and not query.typing and misses.is_meant(request):
            misses.note(found.asked)
        payload = {
            "count": found.total,
            "has_more_than_count": found.has_more,
            "query": " ".join(found.query.words) if found.is_corrected else found.asked.text,
            "is_corrected": found.is_corrected,
            "has_all_words": found.has_all,
            "promoted": [_promoted(one, context) for one in promoted],
            "items": _results(shown, context),
            "elsewhere": _results(found.elsewhere() if is_first else [], context),
            "facets": [_facet(facet) for facet in found.facets],
        }
    response = answer(payload, context.locale)
    if is_missed:  # so that each is counted
        response.headers["Cache-Control"] = "private, no-cache"
    return response


@get(
    router,
    "/suggestions/",
    "suggest_pages",
    answers(Suggestions),
    summary="Pages whose titles go on from what is typed",
)
def suggest_pages(request: HttpRequest, query: Query[WordsQuery]) -> HttpResponse:
    """For a box that somebody is typing in: at most eight pages in their language."""
    site, context = _begin(request, query)
    found = rows.beginning(clean(query.q), context.locale, site, _MOST_LOOKED_AT)
    keys = [row.page for row in found][:MOST_SUGGESTIONS]
    pages = Page.objects.select_related("locale", "content_type").in_bulk(keys)
    written = (context.page_reference(pages[key]) for key in keys if key in pages)
    return answer({"items": [one for one in written if one]}, context.locale)


def _begin(request: HttpRequest, query: WordsQuery) -> tuple[SiteMark, Context]:
    """The site and language that are asked; a client who asks too often is told when to go on.

    Raises:
        Refused: 429.
    """
    known.recall()
    site, base_url = site_for(request, query.site)
    try:
        limits.count(request)
    except TooMany as error:
        headers = {"Retry-After": str(error.retry_after)}
        words = "This client searches too often."
        raise errors.Refused(HTTPStatus.TOO_MANY_REQUESTS, words, headers=headers) from error
    locale = query.locale or site.default_locale or ""
    return site, Context(site=site, base_url=base_url, locale=locale)


def _wanted(query: SearchQuery) -> dict[str, str]:
    """What is wanted of each facet.

    Raises:
        Refused: 422 for a value that no option has.
    """
    given = {"type": query.type, "town": query.town, "interest": query.interest}
    asked = {name: value for name, value in given.items() if value}
    found = facets.wanted(asked)
    for name in asked.keys() - found.keys():
        raise errors.invalid(name, "There is nothing of this name.")
    return found


def _results(results: list[finding.Result], context: Context) -> list[dict[str, Any]]:
    written = ((result, context.page_reference(result.page)) for result in results)
    return [
        {
            **reference,
            "title_html": result.title,
            "extract_html": result.extract,
            "kind": result.kind,
        }
        for result, reference in written
        if reference is not None
    ]


def _promoted(one: promotions.Promoted, context: Context) -> dict[str, Any]:
    reference = context.page_reference(one.page) if one.page is not None else None
    return {
        "title": one.title,
        "description": one.description,
        "url": reference["url"] if reference else one.address,
        "page": reference,
    }


def _facet(facet: Counted) -> dict[str, Any]:
    return {
        "name": facet.name,
        "label": str(facet.label),
        "options": [
            {
                "value": choice.option.value,
                "label": choice.option.label,
                "count": choice.count,
                "is_chosen": choice.is_chosen,
            }
            for choice in facet.choices
        ],
    }
