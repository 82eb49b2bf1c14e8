"""One page as its own type, by a query that is compiled once for each type."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet
from wagtail.models import Locale, Page

from twinning.compiled import Columns, CompiledQuery

_LOCALE = Columns.of(Locale)


def fetch(model: type[Page], key: int, but: Sequence[str] = ()) -> Any:
    """The page with a primary key, with its locale; None where there is none of this type.

    Args:
        model: its own type.
        but: names of fields that are left in the database.
    """
    columns, query = _query(model, tuple(but))  # type: ignore[arg-type]  # a class has a hash
    for row in query.rows([key]):
        page = columns.instance(row[: len(columns.names)])
        page.locale = _LOCALE.instance(row[len(columns.names) :])
        return page
    return None


@lru_cache(maxsize=256)
def _query(model: type[Page], but: tuple[str, ...]) -> tuple[Columns, CompiledQuery]:
    columns = Columns.of(model, but)

    def build(keys: Sequence[int]) -> "QuerySet[Any, Any]":
        pages = model._default_manager.filter(pk__in=keys).order_by()
        return pages.values_list(*columns.names, *_LOCALE.after("locale"))

    return columns, CompiledQuery(build, Page._meta.pk)
