"""Elasticsearch or OpenSearch, by languages.

`{"BACKEND": "search.backends.remote", "OF": "modelsearch.backends.opensearch3", "URLS": […]}`
"""

from typing import Any

from modelsearch.backends import import_backend
from wagtail.models import TranslatableMixin
from wagtail.search import index

from search import keeping
from search.analysis import of_text
from search.backends.documents import Document


class LanguageMapping:
    """A mixin for a mapping: tokens beside the texts of whatever has a language."""

    def _get_document_field_data(self, field: Any, obj: Any) -> Any:
        found: Any = super()
        name, value, beginnings = found._get_document_field_data(field, obj)
        has_words = isinstance(field, index.SearchField | index.AutocompleteField)
        if has_words and isinstance(obj, TranslatableMixin) and value:
            flat = " ".join(map(str, value)) if isinstance(value, list) else str(value)
            value = f"{flat} {of_text(flat, obj.locale.language_code)}"
            beginnings = [value] if isinstance(field, index.AutocompleteField) else beginnings
        return name, value, beginnings


class LanguageIndex:
    """A mixin for an index: keeps beside it what the server is not asked for."""

    def add_item(self, item: Any) -> None:
        """Write one instance into the index."""
        self._keep([item])
        there: Any = super()
        there.add_item(item)

    def add_items(self, model: Any, items: Any) -> None:
        """Write some instances of one model into the index."""
        found = list(items)
        self._keep(found)
        there: Any = super()
        there.add_items(model, found)

    def _keep(self, items: list[Any]) -> None:
        translatable = [item for item in items if isinstance(item, TranslatableMixin)]
        keeping.keep([Document(item, item.locale.language_code) for item in translatable])


def SearchBackend(params: dict[str, Any]) -> Any:
    """The backend that `OF` names, by languages; the name is what modelsearch looks for."""
    base = import_backend(params.pop("OF"))
    mapping = type("Mapping", (LanguageMapping, base.mapping_class), {})
    compilers = {
        name: type("Compiler", (getattr(base, name),), {"mapping_class": mapping})
        for name in ("query_compiler_class", "autocomplete_query_compiler_class")
    }
    index_class = type("Index", (LanguageIndex, base.index_class), {})
    parts = {"mapping_class": mapping, "index_class": index_class, **compilers}
    return type("SearchBackend", (base,), parts)(params)
