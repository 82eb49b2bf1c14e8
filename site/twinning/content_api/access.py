"""Private pages: what a page's password opens, for how long, and how a request says so.

A token is of one view restriction, which stands on a page and on all below it. The request that
brings it is answered as if the restriction were not there, and nobody keeps the answer.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from http import HTTPStatus

from django.core import signing
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from wagtail.models import Page, PageViewRestriction

from twinning import conf, landmarks, references, visibility
from twinning.content_api.errors import Refused

HEADER = "X-Page-Access"
#: Tokens that a request may bring, and characters that each may have.
MOST_TOKENS, LONGEST_TOKEN = 10, 300
_SALT = "twinning.content_api.access"


def grant(restriction: PageViewRestriction) -> tuple[str, datetime]:
    """A token that opens what a restriction closes, and when it ends.

    It ends early where the password is changed, or the restriction taken away.
    """
    token = signing.dumps([restriction.pk, _digest(restriction)], salt=_SALT)
    return token, timezone.now() + _lifetime()


def is_password(restriction: PageViewRestriction, given: str) -> bool:
    """Whether this is the password, found out in a time that does not tell."""
    return constant_time_compare(restriction.password, given)


def admit(request: HttpRequest) -> bool:
    """Have this request see what its tokens open; whether they open anything.

    Tokens that open nothing are passed over: whoever brings one is told that a password is needed.
    """
    opened = set(_opened(request))
    if opened:
        marks = landmarks.current()
        left = [(path, pk) for path, pk in marks.restrictions if pk not in opened]
        references.current().put("landmarks", replace(marks, restrictions=left))
    return bool(opened)


def conceal(response: HttpResponse) -> HttpResponse:
    """An answer to whoever was admitted, which nobody keeps."""
    response.headers["Cache-Control"] = "private, no-store"
    return response


def restrictions_on(page: Page) -> list[PageViewRestriction]:
    """The restrictions that hide a page from this request, its own and those of pages above it."""
    found = visibility.restrictions_on(page)
    # All that stand on one page: the editor makes one at most, and `landmarks` names one of them.
    every = PageViewRestriction.objects.filter(page__view_restrictions__in=found)
    return list(every.distinct()) if found else []


def ask_for_password(page: Page | None) -> None:
    """Refuse a page that a password would open, of which nothing else is told.

    Raises:
        Refused: 403, with `restriction`.
    """
    if page is None or not visibility.is_live(page):
        return
    hiding = restrictions_on(page)
    if hiding and not unopenable(hiding):
        detail = "This page needs a password: unlock/."
        raise Refused(HTTPStatus.FORBIDDEN, detail, restriction=PageViewRestriction.PASSWORD)


def unopenable(restrictions: Iterable[PageViewRestriction]) -> bool:
    """Whether some are for people who have logged in, whom this API does not know."""
    kind = PageViewRestriction.PASSWORD
    return any(restriction.restriction_type != kind for restriction in restrictions)


def _opened(request: HttpRequest) -> Iterable[int]:
    tokens = request.headers.get(HEADER, "").split(",")[:MOST_TOKENS]
    claims = dict(claim for token in tokens if (claim := _claim(token.strip())))
    if not claims:
        return
    kind = PageViewRestriction.PASSWORD
    beside = PageViewRestriction.objects.filter(page=OuterRef("page")).exclude(pk=OuterRef("pk"))
    alone = PageViewRestriction.objects.filter(~Exists(beside), pk__in=claims)
    for restriction in alone.filter(restriction_type=kind):
        if constant_time_compare(_digest(restriction), claims[restriction.pk]):
            yield restriction.pk


def _claim(token: str) -> tuple[int, str] | None:
    """The restriction and the password's digest that a token of ours is of, while it is valid."""
    if not 0 < len(token) <= LONGEST_TOKEN:
        return None
    try:
        key, digest = signing.loads(token, salt=_SALT, max_age=_lifetime())
    except (signing.BadSignature, TypeError, ValueError):
        return None
    return int(key), str(digest)


def _digest(restriction: PageViewRestriction) -> str:
    made = salted_hmac(_SALT, restriction.password, algorithm="sha256")
    return str(made.hexdigest()[:32])


def _lifetime() -> timedelta:
    return timedelta(minutes=conf.get("ACCESS_MINUTES"))
