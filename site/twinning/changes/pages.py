"""What happened to pages: what was public where before, and what is now."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page

from twinning.changes.models import Change
from twinning.ground import Ground, including

#: Of a site, by its primary key: a path.
Address = tuple[int, str]
Event = Change.Event

_COLUMNS = ("pk", "path", "url_path", "translation_key", "locale__language_code",
            "content_type_id", "title", "live", "expire_at")  # fmt: skip


@dataclass(frozen=True)
class Row:
    """A page's own row, as far as the log tells of it."""

    pk: int
    path: str
    url_path: str
    translation_key: UUID
    locale: str
    content_type_id: int
    title: str
    live: bool
    expire_at: datetime | None

    @classmethod
    def of(cls, page: Page, locale: str) -> "Row":
        """Of a page at hand."""
        return cls(page.pk, page.path, page.url_path, page.translation_key, locale,
                   page.content_type_id, page.title, page.live, page.expire_at)  # fmt: skip

    @property
    def is_open(self) -> bool:
        """Whether it is live, and its time is not over."""
        return self.live and (self.expire_at is None or self.expire_at > timezone.now())


def rows(condition: Q, using: str, live: bool = True) -> list[Row]:
    """The rows of pages in the order of the tree; live ones only, unless told otherwise."""
    found = Page.objects.using(using).filter(condition).order_by("path")
    if live:
        found = found.filter(live=True)
    return [Row(*values) for values in found.values_list(*_COLUMNS)]


def below(paths: Iterable[str]) -> Q:
    """Pages at these places of the tree, and all below them."""
    return reduce(or_, (Q(path__startswith=path) for path in paths), Q(pk__in=()))


def is_public(page: Page, using: str) -> bool:
    """Whether anybody may see a page, as it is stored now."""
    found = rows(Q(pk=page.pk), using)
    return any(row.is_open and including([], using)[0].addresses(row.url_path) for row in found)


def change(
    page: Row, before: Sequence[Address], after: Sequence[Address], event: Event | None = None
) -> Iterator[Change]:
    """What it means that a page was served at some addresses, and is at others now.

    One change; two where the page has gone from one site to another. None where nobody could see
    it, nor can.

    Args:
        before, after: as `Ground.addresses` gives them; none where the page is not public.
        event: in place of `page.published`, or of `page.unpublished` where it is public no longer.
    """
    if before and after and before[0][0] != after[0][0]:
        yield from change(page, before, ())
        yield from change(page, (), after)
    elif after:
        site, path = after[0]
        was = dict(before)
        previous = was.get(site, "") if was.get(site) != path else ""
        others = {
            str(key): [other, was.get(key, "") if was.get(key) != other else ""]
            for key, other in after[1:]
        }
        moved = bool(previous) or any(old for _other, old in others.values())
        told = Event.MOVED if moved else event or Event.PUBLISHED
        yield _change(page, told, site, path, previous, others, page.title)
    elif before:
        site, path = before[0]
        others = {str(key): [other, ""] for key, other in before[1:]}
        yield _change(page, event or Event.UNPUBLISHED, site, path, "", others, "")


def _change(
    page: Row, event: Event, site: int, path: str, previous: str, others: Any, title: str
) -> Change:
    model = ContentType.objects.get_for_id(page.content_type_id).model_class()
    return Change(
        event=event,
        page_id=page.pk,
        translation_key=page.translation_key,
        type=model._meta.label if model is not None else "",
        locale=page.locale,
        site_id=site,
        title=title,
        path=path,
        previous_path=previous,
        elsewhere=others,
    )


def moved_below(page: Page, was_at: str, then: Ground, now: Ground, using: str) -> Iterator[Change]:
    """What it means for the pages below one that it was somewhere else, before they are written."""
    condition = Q(path__startswith=page.path, depth__gt=page.depth)
    for row in rows(condition, using):
        before = then.addresses(row.url_path)
        after = now.addresses(page.url_path + row.url_path.removeprefix(was_at))
        if before != after:
            yield from change(row, before, after if row.is_open else ())


def shown_otherwise(found: Iterable[Row], now: Ground, event: Event | None) -> Iterator[Change]:
    """What it means that pages are shown otherwise where they are, if anybody may see them."""
    for row in found:
        places = now.addresses(row.url_path) if row.is_open else ()
        yield from change(row, places, places, event)


def gone(found: Iterable[Row], then: Ground) -> Iterator[Change]:
    """What it means that pages are no more."""
    for row in found:
        yield from change(row, then.addresses(row.url_path), (), Event.DELETED)
