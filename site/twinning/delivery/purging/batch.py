"""All that one transaction changes is one task, queued once it is committed."""

from django.db import connections, transaction

from twinning.delivery.purging import backends
from twinning.delivery.purging.changes import Changes
from twinning.delivery.purging.tasks import purge


def is_wanted() -> bool:
    """Whether there is anybody to tell; nothing is noted otherwise."""
    return bool(backends.configured())


class Batch:
    """What a transaction has changed so far."""

    def __init__(self, changes: Changes) -> None:
        self.changes = changes

    def send(self) -> None:
        """Queue it."""
        purge.enqueue(self.changes.dump())


def add(changes: Changes, using: str) -> None:
    """Note changes in the batch of the connection's transaction; send them where there is none.

    A batch lives among the connection's hooks for the commit, and vanishes with them: whatever
    savepoint is rolled back, the batch that is left was begun in one that lives as long as this.
    """
    for hook in connections[using].run_on_commit:
        batch = getattr(hook[1], "__self__", None)
        if isinstance(batch, Batch):
            batch.changes.add(changes)
            return
    transaction.on_commit(Batch(changes).send, using=using, robust=True)
