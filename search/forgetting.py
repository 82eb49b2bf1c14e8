"""Forgets words that no page has any more: names among them, of people whose stories are gone.

And learns those of pages that have become public since they were indexed.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.http import HttpRequest
from django.utils import timezone
from modelsearch.index import get_indexed_models
from wagtail.models import Page

from search.backends.documents import documents
from search.keeping import is_result, keep_words, words_of
from search.models import Word
from twinning import references, visibility

#: So many pages are read at a time, and so many words deleted.
_CHUNK = 500


def forget() -> int:
    """Delete the words that are on no public page; how many. Keep all others. Reads every page."""
    began = timezone.now()
    last = Word.objects.aggregate(last=Max("pk"))["last"] or 0
    on_pages: dict[tuple[str, str], str] = {}
    for documents_read in (_documents(), _documents(since=began)):
        for document in documents_read:
            for spelling, written in words_of(document):
                on_pages.setdefault((document.language, spelling), written)
    gone = []
    for pk, *word in Word.objects.values_list("pk", "language", "spelling").iterator():
        if on_pages.pop((word[0], word[1]), None) is None and pk <= last:
            gone.append(pk)
    for start in range(0, len(gone), _CHUNK):
        Word.objects.filter(pk__in=gone[start : start + _CHUNK]).delete()
    keep_words(on_pages)
    return len(gone)


def _documents(since: datetime | None = None) -> Iterator[Any]:
    """Public pages as they are indexed; those that were published since a moment, or all."""
    for model in get_indexed_models():
        if not issubclass(model, Page):
            continue
        pages = model.get_indexed_objects().filter(live=True).order_by("pk")
        if since is not None:
            pages = pages.filter(last_published_at__gte=since)
        last = 0
        while chunk := list(pages.filter(pk__gt=last)[:_CHUNK]):
            last = chunk[-1].pk
            with references.opened(HttpRequest()):
                public = [page for page in chunk if visibility.is_public(page)]
            yield from (one for one in documents(public) if is_result(one.instance))
