"""Stories that visitors send from a front end (`stories/submissions/`)."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from stories.models import ShareStoryPage
from twinning import landmarks
from twinning.content_api import errors, finding, queries
from twinning.content_api.operations import post
from twinning.content_api.parameters import SiteQuery
from twinning.content_api.sites import site_for
from twinning.submissions import api as forms_api
from twinning.submissions import reading
from twinning.submissions.dates import PATTERN
from twinning.submissions.pages import FormPage

router = Router(tags=["stories"])

_LOCALE = {"locale": forms.CharField()}

#: The members, as the OpenAPI document shows them; `get_form` says more of each.
MEMBERS: dict[str, Any] = {
    "locale": {"type": "string", "description": "The language that the story is in."},
    "title": {"type": "string", "maxLength": 120},
    "town": {"type": "string", "description": "The slug of a town in any language; may be empty."},
    "when": {"type": "string", "pattern": f"^({PATTERN})?$"},
    "story": {"type": "string", "minLength": 100, "maxLength": 20_000},
    "people": {"type": "string", "maxLength": 255},
    "pictures": {
        "type": "array",
        "items": {"type": "string", "format": "binary"},
        "maxItems": 4,
        "description": "Only in multipart/form-data: a part for each, all of this name.",
    },
    "pictures_show": {"type": "string", "maxLength": 200},
    "consent_of_shown": {
        "type": "boolean",
        "description": "Needed where there are pictures or people.",
    },
    "name": {"type": "string", "maxLength": 200},
    "email": {"type": "string", "format": "email"},
    "homepage": {"type": "string", "description": "Stays empty; people do not see it."},
    "consent": {"type": "boolean", "const": True},
    "token": {"type": "string", "description": "Of `create_form_token`, for the same form."},
}
REQUIRED = ["locale", "title", "story", "name", "email", "consent", "token"]
BODY = {
    "type": "object",
    "properties": MEMBERS,
    "required": REQUIRED,
    "additionalProperties": False,
}


@post(
    router,
    "/submissions/",
    "submit_story",
    forms_api.Submission,
    summary="Send a story",
    openapi_extra=forms_api.body_of(BODY),
)
def submit_story(request: HttpRequest, query: Query[SiteQuery]) -> HttpResponse:
    """A story for the site's page for sharing stories in the language `locale`.

    It becomes a draft that waits for moderation. With pictures as multipart, else as JSON too.
    With an `Idempotency-Key`, the same may be sent again without being received twice.
    """
    site, _base_url = site_for(request, query.site)
    forms_api.refuse_foreign(request)
    locale = reading.member(request, "locale", ShareStoryPage.most_bytes)
    return forms_api.submit(request, _page_in(locale, site), besides=_LOCALE)


def _page_in(locale: Any, site: landmarks.SiteMark) -> FormPage:
    if not isinstance(locale, str) or locale not in dict(settings.LANGUAGES):
        raise _refused("Give the language of the story, such as en.")
    pages = queries.public_pages(site, ShareStoryPage).filter(locale__language_code=locale)
    rows = finding.rows(pages.order_by("path")[:1])
    if not rows:
        raise _refused("Stories cannot be sent in this language.")
    return forms_api.of_row(rows[0], [], site).page


def _refused(words: str) -> errors.Refused:
    detail = "The submission has members that cannot be used."
    return errors.Refused(HTTPStatus.UNPROCESSABLE_ENTITY, detail, [(("body", "locale"), words)])
