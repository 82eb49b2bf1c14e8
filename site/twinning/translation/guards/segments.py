"""Before wagtail-localize's views of one translation: it must be one that somebody may edit.

These ask a page whether it may be edited, but a snippet only for its type. Those that write words
are in `twinning.translation.editor`, which asks the same.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from wagtail_localize.models import Translation
from wagtail_localize.views import edit_translation

from twinning.translation.rights.questions import may_edit, require, target_of

View = Callable[..., HttpResponse]


def guarded(view: View) -> View:
    """Let only those in who may edit what the translation makes."""

    @wraps(view)
    def wrapper(request: HttpRequest, translation_id: int, **kwargs: Any) -> HttpResponse:
        found = Translation.objects.select_related("source__specific_content_type", "target_locale")
        translation = get_object_or_404(found, pk=translation_id)
        target = target_of(translation)
        if target is None:
            raise Http404
        require(may_edit(request.user, target))
        return view(request, translation_id, **kwargs)

    return wrapper


#: Below `localize/translate/<translation>/`: wagtail-localize's addresses, by its names.
_VIEWS: dict[str, View] = {
    "pofile/download/": edit_translation.download_pofile,
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
