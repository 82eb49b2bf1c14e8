"""Before wagtail-localize's views of one translation: it must be one that somebody may edit.

These ask a page whether it may be edited, but a snippet only for its type; and they take a segment
of any source of the same object, so that words could be written over those of another language.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from wagtail_localize.models import OverridableSegment, StringSegment, Translation
from wagtail_localize.views import edit_translation

from twinning.translation.guards.questions import may_edit, require, target_of

View = Callable[..., HttpResponse]


def guarded(view: View) -> View:
    """Let only those in who may edit what the translation makes, and only to its own segments."""

    @wraps(view)
    def wrapper(request: HttpRequest, translation_id: int, **kwargs: Any) -> HttpResponse:
        found = Translation.objects.select_related("source__specific_content_type", "target_locale")
        translation = get_object_or_404(found, pk=translation_id)
        target = target_of(translation)
        if target is None:
            raise Http404
        require(may_edit(request.user, target))
        _require_own_segments(translation, kwargs)
        return view(request, translation_id, **kwargs)

    return wrapper


def _require_own_segments(translation: Translation, kwargs: dict[str, Any]) -> None:
    """Turn away what belongs to another source of the same object.

    Raises:
        Http404: a segment of another source.
    """
    for name, model in (
        ("string_segment_id", StringSegment),
        ("overridable_segment_id", OverridableSegment),
    ):
        if name in kwargs:
            get_object_or_404(model, pk=kwargs[name], source=translation.source_id)


#: Below `localize/translate/<translation>/`: wagtail-localize's addresses, by its names.
_VIEWS: dict[str, View] = {
    "strings/<int:string_segment_id>/edit/": edit_translation.edit_string_translation,
    "overrides/<int:overridable_segment_id>/edit/": edit_translation.edit_override,
    "pofile/download/": edit_translation.download_pofile,
    "pofile/upload/": edit_translation.upload_pofile,
    "machine_translate/": edit_translation.machine_translate,
    "preview/": edit_translation.preview_translation,
    "preview/<str:mode>/": edit_translation.preview_translation,
    "disable/": edit_translation.stop_translation,
}


def urls() -> list[URLPattern]:
    """The guarded views, to stand before wagtail-localize's own."""
    return [
        path(f"localize/translate/<int:translation_id>/{address}", guarded(view))
        for address, view in _VIEWS.items()
    ]
