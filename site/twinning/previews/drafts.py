"""What a token opens: the draft, as long as whoever it was made for may see it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.utils import timezone
from wagtail.models import Page, Revision

from twinning import landmarks
from twinning.previews import making
from twinning.previews.models import Snapshot
from twinning.previews.tokens import Ended, Forged, Token

#: Fields that a draft does not decide.
_OF_THE_PAGE = (
    "path",
    "depth",
    "numchild",
    "content_type_id",
    "owner_id",
    "translation_key",
    "live",
    "locked",
    "locked_by_id",
    "alias_of_id",
    "latest_revision_id",
    "first_published_at",
    "last_published_at",
)


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
    saved = _saved(int(revision.object_id))
    page = making.page_from(saved.specific_class, revision.content)
    _settle(page, saved)
    user = get_user_model().objects.filter(pk=token.user, is_active=True).first()
    if user is None or not _may_see(user, page):
        raise NotAllowed
    return Draft(page, user, revision.pk, revision.created_at, ends)


def _of_snapshot(token: Token) -> Draft:
    rows = Snapshot.objects.select_related("user")
    row = rows.filter(pk=token.key, nonce=token.check, user=token.user).first()
    if row is None or row.expires_at <= timezone.now():
        raise Ended
    page = making.page_from(apps.get_model(row.model), row.content)
    if row.page_pk:
        _settle(page, _saved(row.page_pk))
        is_allowed = _may_see(row.user, page)
    else:
        page.pk = None
        is_allowed = _may_add(row.user, _saved(row.parent_pk))
    if not row.user.is_active or not is_allowed:
        raise NotAllowed
    return Draft(page, row.user, None, row.updated_at, row.expires_at)


def _saved(page_pk: int | None) -> Page:
    found = Page.objects.select_related("locale").filter(pk=page_pk).first()
    if found is None or found.specific_class is None:
        raise Ended
    return found


def _settle(page: Page, saved: Page) -> None:
    """Give a draft what is of the page, not of the draft, as Wagtail's `with_content_json` does."""
    page.pk = page.id = saved.pk
    for name in _OF_THE_PAGE:
        setattr(page, name, getattr(saved, name))
    page.locale = saved.locale
    page.url_path = path_below(saved.url_path, page)


def path_below(url_path: str, page: Page) -> str:
    """The path that a page has which had another slug: what a site begins with keeps its own."""
    sites = landmarks.current().sites
    root = next((r for s in sites for r in s.roots.values() if r.path == page.path), None)
    if root is not None:
        return root.url_path
    return f"{url_path.rstrip('/').rpartition('/')[0]}/{page.slug}/"


def _may_see(user: Any, page: Page) -> bool:
    """As Wagtail's view of a draft asks."""
    rights = page.permissions_for_user(user)
    return bool(rights.can_edit() or rights.can_publish())


def _may_add(user: Any, parent: Page) -> bool:
    return bool(parent.permissions_for_user(user).can_add_subpage())
