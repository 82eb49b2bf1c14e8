"""Filters that answer 400 to what Wagtail's would make a server error of."""

from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail.api.v2 import filters
from wagtail.api.v2.utils import BadRequestError

from twinning import conf
from twinning.api_v2 import ahead
from twinning.submissions import limits
from twinning.submissions.clients import client_of

#: What no database column of a page holds; Wagtail hands it to the database.
_LARGEST = 2**63 - 1
_OF_PAGES = ("child_of", "ancestor_of", "descendant_of", "translation_of")


def check_values(model: Any, given: Any, fields: Any) -> None:
    """Look at the values of field filters before the database does.

    Raises:
        BadRequestError: a value cannot be one of its field.
    """
    for name, value in given.items():
        if "\x00" in value:
            raise BadRequestError(f"null characters are not allowed for {name}")
        if name in _OF_PAGES and value.isdecimal() and _is_too_large(value):
            raise BadRequestError(f"{name} must be the id of a page")
        if name == "offset" and value.isdecimal() and _is_too_large(value):
            raise BadRequestError("offset is larger than any list")
        if name in fields:
            _check_value(model, name, value)


def _is_too_large(digits: str) -> bool:
    return len(digits) > 19 or int(digits) > _LARGEST


def _check_value(model: Any, name: str, value: str) -> None:
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return
    column = getattr(field, "target_field", field)
    try:
        number = column.to_python(value)
    except (ValidationError, ValueError) as error:
        raise BadRequestError(f"field filter error. '{value}' is not valid for {name}") from error
    if isinstance(number, int) and abs(number) > _LARGEST:
        raise BadRequestError(f"field filter error. '{value}' is not valid for {name}")


class SearchFilter(filters.SearchFilter):
    """Wagtail's, counted for each client."""

    def filter_queryset(self, request: HttpRequest, queryset: "QuerySet[Any]", view: Any) -> Any:
        if "search" in request.GET:
            if request.GET.get("search_operator", "and") not in {"and", "or"}:
                raise BadRequestError("search_operator must be 'and' or 'or'")
            most, seconds = conf.get("SEARCH_CLIENT_LIMIT")
            limits.count("search", client_of(request), most, seconds)
            # Search backends filter by indexed fields alone, and what is public is no such field.
            found = queryset.model._default_manager.filter(pk__in=queryset.values("pk"))
            queryset = ahead.fetching(found, view.get_serializer_class().Meta.fields)
        return super().filter_queryset(request, queryset, view)
