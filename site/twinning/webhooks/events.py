"""What others do with webhooks: say that something has happened."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from twinning.webhooks import matching, signing, tasks
from twinning.webhooks.models import Endpoint, Event, QueuedEvent


@dataclass(frozen=True)
class PageFacts:
    """What filters look at, of an event about a page.

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
        generation: of the content after it; None where no content has changed.
        page: what filters look at; None where it is not about a page: they let it pass.
    """

    name: str
    data: dict[str, Any] = field(default_factory=dict)
    subject: str = ""
    generation: int | None = None
    page: PageFacts | None = None


def emit(name: str, data: dict[str, Any], subject: str = "") -> None:
    """Have endpoints told of something that is not about a public page."""
    emit_all([Happening(name, data, subject)])


def emit_all(happenings: Sequence[Happening]) -> None:
    """Have endpoints told, in the transaction that is open; nothing is sent before its commit.

    Costs one query where there is no endpoint, else three, a fourth where one wants certain towns,
    and one at most after the commit. Paused endpoints are told when they go on.
    """
    if not happenings:
        return
    endpoints = list(Endpoint.objects.filter(is_active=True).order_by("pk"))
    if not endpoints:
        return
    wanted = matching.pairs(endpoints, happenings)
    if wanted:
        with transaction.atomic(savepoint=False):
            _keep(wanted)
            transaction.on_commit(tasks.look_soon, robust=True)


def _keep(wanted: Iterable[tuple[Happening, Sequence[Endpoint]]]) -> None:
    pairs = list(wanted)
    events = Event.objects.bulk_create(
        [
            Event(
                uid=signing.new_uid("evt"),
                name=happening.name,
                subject=happening.subject,
                generation=happening.generation,
                data=happening.data,
            )
            for happening, _endpoints in pairs
        ]
    )
    QueuedEvent.objects.bulk_create(
        [
            QueuedEvent(endpoint=endpoint, event=event)
            for event, (_happening, endpoints) in zip(events, pairs, strict=True)
            for endpoint in endpoints
        ]
    )
