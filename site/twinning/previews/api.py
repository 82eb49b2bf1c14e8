"""`preview/`: a draft for whoever holds its token, written as a live page is."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router, Schema
from pydantic import Field

from twinning.content_api.errors import Problem, Refused
from twinning.content_api.http import answer
from twinning.content_api.operations import answers, get
from twinning.content_api.parameters import SiteQuery, WritingQuery
from twinning.content_api.routers.pages import AnyPage, PickedPage
from twinning.content_api.sites import site_for
from twinning.content_api.writing import context_for, picks_for, write_pages
from twinning.previews import drafts, tokens, userbar

router = Router(tags=["previews"])

#: No cache keeps a draft, or that there is none any more; nobody lists it or passes it on.
HEADERS = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Referrer-Policy": "no-referrer",
}


class PreviewFacts(Schema):
    """What a draft is, beside the page."""

    is_preview: Literal[True]
    #: One of the page's preview modes, such as `form` and `landing` of a page with a form.
    mode: str
    #: Of a draft that is saved; null for an editor's form that is not.
    revision_id: int | None
    saved_at: datetime
    expires_at: datetime


class Preview(PreviewFacts):
    """A draft. The page is as it would be when published; its `id` is 0 until it is saved."""

    page: AnyPage


class PickedPreview(PreviewFacts):
    """As `Preview`, the page with what was picked."""

    page: PickedPage


RESPONSES = {**answers(Preview, PickedPreview), 403: Problem, 410: Problem}


@get(router, "/{token}/", "get_preview", RESPONSES, summary="A draft, by its token")
def get_preview(request: HttpRequest, token: Path[str], query: Query[WritingQuery]) -> HttpResponse:
    """The draft that a token from the editor's preview names, until it expires.

    It refers to public pages alone. 403: the token is none, is for another site, or whoever it was
    made for may no longer see the draft. 410: it has expired, or the draft has gone.
    """
    found, draft = opened(token)
    _require_site(request, query, found)
    context = context_for(request, query)
    picks = picks_for(query)
    page = draft.page
    context.locale = page.locale.language_code
    context.lookups.hold(page)
    payload = {
        "is_preview": True,
        "mode": found.mode,
        "revision_id": draft.revision,
        "saved_at": draft.saved_at.isoformat(),
        "expires_at": draft.expires_at.isoformat(),
        "page": write_pages([page], context, picks)[0],
    }
    return _unkept(answer(payload, context.locale, bool(query.fields)))


class UserbarQuery(SiteQuery):
    """Where the user bar will be."""

    panel: Annotated[
        bool, Field(description="Whether the page stands in the editor’s preview panel.")
    ] = False


class PreviewUserbar(Schema):
    """Wagtail's user bar as HTML: what it needs comes from the admin, its scripts among it."""

    html: str


@get(
    router,
    "/{token}/userbar/",
    "get_preview_userbar",
    {**answers(PreviewUserbar), 403: Problem, 410: Problem},
    summary="The user bar for a page that shows a draft",
)
def get_preview_userbar(
    request: HttpRequest, token: Path[str], query: Query[UserbarQuery]
) -> HttpResponse:
    """For `/static/twinning/js/preview.js`, which puts it into the page."""
    found, draft = opened(token)
    _require_site(request, query, found)
    return _unkept(answer({"html": userbar.html_of(draft, found.origin, query.panel)}))


def _require_site(request: HttpRequest, query: SiteQuery, token: tokens.Token) -> None:
    site, _base_url = site_for(request, query.site)
    if site.pk != token.site:
        raise refused(HTTPStatus.FORBIDDEN, "The token is for another site.")


def _unkept(response: HttpResponse) -> HttpResponse:
    for name, value in HEADERS.items():
        response.headers[name] = value
    return response


def opened(written: str) -> tuple[tokens.Token, drafts.Draft]:
    """What a token says, and the draft that it opens.

    Raises:
        Refused: 403 or 410.
    """
    try:
        token = tokens.read(written)
        return token, drafts.opened_by(token)
    except tokens.Forged:
        raise refused(HTTPStatus.FORBIDDEN, "This is no token of a preview.") from None
    except drafts.NotAllowed:
        detail = "Whoever this preview was made for may no longer see the draft."
        raise refused(HTTPStatus.FORBIDDEN, detail) from None
    except tokens.Ended:
        raise refused(HTTPStatus.GONE, "This preview has ended. Open it again.") from None


def refused(status: HTTPStatus, detail: str) -> Refused:
    """A problem document that no cache keeps."""
    return Refused(status, detail, headers=HEADERS)
