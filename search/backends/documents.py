"""What is indexed in the place of a page or a snippet: its texts, and the tokens of their words."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Manager, Model
from django.http import HttpRequest
from wagtail.models import Locale, TranslatableMixin
from wagtail.search import index

from search.analysis import composed, of_text
from twinning import references
from twinning.blocks.prefetch import want_streams

_STOPS = (".", "!", "?", ":", "…", "”", "“", "»")


class Text(index.SearchField):
    """A field that has its value already: a text, and the tokens of its words."""

    def __init__(self, name: str, boost: float | None, text: str, tokens: str) -> None:
        super().__init__(name, boost=boost)
        self.text, self.tokens = text, tokens

    def get_value(self, obj: Any) -> str:
        """Both, whatever it is asked of."""
        return f"{self.text} {self.tokens}"


class Beginning(index.AutocompleteField):
    """The same, for what is found by its beginning."""

    def __init__(self, name: str, value: str) -> None:
        super().__init__(name)
        self.value = value

    def get_value(self, obj: Any) -> str:
        """The value, whatever it is asked of."""
        return self.value


class Document:
    """Something with its language, as an indexer asks it.

    Args:
        repeats: whether an index without weights is to count a text as often as its boost says;
            else the words of the title are among all others too, so that one vector has them all.
    """

    def __init__(self, instance: Model, language: str, repeats: bool = False) -> None:
        self.instance = instance
        self.pk = instance.pk
        self.language = language
        self.repeats = repeats
        self.texts = list(texts(instance))

    def get_search_fields(self) -> list[index.BaseField]:
        """The fields of the instance, each with its tokens after it."""
        found = [self._with_tokens(field, text) for field, text in self.texts if text]
        if not self.repeats:
            titles = (text for field, text in self.texts if field.field_name == "title")
            found.append(Text("words_of_title", 1, "", of_text(next(titles, ""), self.language)))
        return found

    def _with_tokens(self, field: Any, text: str) -> index.BaseField:
        tokens = of_text(text, self.language)
        if isinstance(field, index.AutocompleteField):
            return Beginning(field.field_name, f"{text} {tokens}")
        if self.repeats and field.field_name != "title":
            tokens = " ".join([tokens] * max(1, int(field.boost or 1)))
        return Text(field.field_name, field.boost, text, tokens)


def documents(instances: Iterable[Model], repeats: bool = False) -> list[Any]:
    """What is to be indexed for some instances; what has no language is indexed as it is."""
    instances = list(instances)
    languages = dict(Locale.objects.values_list("pk", "language_code"))
    with references.opened(HttpRequest()):
        for instance in instances:
            want_streams(instance)
        return [
            Document(instance, languages[instance.locale_id], repeats)
            if isinstance(instance, TranslatableMixin)
            else instance
            for instance in instances
        ]


def texts(instance: Any) -> Iterator[tuple[Any, str]]:
    """The fields of an instance that words are searched in, each with its text."""
    for field in instance.get_search_fields():
        yield from _texts(instance, field)


def _texts(instance: Any, field: Any) -> Iterator[tuple[Any, str]]:
    if isinstance(field, index.SearchField | index.AutocompleteField):
        yield field, joined(_flat(field.get_value(instance)))
    elif isinstance(field, index.RelatedFields):
        related = field.get_value(instance)
        for one in related.all() if isinstance(related, Manager) else [related]:
            for below in field.fields if one is not None else ():
                yield from _texts(one, below)


def joined(pieces: Iterable[str]) -> str:
    """Pieces of text one after the other, as a result shows them: headings end without a stop."""
    text = ""
    for piece in filter(None, pieces):
        gap = " " if text.endswith(_STOPS) else " · "
        text = f"{text}{gap}{piece}" if text else piece
    return text


def _flat(value: Any) -> Iterator[str]:
    """All texts in a value, such as the searchable content of a StreamField."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for part in value:
            yield from _flat(part)
    elif value is not None:
        yield composed(" ".join(str(value).split()))
