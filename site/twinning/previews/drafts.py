"""What a token opens: the draft, as long as whoever it was made for may see it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.utils import timezone
from wagtail.models import Page, Revision

from twinning.previews.models import Snapshot
from twinning.previews.tokens import Ended, Forged, Token


class NotAllowed(Exception):
    """Whoever the token was made for may no longer see the draft."""


@dataclass(frozen=True)
class Draft:
    """A draft that a token opens.

    Args:
        page: of its own type; it has no primary key where it has never been saved.
        user: whom the token was made for.
        revision: the primary key of the revision; None for a form that is not saved.
        saved_at: when it became what it is.
        expires_at: when the token ends.
    """

    page: Page
    user: Any
    revision: int | None
    saved_at: datetime
    expires_at: datetime


def opened_by(token: Token) -> Draft:
    """The draft that a token names.

    Raises:
        Ended: it has expired, or what it names has gone.
        Forged: it names nothing that there could be.
        NotAllowed: its user may no longer see the draft.
    """
    if token.kind == "r":
        return _of_revision(token)
    if token.kind == "s":
        return _of_snapshot(token)
    raise Forged


def _of_revision(token: Token) -> Draft:
    ends = datetime.fromtimestamp(token.expires, UTC)
    if ends <= timezone.now():
        raise Ended
    revision = Revision.page_revisions.filter(pk=token.key).first()
    if revision is None:
        raise Ended
    if revision.object_id != token.check:
        raise Forged
    page = revision.as_object()
    user = get_user_model().objects.filter(pk=token.user, is_active=True).first()
    if user is None or not _may_see(user, page):
        raise NotAllowed
    return Draft(page, user, revision.pk, revision.created_at, ends)


def _of_snapshot(token: Token) -> Draft:
    rows = Snapshot.objects.select_related("user")
    row = rows.filter(pk=token.key, nonce=token.check, user=token.user).first()
    if row is None or row.expires_at <= timezone.now():
        raise Ended
    model: Any = apps.get_model(row.model)
    page = model.from_serializable_data(row.content, check_fks=True, strict_fks=False)
    place = Page.objects.filter(pk=row.page_pk or row.parent_pk).first()
    if page is None or place is None:
        raise Ended
    page.pk = row.page_pk
    if row.page_pk:
        page.path, page.depth, page.numchild = place.path, place.depth, place.numchild
    is_allowed = _may_see(row.user, page) if row.page_pk else _may_add(row.user, place)
    if not row.user.is_active or not is_allowed:
        raise NotAllowed
    return Draft(page, row.user, None, row.updated_at, row.expires_at)


def _may_see(user: Any, page: Page) -> bool:
    """As Wagtail's view of a draft asks."""
    rights = page.permissions_for_user(user)
    return bool(rights.can_edit() or rights.can_publish())


def _may_add(user: Any, parent: Page) -> bool:
    return bool(parent.permissions_for_user(user).can_add_subpage())
