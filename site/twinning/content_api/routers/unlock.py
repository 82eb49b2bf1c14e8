"""A page's password → a token for `X-Page-Access`. The password is in the body, never in an URL."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import ConfigDict, Field, model_validator
from wagtail.models import Page, PageViewRestriction

from twinning import conf, landmarks, visibility
from twinning.content_api import access, errors, finding
from twinning.content_api.context import Context
from twinning.content_api.http import answer
from twinning.content_api.operations import post
from twinning.content_api.parameters import LARGEST, LONGEST, SiteQuery
from twinning.content_api.sites import site_for
from twinning.submissions import limits
from twinning.submissions.clients import client_of, digest

router = Router(tags=["pages"])


class Unlocking(Schema):
    """Which page, by its `id` or by its `path`, and its password."""

    model_config = ConfigDict(extra="forbid")

    page: Annotated[int | None, Field(strict=True, ge=1, le=LARGEST)] = None
    path: Annotated[str | None, Field(pattern="^/", max_length=LONGEST)] = None
    password: Annotated[str, Field(min_length=1, max_length=255)]

    @model_validator(mode="after")
    def _is_of_one_page(self) -> "Unlocking":
        if (self.page is None) == (self.path is None):
            raise ValueError("Give either `page` or `path`.")
        return self


class Unlocked(Schema):
    """What to send as `X-Page-Access`, also for the pages below."""

    token: str
    expires_at: datetime
    #: Whether another password stands before the page, which has a token of its own.
    needs_another: bool


@post(router, "/", "unlock", Unlocked, summary="A token for a page that has a password")
def unlock(request: HttpRequest, query: Query[SiteQuery], body: Unlocking) -> HttpResponse:
    """The token that opens a page, and all pages that the same password stands before.

    403: the password is wrong. 404: there is no such page, or it is for people who have logged in,
    which no password opens. 429: too many were tried.
    """
    # The form of the site itself counts with it (`security.throttling`).
    _count("PASSWORD_CLIENT_LIMIT", client_of(request), conf.get("PASSWORD_CLIENT_LIMIT"))
    access.admit(request)
    site, base_url = site_for(request, query.site)
    page = _page(body, Context(site=site, base_url=base_url, locale=""))
    hiding = access.restrictions_on(page) if page is not None else []
    if page is None or access.unopenable(hiding):  # as pages/ and resolve/ have it
        raise errors.not_found("There is no such page.")
    if not hiding:
        raise errors.invalid("page" if body.page else "path", "It needs no password.", "body")
    limit = conf.get("UNLOCK_PAGE_LIMIT")
    # Counted before it is looked at: many at the same moment are no way around the limit.
    for restriction in hiding:
        _count("unlock a page", _named(restriction), limit)
    opened = [found for found in hiding if access.is_password(found, body.password)]
    if not opened:
        wrong = [(("body", "password"), "This is not the password.")]
        detail = "The password is wrong."
        raise errors.Refused(HTTPStatus.FORBIDDEN, detail, wrong, headers=_UNKEPT)
    for restriction in hiding:  # only wrong ones count
        limits.give_back("unlock a page", _named(restriction), limit[1])
    token, expires_at = access.grant(opened[0])
    payload = {
        "token": token,
        "expires_at": expires_at.isoformat(),
        "needs_another": len(hiding) > 1,
    }
    response = access.conceal(answer(payload))
    response.status_code = HTTPStatus.CREATED
    return response


_UNKEPT = {"Cache-Control": "private, no-store"}


def _page(body: Unlocking, context: Context) -> Page | None:
    """The live page that is meant, whoever may see it."""
    if body.page is not None:
        pages = landmarks.within(Page.objects.filter(pk=body.page), context.site)
        found: Page | None = pages.first()
    else:
        found = finding.live_at(finding.decoded(body.path or ""), context)
    return found if found is not None and visibility.is_live(found) else None


def _named(restriction: PageViewRestriction) -> str:
    return digest("restriction", str(restriction.pk))


def _count(scope: str, who: str, limit: tuple[int, int]) -> None:
    """Count an attempt.

    Raises:
        Refused: 429, where it is one too many for now.
    """
    try:
        limits.count(scope, who, *limit)
    except limits.TooMany as error:
        headers = {**_UNKEPT, "Retry-After": str(error.retry_after)}
        detail = "Too many passwords were tried. Wait before the next."
        raise errors.Refused(error.status, detail, headers=headers) from None
