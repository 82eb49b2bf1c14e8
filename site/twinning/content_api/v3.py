"""Typed StreamFields in Wagtail's API v3, which by itself says no more of them than `list[Any]`.

https://github.com/wagtail/wagtail/issues/6495. Wagtail's registry is built when its module is
first imported, so this is registered in `ready()`, before the URLs are read.
"""

from functools import wraps
from typing import Annotated, Any

from django.db.models import Model
from django.http import HttpRequest
from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema
from wagtail.fields import StreamField

from twinning.content_api import errors
from twinning.content_api.blocks import describe


class Documented:
    """Annotates a value with a type that the document shows and nothing validates.

    What is stored may be older than its blocks, and reading it must not fail for that.
    """

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        typed = handler(source)
        return core_schema.no_info_wrap_validator_function(
            lambda value, _validate: value,
            typed,
            serialization=core_schema.wrap_serializer_function_ser_schema(
                lambda value, _serialise: value, schema=typed
            ),
        )


def register_schemas() -> None:
    """Register StreamField with Wagtail's generators of schemas, for reading and for writing."""
    from wagtail.api.v3.schemas.generators import (
        create_generator,
        patch_generator,
        read_generator,
    )

    read_generator.register_field_schema(StreamField, _read_schema)
    create_generator.register_field_schema(StreamField, _write_schema)
    patch_generator.register_field_schema(StreamField, _write_schema)


def without_nulls(urls: tuple[list[Any], str, str]) -> tuple[list[Any], str, str]:
    """Wagtail's addresses, refusing null characters, on which PostgreSQL fails in every filter."""
    patterns, app_name, namespace = urls
    for pattern in patterns:
        pattern.callback = _refusing_nulls(pattern.callback)
    return patterns, app_name, namespace


def _refusing_nulls(view: Any) -> Any:
    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        names = [name for name, values in request.GET.lists() if "\0" in "".join([name, *values])]
        if names or "\0" in request.path_info:
            found = [
                (("query", name.replace("\0", "")), "It contains a null character.")
                for name in names
            ]
            refused = errors.Refused(422, "The request contains a null character.", found)
            return errors.response(refused)
        return view(request, *args, **kwargs)

    return checked


def _read_schema(generator: Any, field: StreamField) -> tuple[Any, Any, Any]:
    stream = describe(field.stream_block, f"{field.model.__name__}.{field.name}")

    def resolve(instance: Model, context: dict[str, Any]) -> Any:
        value = getattr(instance, field.name)
        return value.stream_block.get_api_representation(value, context)

    return Annotated[stream.read_annotation, Documented()], [], staticmethod(resolve)


def _write_schema(generator: Any, field: StreamField) -> tuple[Any, Any]:
    stream = describe(field.stream_block, f"{field.model.__name__}.{field.name}")
    return stream.write_annotation, []
