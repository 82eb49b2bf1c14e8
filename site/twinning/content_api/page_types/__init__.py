"""Pages in the API: what each type has, made from its model's `api_fields`."""

from twinning.content_api.page_types import relations
from twinning.content_api.page_types.fields import ApiField, column, serialises
from twinning.content_api.page_types.types import PageType, of, page_types, union

__all__ = ["ApiField", "PageType", "column", "of", "page_types", "relations", "serialises", "union"]
