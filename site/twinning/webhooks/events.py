"""What others do with webhooks: say that something has happened."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from twinning.webhooks import matching, signing, tasks
from twinning.webhooks.models import Endpoint, Event


@dataclass(frozen=True)
class PageFacts:
    """What filters look at, of an event about a page, or one that came from a page.

    Args:
        type: its label, such as `towns.TownPage`.
        locale: its language code.
        translation_key: of the page.
        paths: where it is and was, as the Content API has paths.
    """

    type: str
    locale: str
    translation_key: str = ""
    paths: tuple[str, ...] = ()


@dataclass(frozen=True)
class Happening:
    """Something that has happened.

    Args:
        name: of the event, one of `names`.
        data: JSON values that receivers are told: nothing personal, nothing of drafts.
        subject: what it is about, such as `page:12`.
        change_id: of the row in the log of changes that it is; None where no content has changed.
        page: what filters look at; None where there is no page: they let it pass.
    """

    name: str
    data: dict[str, Any] = field(default_factory=dict)
    subject: str = ""
    change_id: int | None = None
    page: PageFacts | None = None


def emit(name: str, data: dict[str, Any], subject: str = "", page: PageFacts | None = None) -> None:
    """Have endpoints told of something that is no change of content.

    Args:
        page: that it came from, such as the page of a form; None where there is none.
    """
    emit_all([Happening(name, data, subject, page=page)])


def emit_all(happenings: Sequence[Happening], to: Sequence[Endpoint] | None = None) -> None:
    """Have endpoints told, in the transaction that is open; nothing is sent before its commit.

    Costs one query where there is no endpoint, else two, a third where one wants certain towns, and
    one at most after the commit. Paused endpoints are told when they go on.

    Args:
        to: `matching.active()`, where that is known.
    """
    if not happenings:
        return
    endpoints = matching.active() if to is None else to
    wanted = matching.pairs(endpoints, happenings) if endpoints else []
    if wanted:
        with transaction.atomic(savepoint=False):
            _keep(wanted)
            transaction.on_commit(tasks.look_soon, robust=True)


def _keep(wanted: Iterable[tuple[Happening, Sequence[Endpoint]]]) -> None:
    kept = []
    for happening, endpoints in wanted:
        uid, now = signing.new_uid("evt"), timezone.now()
        kept += [
            Event(
                endpoint=endpoint,
                uid=uid,
                name=happening.name,
                subject=happening.subject,
                change_id=happening.change_id,
                data=happening.data,
                created_at=now,
            )
            for endpoint in endpoints
        ]
    Event.objects.bulk_create(kept)
