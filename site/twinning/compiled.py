"""Querysets that are compiled once: where Django would write the same SQL for every request.

Writing SQL costs Django about as much as the database needs to answer it (ADR 0017). What is kept
is the SQL of an ordinary `values_list` queryset; only the values in its parameters change.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from inspect import getattr_static
from typing import Any, TypeVar
from uuid import UUID

from django.db import connections
from django.db.models import Field, IntegerField, Model, QuerySet, UUIDField
from django.db.models.base import ModelState
from django.db.models.fields.files import FileDescriptor, ImageFileDescriptor
from django.db.models.fields.related_descriptors import ForeignKeyDeferredAttribute
from django.db.models.query_utils import DeferredAttribute
from wagtail.models import Page

M = TypeVar("M", bound=Model)
#: What fields put into their model that keeps what it is given, until it is asked for.
_PLAIN = {DeferredAttribute, ForeignKeyDeferredAttribute, FileDescriptor, ImageFileDescriptor}
Convert = Callable[[Any], Any]


@dataclass(frozen=True)
class _Statement:
    """A statement, which of its parameters are whose values, and what its columns need."""

    sql: str
    parameters: tuple[Any, ...]
    positions: tuple[int | None, ...]
    converters: Any


class CompiledQuery:
    """A `values_list` queryset made from lists of values, compiled once for each length of them.

    Lists are filled up with their last value to 1, 2, 4, 8 … values, so that few lengths occur:
    they may only be used where a value counts once however often it comes, as in `…__in`.

    Args:
        build: lists of values → the queryset, in which nothing else differs from call to call.
        fields: for each list a model field of the type of its values: text, numbers or UUIDs.
    """

    def __init__(
        self, build: "Callable[..., QuerySet[Any, Any]]", *fields: "Field[Any, Any]"
    ) -> None:
        self._build = build
        self._fields = [_without_relations(field) for field in fields]
        self._statements: dict[tuple[Any, ...], _Statement] = {}

    def rows(self, *lists: Sequence[Any], using: str = "default") -> list[tuple[Any, ...]]:
        """The rows of the queryset for these values."""
        connection = connections[using]
        lists = tuple(_filled(values) for values in lists)
        lengths = [len(values) for values in lists]
        key = (connection.vendor, *lengths)
        if key not in self._statements:
            self._statements[key] = self._compile(connection, lengths)
        statement = self._statements[key]
        adapted = self._adapted(lists, connection)
        parameters = [
            constant if position is None else adapted[position]
            for constant, position in zip(statement.parameters, statement.positions, strict=True)
        ]
        with connection.cursor() as cursor:
            cursor.execute(statement.sql, parameters)
            found = cursor.fetchall()
        return [tuple(_converted(row, statement.converters, connection)) for row in found]

    def _adapted(self, lists: Sequence[Sequence[Any]], connection: Any) -> list[Any]:
        return [
            field.get_db_prep_value(value, connection)
            for field, values in zip(self._fields, lists, strict=True)
            for value in values
        ]

    def _compile(self, connection: Any, lengths: Sequence[int]) -> _Statement:
        stand_ins = [
            [_stand_in(field, place, number) for number in range(length)]
            for place, (field, length) in enumerate(zip(self._fields, lengths, strict=True))
        ]
        query = self._build(*stand_ins).query
        compiler = query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        adapted = self._adapted(stand_ins, connection)
        place = {value: position for position, value in enumerate(adapted)}
        return _Statement(
            sql,
            tuple(parameters),
            tuple(place.get(parameter) for parameter in parameters),
            compiler.get_converters([column[0] for column in compiler.select]),
        )


@dataclass(frozen=True)
class Columns:
    """The columns of a model as a `values_list` names them, and how rows become its instances.

    Args:
        model: its instances are made.
        names: of its concrete fields; the others are left in the database.
    """

    model: type[Model]
    names: tuple[str, ...]

    @classmethod
    def of(cls, model: type[Model], but: Sequence[str] = ()) -> "Columns":
        """All columns of a model but those of these names."""
        fields = model._meta.concrete_fields
        return cls(model, tuple(field.attname for field in fields if field.name not in but))

    def after(self, relation: str) -> tuple[str, ...]:
        """The names, from a model that has this relation to ours."""
        return tuple(f"{relation}__{name}" for name in self.names)

    def instance(self, values: Sequence[Any], using: str = "default") -> Any:
        """An instance from a row's values, as a queryset makes it, but without signals.

        A list shows more than a hundred pages beside its own, and modelcluster's `__init__` alone
        costs more than what is done with most of them.
        """
        if not self._are_plain:
            return self.model.from_db(using, self.names, values)
        made = self.model.__new__(self.model)
        made.__dict__.update(zip(self.names, values, strict=True))
        made._state = ModelState()
        made._state.adding = False
        made._state.db = using
        return made

    @cached_property
    def _are_plain(self) -> bool:
        """Whether values are kept as they are, by all fields and by the model itself."""
        attributes = (getattr_static(self.model, name) for name in self.names)
        return (
            self.model.__init__ in {Model.__init__, Page.__init__}
            and self.model.from_db.__func__ is Model.from_db.__func__  # type: ignore[attr-defined]
            and all(type(attribute) in _PLAIN for attribute in attributes)
        )


def _without_relations(field: Any) -> "Field[Any, Any]":
    """The field that a key is in the end a key of: of a page type, that of `Page`."""
    while field.remote_field is not None:
        field = field.target_field
    return field


def _filled(values: Sequence[Any]) -> Sequence[Any]:
    """A list with its last value repeated, as long as the next power of two."""
    length = len(values)
    if length == 0:
        return values
    return [*values, *([values[-1]] * ((1 << (length - 1).bit_length()) - length))]


def _stand_in(field: "Field[Any, Any]", place: int, number: int) -> Any:
    """A value that no constant of a queryset is, and no other list's either."""
    distinct = 1_000_000_000 + place * 1_000_000 + number
    if isinstance(field, UUIDField):
        return UUID(int=distinct)
    return distinct if isinstance(field, IntegerField) else f"stand-in {distinct}"


def _converted(row: Sequence[Any], converters: Any, connection: Any) -> list[Any]:
    cells = list(row)
    for position, (functions, expression) in converters.items():
        for function in functions:
            cells[position] = function(cells[position], expression, connection)
    return cells
