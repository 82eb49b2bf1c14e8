"""What the fields of a model are in the API: the registry that maps field classes to shapes."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any, Literal, get_type_hints
from uuid import UUID

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from wagtail.api import APIField
from wagtail.api.conf import get_model_field
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model

from twinning.content_api import filters, rich_text
from twinning.content_api.blocks import describe
from twinning.content_api.blocks.fields import DecimalText, TimeOfDay, want_rich_text
from twinning.content_api.filters import Filter
from twinning.content_api.rich_text.schemas import RichText

if TYPE_CHECKING:
    from twinning.content_api.context import Context

#: More digits than this do not survive JSON's numbers.
EXACT_DIGITS = 15


def _nothing(owner: models.Model, context: "Context") -> None:
    """The field refers to nothing."""


@dataclass(frozen=True)
class ApiField:
    """A field of a page, or of what belongs to a page, in the API.

    Args:
        name: as it is called in the answer.
        annotation: the type of its value, for the OpenAPI document.
        value: its owner → JSON value.
        want: says what `value` will ask the context for.
        prepare: as `want`, for what can only be said once children have been fetched.
        filter: how lists are filtered by it, None where they cannot be.
        is_ordered: whether lists can be ordered by it.
        is_heavy: whether it is left in the database when it is not asked for.
        is_computed: whether its value may come from any other field, heavy ones among them.
    """

    name: str
    annotation: Any
    value: "Callable[[Any, Context], Any]"
    want: "Callable[[Any, Context], None]" = field(default=_nothing)
    prepare: "Callable[[Any, Context], None]" = field(default=_nothing)
    filter: Filter | None = None
    is_ordered: bool = False
    is_heavy: bool = False
    is_computed: bool = False


#: Takes the model's field and the model, gives the field of the API.
FieldMaker = Callable[[Any, type[models.Model]], ApiField]

_makers: dict[type, FieldMaker] = {}


def serialises(*field_classes: type) -> Callable[[FieldMaker], FieldMaker]:
    """Register how model fields of these classes, and of those derived from them, are shown.

    Call it in an `AppConfig.ready()`, before the URLs are read.
    """

    def register(maker: FieldMaker) -> FieldMaker:
        _makers.update(dict.fromkeys(field_classes, maker))
        return maker

    return register


def fields_of(model: type[models.Model], but: frozenset[str] = frozenset()) -> dict[str, ApiField]:
    """The fields that a model lists in its `api_fields`, by name, but those of these names."""
    listed = [item for item in APIField.get_fields_for_model(model) if item.name not in but]
    pictured = {f"{item.name}_alt" for item in listed if _is_picture(model, item.name)}
    return {item.name: _field(model, item) for item in listed if item.name not in pictured}


def _is_picture(model: type[models.Model], name: str) -> bool:
    try:
        found = get_model_field(model, name)
    except FieldDoesNotExist:
        return False
    return isinstance(found, models.ForeignKey) and found.related_model is get_image_model()


def _field(model: type[models.Model], listed: APIField) -> ApiField:
    if listed.serializer is not None:
        return _serializer_field(listed)
    try:
        found = get_model_field(model, listed.name)
    except FieldDoesNotExist:
        return _property_field(model, listed.name)
    for field_class in type(found).__mro__:
        if field_class in _makers:
            return _makers[field_class](found, model)
    return ApiField(found.name, str, lambda owner, c: found.value_to_string(owner))


def _property_field(model: type[models.Model], name: str) -> ApiField:
    """A property or method of the model, typed by its return annotation."""
    member = getattr(model, name)
    getter = getattr(member, "fget", None) or getattr(member, "func", None) or member
    annotation = get_type_hints(getter).get("return", Any) if callable(getter) else Any

    def value(owner: Any, context: "Context") -> Any:
        found = getattr(owner, name)
        return found() if callable(found) else found

    return ApiField(name, annotation, value, is_computed=True)


def _serializer_field(listed: APIField) -> ApiField:
    """A field with a serializer of Wagtail's API v2, as its API v3 takes it."""
    serializer = deepcopy(listed.serializer)
    serializer.bind(field_name=listed.name, parent=None)

    def value(owner: Any, context: "Context") -> Any:
        found = serializer.get_attribute(owner)
        return None if found is None else serializer.to_representation(found)

    return ApiField(listed.name, Any, value, is_computed=True)


