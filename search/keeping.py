"""Keeps what is written beside the index: texts and facets of pages, and the words they have."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.http import HttpRequest
from wagtail.models import Page
from wagtail.search import index

from search.analysis import fold, words
from search.analysis.words import LONGEST
from search.backends.documents import joined
from search.models import PageText, Word
from twinning import references, visibility

#: What has a smaller boost is beside the text: names of people, of interests.
_TEXT = 2
#: Shorter words cannot be misspelt in one way only.
_SHORTEST = 4


def keep(documents: Iterable[Any]) -> None:
    """Write the texts and the words of documents that are in the index now.

    Words of drafts and of private pages are no help to visitors, and none of their business.
    """
    found = [one for one in documents if is_result(getattr(one, "instance", None))]
    if not found:
        return
    PageText.objects.bulk_create(
        [_page_text(document) for document in found],
        update_conflicts=True,
        unique_fields=["page"],
        update_fields=["text", "facets"],
    )
    known: dict[tuple[str, str], str] = {}
    with references.opened(HttpRequest()):  # so that private sections are asked for once
        public = [document for document in found if visibility.is_public(document.instance)]
    for document in public:
        for spelling, written in words_of(document):
            known.setdefault((document.language, spelling), written)
    keep_words(known)


def keep_words(known: dict[tuple[str, str], str]) -> None:
    """Write words, by their languages and folded spellings; those that are there remain."""
    Word.objects.bulk_create(
        [
            Word(language=code, spelling=spelling, written=written, length=len(spelling))
            for (code, spelling), written in sorted(known.items())
        ],
        ignore_conflicts=True,
        batch_size=2000,
    )


def _page_text(document: Any) -> PageText:
    told = [
        (field.boost or 1, text)
        for field, text in document.texts
        if isinstance(field, index.SearchField) and field.field_name != "title"
    ]
    body = joined(text for boost, text in told if boost >= _TEXT)
    return PageText(
        page_id=document.pk,
        text=body or joined(text for _boost, text in told),
        facets=getattr(document.instance, "search_facets", dict)(),
    )


def is_result(instance: Any) -> bool:
    """Whether visitors are shown something; a page type says no by `in_search`."""
    return isinstance(instance, Page) and getattr(instance, "in_search", True)


def words_of(document: Any) -> Iterator[tuple[str, str]]:
    """Each word of a document with its folded spelling."""
    for written in set().union(*(words(text) for _field, text in document.texts)):
        spelling = fold(written)
        if _SHORTEST <= len(spelling) <= LONGEST and spelling.isalpha():
            yield spelling, written.lower() if written.isupper() else written
