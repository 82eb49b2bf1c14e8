"""From a path to all that a front end needs to show it, in one request."""

from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field
from wagtail.models import Page

from twinning import landmarks
from twinning.content_api import access, errors, finding, page_types, redirects
from twinning.content_api.context import Context
from twinning.content_api.finding import FoundPage
from twinning.content_api.http import answer
from twinning.content_api.operations import answers, get
from twinning.content_api.parameters import LONGEST, WritingQuery
from twinning.content_api.picks import Picks
from twinning.content_api.routers.pages import AnyPage, PickedPage
from twinning.content_api.writing import context_for, picks_for, write_page

router = Router(tags=["pages"])


class ResolveQuery(WritingQuery):
    """A path, and how the page there is written."""

    path: Annotated[
        str,
        Field(
            min_length=1,
            max_length=LONGEST,
            pattern="^/",
            description="From the root of the host, such as `/nl/steden/almelo/`.",
        ),
    ]


class SubPath(Schema):
    """The part of a path that the page routes itself: the name of its route and what it took."""

    name: str | None
    args: list[str | int]
    kwargs: dict[str, str | int]


class ResolvedPage(Schema):
    """There is a page at the path."""

    kind: Literal["page"]
    page: AnyPage
    sub_path: SubPath | None


class ResolvedPickedPage(Schema):
    """As `ResolvedPage`, the page with what was picked."""

    kind: Literal["page"]
    page: PickedPage
    sub_path: SubPath | None


class ResolvedRedirect(Schema):
    """The path leads elsewhere: to a path of the site or to an address outside it."""

    kind: Literal["redirect"]
    to: str
    permanent: bool


Resolved = Annotated[ResolvedPage | ResolvedRedirect, Field(discriminator="kind")]
ResolvedPicked = Annotated[ResolvedPickedPage | ResolvedRedirect, Field(discriminator="kind")]


@get(
    router,
    "/",
    "resolve",
    answers(Resolved, ResolvedPicked, page=True),
    summary="What is at a path: a page, or where it leads",
)
def resolve(request: HttpRequest, query: Query[ResolveQuery]) -> HttpResponse:
    """The page at a path, a redirect, or a 404 with the languages in which the page can be read.

    403: there is a page that needs a password (`unlock/`).
    """
    is_admitted = access.admit(request)
    context = context_for(request, query)
    picks = picks_for(query)
    path, question, rest = query.path.partition("?")
    path = finding.decoded(path)
    resolved = _language_redirect(path, context) or _page_at(request, path, context, picks)
    if resolved is not None and resolved["kind"] == "redirect":
        resolved["to"] += question + rest
    resolved = resolved or _redirect(query.path, context)
    if resolved is None:
        if landmarks.current().restrictions:
            access.ask_for_password(finding.live_at(path, context))
        raise errors.not_found(
            "There is no page at this path.", available_in=_elsewhere(path, context)
        )
    response = answer(resolved, context.locale or None, bool(query.fields))
    return access.conceal(response) if is_admitted else response


def _language_redirect(path: str, context: Context) -> dict[str, Any] | None:
    """`/` leads to the site's first language: an API knows no visitor whose language to ask for."""
    first = context.site.default_locale
    if path != "/" or first is None or landmarks.serve_prefix(first) == "/":
        return None
    return _to(landmarks.serve_prefix(first), permanent=False)


def _page_at(
    request: HttpRequest, path: str, context: Context, picks: Picks
) -> dict[str, Any] | None:
    place = finding.split(path)
    if place is None or place[0] not in context.site.roots:
        return None
    code, components = place
    root = context.site.roots[code]
    found = finding.deepest_on(components, root, context)
    if found is None:
        return None
    rest = components[found.url_path.count("/") - root.url_path.count("/") :]
    sub_path = None
    if rest:
        routed = _routed(request, found, rest)
        if routed is None:
            return None
        sub_path = routed
    if not path.endswith("/"):
        return _to(f"{path}/", permanent=True)
    context.locale = found.locale
    return {"kind": "page", "page": write_page(found, context, picks), "sub_path": sub_path}


def _routed(request: HttpRequest, found: FoundPage, rest: list[str]) -> dict[str, Any] | None:
    """What a page with routes of its own makes of the rest of its path; None where nothing."""
    kind = page_types.page_types().get(found.type_label)
    if kind is None or kind.model.route is Page.route:  # children alone, which were looked up
        return None
    page = kind.model._default_manager.filter(pk=found.pk).first()
    try:
        result = page.route(request, rest) if page else None
    except Http404:
        return None
    if result is None or result.page.pk != found.pk:
        return None
    match = getattr(request, "routable_resolver_match", None)
    return {
        "name": match.url_name if match else None,
        "args": [_plain(value) for value in match.args] if match else [],
        "kwargs": {name: _plain(v) for name, v in match.kwargs.items()} if match else {},
    }


def _plain(value: Any) -> str | int:
    return value if isinstance(value, int) else str(value)


def _redirect(path: str, context: Context) -> dict[str, Any] | None:
    found = redirects.redirect_from(path, context)
    return _to(*found) if found else None


def _to(path: str, permanent: bool) -> dict[str, Any]:
    return {"kind": "redirect", "to": path, "permanent": permanent}


def _elsewhere(path: str, context: Context) -> list[dict[str, str]]:
    place = finding.split(path)
    if place is None or not place[1]:
        return []
    family = finding.living_elsewhere(place[1], context.site)
    return finding.available_in(family, context.site)
