"""Querysets that are compiled once: where Django would write the same SQL for every request.

Writing SQL costs Django about as much as the database needs to answer it (ADR 0017). What is kept
is the SQL of an ordinary `values_list` queryset; only the values in its parameters change.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.db.models import Field, QuerySet

Convert = Callable[[Any], Any]


@dataclass(frozen=True)
class _Statement:
    """A statement, which of its parameters are whose values, and what its columns need."""

    sql: str
    parameters: tuple[Any, ...]
    positions: tuple[int | None, ...]
    converters: Any


class CompiledQuery:
    """A `values_list` queryset made from a list of values, compiled once for each length of it.

    Args:
        build: values → the queryset, in which nothing else differs from call to call.
        field: a model field of the values' type.
        placeholders: as many different values of that type as are asked for; none of them may be
            a constant of the queryset.
    """

    def __init__(
        self,
        build: "Callable[[Sequence[Any]], QuerySet[Any, Any]]",
        field: "Field[Any, Any]",
        placeholders: Callable[[int], list[Any]],
    ) -> None:
        self._build = build
        self._field = field
        self._placeholders = placeholders
        self._statements: dict[tuple[str, int], _Statement] = {}

    def rows(self, values: Sequence[Any] = (), using: str = "default") -> list[tuple[Any, ...]]:
        """The rows of the queryset for these values."""
        connection = connections[using]
        adapted = [self._field.get_db_prep_value(value, connection) for value in values]
        key = (connection.vendor, len(values))
        if key not in self._statements:
            self._statements[key] = self._compile(connection, len(values))
        statement = self._statements[key]
        parameters = [
            constant if position is None else adapted[position]
            for constant, position in zip(statement.parameters, statement.positions, strict=True)
        ]
        with connection.cursor() as cursor:
            cursor.execute(statement.sql, parameters)
            found = cursor.fetchall()
        return [tuple(_converted(row, statement.converters, connection)) for row in found]

    def _compile(self, connection: Any, length: int) -> _Statement:
        stand_ins = self._placeholders(length)
        query = self._build(stand_ins).query
        compiler = query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        adapted = [self._field.get_db_prep_value(value, connection) for value in stand_ins]
        place = {value: position for position, value in enumerate(adapted)}
        return _Statement(
            sql,
            tuple(parameters),
            tuple(place.get(parameter) for parameter in parameters),
            compiler.get_converters([column[0] for column in compiler.select]),
        )


def _converted(row: Sequence[Any], converters: Any, connection: Any) -> list[Any]:
    cells = list(row)
    for position, (functions, expression) in converters.items():
        for function in functions:
            cells[position] = function(cells[position], expression, connection)
    return cells
