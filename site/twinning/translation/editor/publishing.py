"""Publishes a translation: whole, read by a person, and never by half.

wagtail-localize lets the source's words stand in for what is missing, writes the live page first
and publishes after the transaction (1.14). Here all of it is one transaction, and it is refused
while anything is missing (docs/decisions/0036-a-translation-is-published-whole.md).
"""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page
from wagtail_localize.models import SegmentOverride, StringTranslation, Translation

from twinning import conf
from twinning.translation.editor import access, segments
from twinning.translation.editor.segments import Progress


class NotReadyError(PermissionDenied):
    """A translation cannot be published as it is; the messages say why, to an editor.

    Views that know nothing of translations refuse with it.
    """

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(*reasons)
        self.reasons = reasons


def reasons(progress: Progress, is_reviewed: bool = False) -> list[str]:
    """Why a translation cannot be published; nothing where it can.

    Args:
        is_reviewed: whether whoever publishes answers for having read it.
    """
    found = []
    if missing := len(progress.missing):
        found.append(
            ngettext(
                "%(number)d text is not translated yet.",
                "%(number)d texts are not translated yet.",
                missing,
            )
            % {"number": missing}
        )
    unread = len(progress.unread)
    if unread and not is_reviewed and not conf.get("PUBLISH_MACHINE"):
        found.append(
            ngettext(
                "%(number)d text by a machine has not been read by anybody yet.",
                "%(number)d texts by a machine have not been read by anybody yet.",
                unread,
            )
            % {"number": unread}
        )
    return found


def is_publishable(page: Page) -> bool:
    """Whether the latest draft of a page may go live, as far as its translation is concerned.

    For whatever publishes a page without looking at its segments: lists, the API. Pages that follow
    no source always may. A draft that was made before the last word was translated may not: it has
    the source's words in it.
    """
    translation = access.following(page)
    if translation is None:
        return True
    progress = segments.progress(translation, page)
    if reasons(progress):
        return False
    drafted_at, written_at = page.latest_revision_created_at, progress.written_at
    if drafted_at is None or drafted_at < translation.source.last_updated_at:
        return False
    return written_at is None or drafted_at >= written_at


def publish(translation: Translation, user: Any) -> Page:
    """Publish the words of a page's translation as they are now.

    Raises:
        NotReadyError: something is missing, or was not read.
        ValidationError: the page would not be valid. Its words are marked with what is wrong.
        PermissionDenied: the user may not publish it.
    """
    try:
        return _publish(translation, user)
    except ValidationError as error:
        mark(translation, error)
        raise


@transaction.atomic
def _publish(translation: Translation, user: Any) -> Page:
    # Of two who publish at once, the later one publishes what is there then.
    locked = Translation.objects.select_for_update(of=("self",)).get(pk=translation.pk)
    progress = segments.progress(locked, locked.get_target_instance())
    if found := reasons(progress):
        raise NotReadyError(found)
    page, _created = locked.source.create_or_update_translation(
        locked.target_locale, user=user, publish=False, fallback=True
    )
    page.latest_revision.publish(user=user)
    return page


def mark(translation: Translation, error: ValidationError) -> None:
    """Tell with each text that is not valid what is wrong with it, where its editor sees it."""
    for field, faults in getattr(error, "error_dict", {}).items():
        place = {
            "context__object": translation.source.object_id,
            "context__path": field,
            "locale": translation.target_locale_id,
        }
        used = translation.source.stringsegment_set.values("string")
        rows: Iterable[Any] = [
            *StringTranslation.objects.filter(translation_of__in=used, **place),
            *SegmentOverride.objects.filter(**place),
        ]
        for row in rows:
            row.set_field_error(faults)


def described(error: ValidationError, page: Page) -> list[str]:
    """What is wrong with a page, in the words that its editor knows its fields by."""
    if not hasattr(error, "error_dict"):
        return list(error.messages)
    names = {field.name: getattr(field, "verbose_name", "") for field in page._meta.get_fields()}
    return [
        _("%(field)s: %(fault)s") % {"field": names.get(field) or field, "fault": fault}
        for field, faults in error.message_dict.items()
        for fault in faults
    ]
