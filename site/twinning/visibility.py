"""Which pages anybody may see: asked once for each request, however many lists it shows."""

from datetime import datetime

from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page
from wagtail.query import PageQuerySet

from twinning import landmarks, references


def restrictions() -> list[tuple[str, int]]:
    """The tree paths that view restrictions cover, each with its restriction's primary key.

    An alias is covered by its source's restriction. Asked once for each request.
    """
    return landmarks.current().restrictions


def public(pages: PageQuerySet, is_list: bool = True, now: datetime | None = None) -> PageQuerySet:
    """Live pages outside every private section: `.live().public()` without a query of its own.

    A page whose time is over is no longer public, even before `publish_scheduled` takes it down.

    Args:
        pages: a queryset or a manager.
        is_list: whether any page of the model may come to be among them, which makes its type a
            tag of the answer. Who says no names what they are about (`References.noted`).
        now: the time that counts, where it is not now.
    """
    if is_list:
        references.current().noted.all_of(pages.model)
    hidden = Q(expire_at__lte=now or timezone.now())
    for path, _restriction in restrictions():
        hidden |= Q(path__startswith=path)
    return pages.live().exclude(hidden)


def is_public(page: Page, now: datetime | None = None) -> bool:
    """Whether anybody may see a page that is at hand already, as `public` decides it."""
    return is_live(page, now) and not restrictions_on(page)


def is_live(page: Page, now: datetime | None = None) -> bool:
    """Whether somebody may see a page, if only with a password."""
    over = page.expire_at is not None and page.expire_at <= (now or timezone.now())
    return bool(page.live) and not over


def restrictions_on(page: Page) -> list[int]:
    """Primary keys of the view restrictions on a page or on any page above it."""
    return [pk for path, pk in restrictions() if page.path.startswith(path)]
