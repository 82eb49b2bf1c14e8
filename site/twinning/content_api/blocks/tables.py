"""Tables: Wagtail's plain one and the one whose columns have types."""

from typing import TYPE_CHECKING, Annotated, Any, Literal

from ninja import Schema
from pydantic import Field
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from twinning.content_api.blocks.naming import camel, schema, without_suffix
from twinning.content_api.blocks.registry import Description, describe, describes

if TYPE_CHECKING:
    from twinning.content_api.context import Context


class MergedCells(Schema):
    """Cells that are one: from a row and column, counted from 0, over so many of each."""

    row: int
    column: int
    rowspan: int
    colspan: int


class Table(Schema):
    """A table of text."""

    caption: str
    header: Literal["row", "col", "both", "neither"]
    rows: list[list[str]]
    merged_cells: list[MergedCells]


class TableColumn(Schema):
    """A column of a table whose columns have types."""

    type: str
    heading: str


class StoredRow(Schema):
    """A row as Wagtail stores it."""

    values: list[Any]


class StoredTable(Schema):
    """A typed table as Wagtail stores it."""

    caption: str | None = ""
    columns: list[TableColumn]
    rows: list[StoredRow]


@describes(TableBlock)
def describe_table(block: TableBlock, path: str) -> Description:
    """A table of text; null where it is empty."""
    return Description(
        "table", Table | None, _table, read=dict[str, Any] | None, write=dict[str, Any] | None
    )


@describes(TypedTableBlock)
def describe_typed_table(block: TypedTableBlock, path: str) -> Description:
    """A table whose cells are blocks, told apart by `type`, which is their column's."""
    name = camel(path) if type(block) is TypedTableBlock else without_suffix(type(block).__name__)
    children = {
        kind: describe(child, f"{name}.{kind}") for kind, child in block.child_blocks.items()
    }
    key = tuple((kind, child.key) for kind, child in children.items())
    cells: Any = None
    for kind, child in children.items():
        fields = {"type": (Literal[kind], ...), "value": (child.annotation, ...)}
        cell = schema(f"{name}{camel(kind)}Cell", (kind, child.key), fields)
        cells = cell if cells is None else cells | cell
    many = len(children) > 1
    cell_type = Annotated[cells, Field(discriminator="type")] if many else cells
    fields = {
        "caption": (str, ...),
        "columns": (list[TableColumn], ...),
        "rows": (list[list[cell_type]], ...),  # type: ignore[valid-type]
    }

    def value(stored: Any, context: "Context") -> dict[str, Any]:
        columns, rows = _columns_and_rows(stored, children)
        kinds = [kind for _index, kind, _heading in columns]
        return {
            "caption": (stored or {}).get("caption") or "",
            "columns": [{"type": kind, "heading": heading} for _i, kind, heading in columns],
            "rows": [
                [
                    {"type": kind, "value": children[kind].value(cell, context)}
                    for kind, cell in zip(kinds, row, strict=True)
                ]
                for row in rows
            ],
        }

    def want(stored: Any, context: "Context") -> None:
        columns, rows = _columns_and_rows(stored, children)
        for row in rows:
            for (_index, kind, _heading), cell in zip(columns, row, strict=True):
                children[kind].want(cell, context)

    shape = schema(name, key, fields)
    return Description(("typed table", key), shape, value, want, read=StoredTable)


def _columns_and_rows(
    stored: Any, children: dict[str, Description]
) -> tuple[list[tuple[int, str, str]], list[list[Any]]]:
    """Columns of a known type as (position, type, heading), and the rows' cells in them."""
    table = stored or {}
    columns = [
        (index, column["type"], column.get("heading") or "")
        for index, column in enumerate(table.get("columns") or [])
        if column["type"] in children
    ]
    rows = [[row["values"][index] for index, *_ in columns] for row in table.get("rows") or []]
    return columns, rows


def _table(stored: Any, context: "Context") -> dict[str, Any] | None:
    if not stored or not stored.get("data"):
        return None
    return {
        "caption": stored.get("table_caption") or "",
        "header": _header(stored),
        "rows": [["" if cell is None else str(cell) for cell in row] for row in stored["data"]],
        "merged_cells": [
            {
                "row": int(cells["row"]),
                "column": int(cells["col"]),
                "rowspan": int(cells["rowspan"]),
                "colspan": int(cells["colspan"]),
            }
            for cells in stored.get("mergeCells") or []
        ],
    }


def _header(stored: Any) -> str:
    choice = stored.get("table_header_choice")
    if choice in {"row", "col", "both", "neither", "column"}:
        return "col" if choice == "column" else str(choice)
    row, column = stored.get("first_row_is_table_header"), stored.get("first_col_is_header")
    return "both" if row and column else "row" if row else "col" if column else "neither"
