"""Writes rows of the log, in the transaction of what they tell of."""

from collections.abc import Collection, Hashable
from typing import Any

from django.db import connections, transaction

from twinning.changes import listeners
from twinning.changes.models import Change

#: Rows in one statement.
MOST = 2000


class Written:
    """What a transaction has written already; it lives as `delivery.purging.batch.Batch` does.

    So whatever a savepoint has rolled back has not been written.
    """

    def __init__(self) -> None:
        self.keys: set[Hashable] = set()

    def forget(self) -> None:
        """Nothing is left to do once the transaction is committed."""


def write(rows: Collection[Change], using: str) -> None:
    """Save rows, and tell the listeners of them."""
    if not rows:
        return
    with transaction.atomic(using=using, savepoint=False):
        saved = _saved(list(rows), using)
        _note({key for row in saved for key in _keys(row)}, using)
        listeners.tell(saved)


def _saved(rows: list[Change], using: str) -> list[Change]:
    """As `bulk_create` does, in one statement for `MOST` rows: on SQLite that takes about 75 each.

    Django counts with SQLite's limit of 999 parameters of long ago; it is 32,766 since 2020.
    """
    manager: Any = Change.objects.using(using)
    key, *fields = Change._meta.concrete_fields
    for start in range(0, len(rows), MOST):
        part = rows[start : start + MOST]
        returned = manager._insert(part, fields=fields, returning_fields=[key], using=using)
        for row, (pk,) in zip(part, returned, strict=True):
            row.pk, row._state.adding, row._state.db = pk, False, using
    return rows


def knows_page(page_id: int, using: str) -> bool:
    """Whether this transaction has told of a page."""
    return _is_noted(("page", page_id), using)


def knows_deletion(what: Hashable, using: str) -> bool:
    """Whether this transaction has looked at a page that it deletes.

    Args:
        what: its primary key, or an instance or a queryset of pages that it deletes.
    """
    return _is_noted(("deleted", what), using)


def note_deletions(what: Collection[Hashable], using: str) -> None:
    """Say that it has."""
    _note({("deleted", one) for one in what}, using)


def knows(row: Change, using: str) -> bool:
    """Whether this transaction has told the same of something that is no page."""
    return _is_noted(_other(row), using)


def _keys(row: Change) -> list[Hashable]:
    return [("page", row.page_id)] if row.page_id is not None else [_other(row)]


def _other(row: Change) -> Hashable:
    return row.event, row.type, row.site_id, row.path


def _note(keys: set[Hashable], using: str) -> None:
    connection = connections[using]
    if not connection.in_atomic_block:
        return
    hooks = connection.run_on_commit
    last = getattr(hooks[-1][1], "__self__", None) if hooks else None
    if not (isinstance(last, Written) and hooks[-1][0] == set(connection.savepoint_ids)):
        last = Written()
        transaction.on_commit(last.forget, using=using)
    last.keys |= keys


def _is_noted(key: Hashable, using: str) -> bool:
    connection = connections[using]
    if not connection.in_atomic_block:
        return False
    found = (getattr(hook[1], "__self__", None) for hook in connection.run_on_commit)
    return any(isinstance(written, Written) and key in written.keys for written in found)
