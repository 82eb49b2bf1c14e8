"""Tokens for the draft that an editor is about to see, and what they name."""

import json
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page

from twinning import conf, landmarks
from twinning.previews import addresses, drafts, tokens
from twinning.previews.models import Snapshot

#: Bytes that a page may have as an unsaved form.
MOST_BYTES = 2 * 1024 * 1024
#: After this long a snapshot gets another address, however often it has been written anew.
LONGEST = timedelta(hours=24)


class TooLarge(Exception):
    """A form has more in it than is kept for a preview."""


def address_of(
    page: Page, request: HttpRequest | None, mode: str | None, attributes: dict[str, Any]
) -> str | None:
    """The front end's address of a draft; None where the site shows it itself.

    Whoever calls has asked whether the user may see the draft, as all of Wagtail's views do.

    Args:
        page: the draft, of its own type.
        request: the editor's; nobody else gets a token.
        mode: one of the page's preview modes; anything else is the first of them.
        attributes: what Wagtail's view says of the preview.

    Raises:
        TooLarge: it is an unsaved form with more in it than is kept.
    """
    user: Any = getattr(request, "user", None)
    if request is None or user is None or not user.has_perm("wagtailadmin.access_admin"):
        return None
    page.url_path = drafts.path_below(page.url_path, page)
    place = landmarks.public_path(page)
    locale = page.locale.language_code
    template = addresses.template_for(place[0].hostname, locale) if place else None
    if place is None or template is None:
        return None
    site, path = place
    shown = mode if mode in dict(page.preview_modes) else page.default_preview_mode
    named = _named(page, request, user, attributes)
    token = tokens.Token(
        **named,
        user=user.pk,
        site=site.pk,
        mode=str(shown),
        origin=f"{request.scheme}://{request.get_host()}",
    )
    return addresses.filled(template, tokens.write(token), locale, path, str(shown))


def lifetime() -> timedelta:
    """How long a token opens something."""
    return timedelta(minutes=conf.get("PREVIEW_MINUTES"))


def _named(
    page: Page, request: HttpRequest, user: Any, attributes: dict[str, Any]
) -> dict[str, Any]:
    revision = _revision(page, request, attributes)
    now = timezone.now()
    if revision is None:
        row = _kept(page, request, user, now)
        return {"kind": "s", "key": row.pk, "check": row.nonce, "expires": 0}
    ends = int((now + lifetime()).timestamp())
    return {"kind": "r", "key": revision, "check": str(page.pk), "expires": ends}


def _revision(page: Page, request: HttpRequest, attributes: dict[str, Any]) -> int | None:
    """The revision that Wagtail's view shows; None where it shows what is in none."""
    match = request.resolver_match
    if attributes.get("is_editing") or match is None:
        return None
    if "revision_id" in attributes:  # of a page that waits for somebody's approval
        return int(attributes["revision_id"])
    if match.view_name == "wagtailadmin_pages:revisions_view":
        return int(match.kwargs["revision_id"])
    if match.view_name == "wagtailadmin_pages:view_draft":
        return page.latest_revision_id
    return None


def _kept(page: Page, request: HttpRequest, user: Any, now: datetime) -> Snapshot:
    """The snapshot of a form, written or written anew."""
    written = page.to_json()
    if len(written.encode()) > MOST_BYTES:
        raise TooLarge
    parent = None if page.pk else _parent(page)
    view = request.resolver_match.view_name if request.resolver_match else ""
    label = page._meta.label
    place = f"page {page.pk}" if page.pk else f"{label} below {parent}"
    fresh = {
        "user": user,
        "page_pk": page.pk,
        "parent_pk": parent,
        "model": label,
        "content": json.loads(written),
        "updated_at": now,
        "expires_at": now + lifetime(),
    }
    begun = {"nonce": secrets.token_urlsafe(12), "begun_at": now}
    with transaction.atomic():
        row, is_new = Snapshot.objects.select_for_update().get_or_create(
            key=f"{user.pk} {view} {place}", defaults={**fresh, **begun}
        )
        if not is_new:
            has_ended = row.expires_at <= now or row.begun_at <= now - LONGEST
            for name, value in {**fresh, **(begun if has_ended else {})}.items():
                setattr(row, name, value)
            row.save()
    return row


def _parent(page: Page) -> int | None:
    above = Page.objects.filter(path=page.path[: -Page.steplen])
    found: int | None = above.values_list("pk", flat=True).first()
    return found
