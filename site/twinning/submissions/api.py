"""Forms in the Content API: what they ask, and what is sent to them (`forms/`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any

from django import forms
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from ninja import Path, Query, Router, Schema

from twinning import conf, landmarks, references, specific
from twinning.content_api import errors, finding
from twinning.content_api.http import answer
from twinning.content_api.operations import answers, get, post
from twinning.content_api.parameters import Identifier, LocaleQuery, SiteQuery
from twinning.content_api.schemas import LanguageCode
from twinning.content_api.sites import site_for
from twinning.submissions import describing, intake, limits, reading, tokens
from twinning.submissions.clients import client_of
from twinning.submissions.forms import SubmissionForm
from twinning.submissions.origin import is_foreign_to_api
from twinning.submissions.pages import FormPage
from twinning.submissions.posting import wait_words

router = Router(tags=["forms"])

#: Characters of an Idempotency-Key.
LONGEST_KEY = 255


class FormChoice(Schema):
    """One of the choices of a field: what is sent, and what people read."""

    value: str
    label: str


class FormField(Schema):
    """A field of a form as a front end shows it."""

    name: str
    widget: str
    label: str
    help_text: str
    required: bool
    choices: list[FormChoice]
    autocomplete: str


class FormConsent(Schema):
    """What people agree to, and the name of this wording of it."""

    html: str
    text: str
    version: str


class Form(Schema):
    """A form: JSON Schema for what is sent, and the words of each field in the page's language."""

    id: int
    type: str
    locale: LanguageCode
    title: str
    path: str
    submission_schema: dict[str, Any]
    fields: list[FormField]
    consent: FormConsent
    tokens_path: str
    submissions_path: str


class Token(Schema):
    """A form token: sent along as `token`, once, between these moments."""

    token: str
    not_before: datetime
    expires_at: datetime


class Submission(Schema):
    """What was received. `is_repeated` says that it had been received before."""

    reference: str
    is_repeated: bool
    status_path: str


@dataclass(frozen=True)
class Found:
    """A form page that anybody may see, and the site and path that it is at."""

    page: FormPage
    path: str


@get(router, "/{form_id}/", "get_form", answers(Form, page=True), summary="The fields of a form")
def get_form(
    request: HttpRequest, form_id: Path[Identifier], query: Query[LocaleQuery]
) -> HttpResponse:
    """A form in its page's language, or with `locale` in another that the page exists in."""
    found = find(request, form_id, query)
    page = found.page
    with translation.override(page.locale.language_code):
        form = page.new_form()
        payload = {
            "id": page.pk,
            "type": page._meta.label,
            "locale": page.locale.language_code,
            "title": page.title,
            "path": found.path,
            "submission_schema": describing.json_schema(form),
            "fields": describing.fields(form),
            "consent": {
                "html": page.consent_html(),
                "text": page.consent_words,
                "version": page.consent_version,
            },
            "tokens_path": reverse("content_api:create_form_token", args=[page.pk]),
            "submissions_path": reverse("content_api:submit_form", args=[page.pk]),
        }
    return answer(payload, page.locale.language_code)


@post(
    router, "/{form_id}/tokens/", "create_form_token", Token, summary="A token for one submission"
)
def create_form_token(
    request: HttpRequest, form_id: Path[Identifier], query: Query[SiteQuery]
) -> HttpResponse:
    """Ask for it when the form is shown: what is sent too soon after is taken for a machine's."""
    page = find(request, form_id, query).page
    refuse_foreign(request)
    try:
        limits.count("token", client_of(request), *conf.get("FORM_TOKEN_LIMIT"))
    except limits.TooMany as error:
        raise not_now(error, page) from error
    except OperationalError as error:
        raise not_now(intake.Busy(), page) from error
    return new_token(page)


def body_of(schema: dict[str, Any]) -> dict[str, Any]:
    """What an operation says of its request in the OpenAPI document: JSON or multipart."""
    content = {kind: {"schema": schema} for kind in (reading.JSON, reading.MULTIPART)}
    return {"requestBody": {"required": True, "content": content}}


#: `get_form` says what else a form has.
ANY_FORM = {
    "type": "object",
    "properties": {"token": {"type": "string"}, "consent": {"type": "boolean"}},
    "required": ["token", "consent"],
}


@post(
    router,
    "/{form_id}/submissions/",
    "submit_form",
    Submission,
    summary="Send a form",
    openapi_extra=body_of(ANY_FORM),
)
def submit_form(
    request: HttpRequest, form_id: Path[Identifier], query: Query[SiteQuery]
) -> HttpResponse:
    """JSON with the form's members and a token; multipart where there are files.

    With an `Idempotency-Key`, the same may be sent again without being received twice.
    """
    return submit(request, find(request, form_id, query).page)


