"""Saves a segment: never over words that its editor has not seen, and keeps what it replaces.

These views stand before wagtail-localize's of the same names, and answer as those do. Theirs let
the last one win (wagtail-localize 1.14).
"""

import json
from typing import Any

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework.authentication import SessionAuthentication
from rest_framework.decorators import api_view, authentication_classes, permission_classes
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from wagtail_localize.models import OverridableSegment, SegmentOverride, StringTranslation
from wagtail_localize.views.edit_translation import (
    SegmentOverrideSerializer,
    StringTranslationSerializer,
)

from twinning.translation.editor import access, places, problems, versions

#: A text longer than this is no translation of a sentence.
LONGEST = 20_000


@api_view(["PUT", "DELETE"])
@permission_classes([IsAuthenticated])
@authentication_classes([SessionAuthentication])
@transaction.atomic
def edit_words(request: Request, translation_id: int, string_segment_id: int) -> Any:
    """Write or remove the translation of a segment.

    Answers 412 where somebody else has changed it meanwhile, 409 where the source has changed, 423
    where the page is locked; all with problem documents.
    """
    translation, instance = access.editable(request.user, translation_id)
    place = places.find(translation, string_segment_id, request.headers.get("X-Segment-Place"))
    if place is None:
        raise Http404
    if reason := access.locked(request.user, instance):
        return problems.locked(reason)
    words = None
    if request.method == "PUT":
        words = request.data.get("value")
        if fault := fault_of(words):
            return problems.refused(fault)
    before = place.stored()
    if not versions.is_met(request.headers, before.data if before else None):
        return problems.changed(before, _as_json(before, translation))
    return _answer(request, translation, place, before, words)


def _answer(
    request: Request,
    translation: Any,
    place: places.Place,
    before: StringTranslation | None,
    words: str | None,
) -> Any:
    versions.keep(before, words)
    if words is None:
        if before is None:
            return Response(status=404)  # to its page this is a success, as in wagtail-localize
        data = _as_json(before, translation)
        before.delete()
        return Response(data)
    written, created = place.write(words, request.user)
    if not place.is_current:
        return problems.source_changed()
    headers = versions.etag(written.data)
    return Response(_as_json(written, translation), status=201 if created else 200, headers=headers)


@api_view(["PUT", "DELETE"])
@permission_classes([IsAuthenticated])
@authentication_classes([SessionAuthentication])
@transaction.atomic
def edit_override(request: Request, translation_id: int, overridable_segment_id: int) -> Any:
    """Choose another picture, link or document for a language, or the source's again."""
    translation, instance = access.editable(request.user, translation_id)
    segment = (
        OverridableSegment.objects.filter(pk=overridable_segment_id, source=translation.source_id)
        .select_related("context")
        .first()
    )
    if segment is None:
        raise Http404
    if reason := access.locked(request.user, instance):
        return problems.locked(reason)
    overrides = SegmentOverride.objects.filter(
        locale=translation.target_locale_id, context=segment.context_id
    )
    before = overrides.select_related("last_translated_by").first()
    if not versions.is_met(request.headers, before.data_json if before else None):
        return problems.changed(before, _override_as_json(before, translation))
    if request.method == "DELETE":
        if before is None:
            return Response(status=404)
        data = _override_as_json(before, translation)
        before.delete()
        return Response(data)
    try:
        value = places.value_like(segment, instance, request.data.get("value"))
    except ValueError as fault:
        return problems.refused(str(fault))
    override, created = SegmentOverride.objects.update_or_create(
        locale_id=translation.target_locale_id,
        context_id=segment.context_id,
        defaults={
            "data_json": json.dumps(value),
            "last_translated_by": request.user,
            "has_error": False,
            "field_error": "",
        },
    )
    data = _override_as_json(override, translation)
    headers = versions.etag(override.data_json)
    return Response(data, status=201 if created else 200, headers=headers)


def fault_of(words: Any) -> str:
    """What is wrong with the words that were sent; nothing where they can be stored."""
    if not isinstance(words, str) or not words.strip():
        return _("Write a translation.")
    if "\x00" in words or len(words) > LONGEST:
        return _("This text cannot be stored.")
    return ""


def _as_json(row: StringTranslation | None, translation: Any) -> Any:
    if row is None:
        return None
    return StringTranslationSerializer(row, context={"translation_source": translation.source}).data


def _override_as_json(row: SegmentOverride | None, translation: Any) -> Any:
    if row is None:
        return None
    return SegmentOverrideSerializer(row, context={"translation_source": translation.source}).data
