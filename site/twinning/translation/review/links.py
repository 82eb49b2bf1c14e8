"""Review links: who may make one, its address, and whether it still opens anything."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import Page

from twinning import hosts, landmarks
from twinning.translation.models import ReviewLink

#: Between what is signed and its signature: what no address has to be written otherwise for.
_signer = signing.Signer(salt="twinning.translation.review", sep=".")


class Forged(Exception):
    """A token that was not signed here."""


class Ended(Exception):
    """A link that opens nothing any more: expired, taken back, or gone with its page."""


def may_manage(user: Any, page: Page) -> bool:
    """Whether somebody may make, see and take back the links of a page: whoever may edit it.

    It does not matter who made a link. One of somebody who may no longer edit the page stays valid
    until it expires or another editor takes it back.
    """
    return not page.is_root() and bool(page.permissions_for_user(user).can_edit())


def make(page: Page, user: Any, days: int) -> ReviewLink:
    """A new link to the draft of a page, valid for some days."""
    expires = timezone.now() + timedelta(days=days)
    return ReviewLink.objects.create(page=page, created_by=user, expires_at=expires)


def token_of(link: ReviewLink) -> str:
    """What opens the draft; nobody else can make it."""
    return _signer.sign(f"{link.pk}-{link.page_id}")


def find(token: str) -> ReviewLink:
    """The link that a token is of, with its page, while it is open.

    Raises:
        Forged: it was not signed here.
        Ended: it is no longer open.
    """
    try:
        number, page = map(int, _signer.unsign(token).split("-"))
    except (signing.BadSignature, ValueError) as error:
        raise Forged from error
    links = ReviewLink.objects.select_related("page__locale")
    link = links.filter(pk=number, page_id=page).first()
    if link is None or not link.is_open:
        raise Ended
    return link


def path_of(link: ReviewLink) -> str:
    """Where the draft is shown: below the language of its page."""
    with translation.override(link.page.locale.language_code or settings.LANGUAGE_CODE):
        return reverse("review:draft", args=[token_of(link)])


def address_of(link: ReviewLink) -> str:
    """The same with scheme and host, to be sent to people."""
    place = landmarks.public_path(link.page)
    return f"{hosts.known(place[0] if place else None)}{path_of(link)}"
