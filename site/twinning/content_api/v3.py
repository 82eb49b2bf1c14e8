"""Typed StreamFields in Wagtail's API v3, which by itself says no more of them than `list[Any]`.

https://github.com/wagtail/wagtail/issues/6495. Wagtail's registry is built when its module is
first imported, so this is registered in `ready()`, before the URLs are read.
"""

from typing import Annotated, Any

from django.db.models import Model
from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema
from wagtail.fields import StreamField

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


def _read_schema(generator: Any, field: StreamField) -> tuple[Any, Any, Any]:
    stream = describe(field.stream_block, f"{field.model.__name__}.{field.name}")

    def resolve(instance: Model, context: dict[str, Any]) -> Any:
        value = getattr(instance, field.name)
        return value.stream_block.get_api_representation(value, context)

    return Annotated[stream.read_annotation, Documented()], [], staticmethod(resolve)


def _write_schema(generator: Any, field: StreamField) -> tuple[Any, Any]:
    stream = describe(field.stream_block, f"{field.model.__name__}.{field.name}")
    return stream.write_annotation, []