def find(request: HttpRequest, form_id: int, query: Any) -> Found:
    """The page of a form.

    Raises:
        Refused: 404, there is none that anybody may see, or none in this language.
    """
    site, _base_url = site_for(request, query.site)
    family = finding.family_of(form_id, site)
    wanted = getattr(query, "locale", None)
    chosen = next((p for p in family if (p.locale == wanted if wanted else p.pk == form_id)), None)
    return of_row(chosen, family, site)


def of_row(
    chosen: finding.FoundPage | None, family: list[finding.FoundPage], site: landmarks.SiteMark
) -> Found:
    """The page of a row.

    Raises:
        Refused: 404, there is no row, or it is of no form.
    """
    model = chosen.model if chosen else None
    is_form = model is not None and issubclass(model, FormPage)
    page = specific.fetch(model, chosen.pk) if is_form and model and chosen else None
    if page is None or chosen is None:
        elsewhere = finding.available_in(family, site) if chosen is None else []
        raise errors.not_found("There is no such form.", available_in=elsewhere)
    references.note(page)
    return Found(page, chosen.address(site))


def submit(
    request: HttpRequest, page: FormPage, besides: Mapping[str, forms.Field] | None = None
) -> HttpResponse:
    """Take what a front end sends, exactly as the page itself would.

    Args:
        besides: members that the form has no field for, and that may be sent all the same.

    Raises:
        Refused: 400, 403, 413, 415, 422, 429 or 503; what people read of it is in the page's
            language.
    """
    with translation.override(page.locale.language_code):
        refuse_foreign(request)
        form_class = page.form_class()
        blank = form_class(page=page)
        known = {**blank.fields, **(besides or {})}
        data, files = reading.read(request, known, page.most_bytes)
        form = form_class(data, files, page=page)
        sent = _received(request, form)
        payload = {
            "reference": sent.reference,
            "is_repeated": sent.is_repeated,
            "status_path": page.status_path(sent.reference),
        }
    return _created(payload, page.locale.language_code)


def _received(request: HttpRequest, form: SubmissionForm) -> intake.Sent:
    try:
        sent = intake.receive(form, request, _idempotency_key(request))
    except (limits.TooMany, intake.Busy) as error:
        raise not_now(error, form.page) from error
    except intake.KeyReused as error:
        raise errors.invalid(
            "Idempotency-Key", "This key came with something else before.", "header"
        ) from error
    if sent is None:
        wrong = [
            (("body", fault.name) if fault.name else ("body",), fault.words)
            for fault in form.faults
        ]
        detail = "The submission has members that cannot be used."
        raise errors.Refused(HTTPStatus.UNPROCESSABLE_ENTITY, detail, wrong)
    return sent


def _idempotency_key(request: HttpRequest) -> str:
    key = request.headers.get("Idempotency-Key", "")
    if len(key) > LONGEST_KEY or not key.isascii() or not key.isprintable():
        words = f"Give at most {LONGEST_KEY} visible ASCII characters."
        raise errors.invalid("Idempotency-Key", words, "header")
    return key


def new_token(page: FormPage) -> HttpResponse:
    """201 with a token for a form."""
    now = timezone.now().astimezone(UTC).replace(microsecond=0)
    payload = {
        "token": tokens.issue(page.form_key, page.consent_version),
        # The moment is signed in whole seconds, so that it takes one more to be sure.
        "not_before": now + timedelta(seconds=conf.get("FORM_MIN_SECONDS") + 1),
        "expires_at": now + timedelta(seconds=conf.get("FORM_MAX_SECONDS")),
    }
    return _created(payload)


def _created(payload: dict[str, Any], locale: str | None = None) -> HttpResponse:
    response = answer(payload, locale)
    response.status_code = HTTPStatus.CREATED
    response.headers["Cache-Control"] = "no-store"
    return response


def refuse_foreign(request: HttpRequest) -> None:
    """Refuse what a page of a host sends that the settings do not name.

    Raises:
        Refused: 403.
    """
    if is_foreign_to_api(request):
        words = "Pages of this origin may not send forms: CORS_ALLOWED_ORIGINS does not name it."
        raise errors.Refused(HTTPStatus.FORBIDDEN, words)


def not_now(error: limits.TooMany | intake.Busy, page: FormPage) -> errors.Refused:
    """429 or 503 with Retry-After, in the page's language."""
    with translation.override(page.locale.language_code):
        words = wait_words(error.retry_after)
    headers = {"Retry-After": str(error.retry_after)}
    return errors.Refused(error.status, words, headers=headers)
