"""Brings the translations of a page up to date after it was published.

The words are taken anew, in one transaction. Then each live translation that has all its words, and
nothing of its own that waits to be published, is written with whatever else has changed: pictures,
the order of blocks, dates. Another keeps what it shows, and counts as stale.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DataError, transaction
from django.db.models import F, Max, QuerySet
from wagtail.models import Page
from wagtail_localize.models import (
    SegmentOverride,
    StringTranslation,
    Translation,
    TranslationLog,
    TranslationSource,
)

from twinning.translation import states
from twinning.translation.models import TranslationState
from twinning.translation.sync import carrying, shown


@dataclass
class Outcome:
    """What became of the live translations, by the codes of their languages."""

    published: list[str] = field(default_factory=list)
    #: Words are missing.
    incomplete: list[str] = field(default_factory=list)
    #: Something of their own waits there to be published.
    waiting: list[str] = field(default_factory=list)
    #: They could not be saved.
    refused: list[str] = field(default_factory=list)


@dataclass
class Target:
    """A live translation.

    Args:
        lacked: segments without translation before the words were taken anew.
        lacks: segments without translation since.
        waits: whether somebody is at work on it.
    """

    translation: Translation
    page: Page
    lacked: int
    lacks: int
    was_stale: bool
    waits: bool

    @property
    def language(self) -> str:
        """The code of its language."""
        return str(self.translation.target_locale.language_code)


def translations_of(page: Page) -> "QuerySet[Translation]":
    """The translations that follow a page, in all languages."""
    return Translation.objects.filter(
        source__object_id=page.translation_key, source__locale_id=page.locale_id, enabled=True
    )


def synchronise(key: int, user: Any, minor: bool, step: Callable[[int], None]) -> Outcome:
    """Take the words of a page anew, and write its translations where that can be done.

    Args:
        key: the primary key of wagtail-localize's source.
        user: who has published the page, None where nobody knows.
        minor: whether its translations stay valid, though words have changed.
        step: is told how many translations are done.

    Raises:
        ObjectDoesNotExist: the page or its source is gone.
    """
    outcome = Outcome()
    changed, targets = _take(key, minor)
    for done, target in enumerate(targets, start=1):
        if changed or target.was_stale:
            _settle(target, changed, minor, user, outcome)
        step(done)
    return outcome


@transaction.atomic
def _take(key: int, minor: bool) -> tuple[bool, list[Target]]:
    """Take the words anew.

    Returns:
        whether anything has changed that translations show, and those that are live.
    """
    source = TranslationSource.objects.select_for_update().get(pk=key)
    original = source.get_source_instance()
    translations = Translation.objects.filter(source=source, enabled=True)
    pages = Page.objects.filter(
        translation_key=source.object_id, locale__in=translations.values("target_locale")
    ).exclude(pk=original.pk)
    keys = list(pages.values_list("pk", flat=True))
    lacked = dict(_states(keys).values_list("pk", "stale_segments"))
    changed = not shown.are_alike(original, source.as_instance())
    if changed:
        _take_words(source, minor)
    states.refresh(keys)
    live = {page.locale_id: page for page in pages.filter(live=True)}
    found = {state.pk: state for state in _states(keys)}
    at_work = _at_work(source, list(live.values()))
    targets = [
        Target(
            translation,
            page,
            lacked.get(page.pk, 0),
            found[page.pk].stale_segments,
            found[page.pk].is_stale,
            page.locale_id in at_work,
        )
        for translation in translations.select_related("source__locale", "target_locale")
        if (page := live.get(translation.target_locale_id)) is not None
    ]
    _make_private(source, original, targets)
    return changed, targets


def _take_words(source: TranslationSource, minor: bool) -> None:
    before = carrying.segments(source) if minor else {}
    source.update_from_db()
    if minor:
        carrying.keep_valid(before, carrying.segments(source))
    carrying.bring_along(source)


def _settle(target: Target, changed: bool, minor: bool, user: Any, outcome: Outcome) -> None:
    """Write a translation if it is to show something else and can be; say what became of it."""
    if target.lacks:
        outcome.incomplete.append(target.language)
        if changed and not (minor and target.lacks <= target.lacked):
            states.set_stale(target.page.pk, True)
    elif shown.is_up_to_date(target.translation.source, target.page.specific):
        states.set_stale(target.page.pk, False)
    elif target.waits:
        outcome.waiting.append(target.language)
        states.set_stale(target.page.pk, True)
    else:
        _publish(target, user, outcome)


def _publish(target: Target, user: Any, outcome: Outcome) -> None:
    if _save(target.translation, user):
        outcome.published.append(target.language)
    else:
        outcome.refused.append(target.language)
        states.set_stale(target.page.pk, True)


def _save(translation: Translation, user: Any) -> bool:
    """Write and publish a translation, in one transaction; whether it was valid."""
    try:
        with transaction.atomic():
            page = _written(translation, user)
            if page is not None:
                # By wagtail-localize it would come after the commit of the live row.
                page.latest_revision.publish()
    except DataError:
        return False  # it could not: PostgreSQL takes no title that is too long for its column
    return page is not None


def _written(translation: Translation, user: Any) -> Page | None:
    try:
        page, _created = translation.source.create_or_update_translation(
            translation.target_locale, user, publish=False, copy_parent_pages=True, fallback=True
        )
    except ValidationError:
        return None  # wagtail-localize has marked the segment, which is to be kept
    return page


def _at_work(source: TranslationSource, pages: list[Page]) -> set[int]:
    """The locales in which somebody is at work: what is live must not be written over.

    There are changes that are not published, of the page or of a segment, or the page is locked, or
    was last published by other means than from its segments (wagtail-localize#876).
    """
    written = dict(
        TranslationLog.objects.filter(
            source=source, revision__in=[page.live_revision_id for page in pages]
        )
        .order_by()
        .values_list("locale")
        .annotate(Max("created_at"))
    )
    edited = _edited(source)
    return {
        page.locale_id
        for page in pages
        if page.locked
        or page.has_unpublished_changes
        or page.locale_id not in written
        or any(moment > written[page.locale_id] for moment in edited.get(page.locale_id, []))
    }


def _edited(source: TranslationSource) -> dict[int, list[datetime]]:
    """By locale, when somebody last translated a segment, or replaced a value of the source."""
    segments = StringTranslation.objects.filter(
        context__object=source.object_id,
        translation_of__segments__source=source,
        translation_of__segments__context=F("context"),
    )
    overrides = SegmentOverride.objects.filter(context__object=source.object_id)
    found: dict[int, list[datetime]] = {}
    for rows in (segments, overrides):
        for locale, moment in rows.order_by().values_list("locale").annotate(Max("updated_at")):
            found.setdefault(locale, []).append(moment)
    return found


def _make_private(source: TranslationSource, original: Page, targets: list[Target]) -> None:
    """Let what only some may read in the source be for them only in translation, too."""
    if original.view_restrictions.exists():
        for target in targets:
            source.sync_view_restrictions(original, target.page)


def _states(keys: list[int]) -> Any:
    return TranslationState.objects.filter(pk__in=keys)