def column(
    found: Any, annotation: Any, operators: tuple[str, ...] = (), convert: Any = None, **more: Any
) -> ApiField:
    """A field that holds its own value.

    Args:
        found: the model's field.
        annotation: the type of its value; null is added where the column may be null.
        operators: how lists are filtered by it, not at all where there are none.
        convert: stored value → JSON value, where they differ; never given None.
        more: of ApiField's.
    """
    name = found.name

    def value(owner: Any, context: "Context") -> Any:
        held = getattr(owner, name)
        return held if held is None or convert is None else convert(held)

    return ApiField(
        name,
        annotation | None if found.null else annotation,
        value,
        filter=filters.by_column(name, annotation, operators) if operators else None,
        is_ordered=bool(operators),
        **more,
    )


def written_moment(moment: datetime) -> str:
    """A moment as the database gives it, in UTC; drafts have theirs in local time."""
    return moment.astimezone(UTC).isoformat()


@serialises(models.CharField)
def _text(found: Any, model: type[models.Model]) -> ApiField:
    if found.choices and all(isinstance(value, str) for value, _label in found.flatchoices):
        values = tuple(dict.fromkeys(("",) * found.blank + tuple(v for v, _l in found.flatchoices)))
        return column(found, Literal[values], filters.EQUALITY)
    return column(found, str, filters.TEXT)


@serialises(models.TextField)
def _long_text(found: Any, model: type[models.Model]) -> ApiField:
    return column(found, str, filters.TEXT, is_heavy=True)


@serialises(models.BooleanField)
def _boolean(found: Any, model: type[models.Model]) -> ApiField:
    return column(found, bool, ("",))


@serialises(models.IntegerField)
def _integer(found: Any, model: type[models.Model]) -> ApiField:
    return column(found, int, filters.ORDERED)


@serialises(models.FloatField)
def _float(found: Any, model: type[models.Model]) -> ApiField:
    return column(found, float, filters.ORDERED)


@serialises(models.DecimalField)
def _decimal(found: Any, model: type[models.Model]) -> ApiField:
    """A JSON number where it keeps all digits, else text."""
    if found.max_digits is not None and found.max_digits <= EXACT_DIGITS:
        return column(found, float, filters.ORDERED, float)
    return column(found, DecimalText, filters.EQUALITY, str)


@serialises(models.DateTimeField)
def _datetime(found: Any, model: type[models.Model]) -> ApiField:
    return column(found, datetime, filters.ORDERED, written_moment)


@serialises(models.DateField)
def _date(found: Any, model: type[models.Model]) -> ApiField:
    return column(found, date, filters.ORDERED, date.isoformat)


@serialises(models.TimeField)
def _time(found: Any, model: type[models.Model]) -> ApiField:
    return column(found, TimeOfDay, filters.ORDERED, time.isoformat)


@serialises(models.UUIDField)
def _uuid(found: Any, model: type[models.Model]) -> ApiField:
    return column(found, UUID, filters.EQUALITY, str)


@serialises(models.JSONField)
def _json(found: Any, model: type[models.Model]) -> ApiField:
    return column(found, Any, is_heavy=True)


@serialises(models.FileField)
def _file(found: Any, model: type[models.Model]) -> ApiField:
    def value(owner: Any, context: "Context") -> str:
        file = getattr(owner, found.name)
        return context.media_url(file.url) if file else ""

    return ApiField(found.name, str, value)


@serialises(RichTextField)
def _rich_text(found: Any, model: type[models.Model]) -> ApiField:
    name = found.name
    return ApiField(
        name,
        RichText,
        lambda owner, c: rich_text.convert(getattr(owner, name), c.rich_text, c),
        lambda owner, context: want_rich_text(getattr(owner, name), context),
        is_heavy=True,
    )


@serialises(StreamField)
def _stream(found: Any, model: type[models.Model]) -> ApiField:
    name = found.name
    stream = describe(found.stream_block, f"{model.__name__}.{name}")
    return ApiField(
        name,
        stream.annotation,
        lambda owner, context: stream.value(_stored(owner, name), context),
        lambda owner, context: stream.want(_stored(owner, name), context),
        is_heavy=True,
    )


def _stored(owner: Any, name: str) -> Any:
    """The JSON of a StreamField as it is stored, or as a draft would store it."""
    return getattr(owner, name).raw_data
