"""The triggers as SQLite has them: row by row and at once, in the only transaction that writes.

SQLite does not say which transaction a statement is in, so that one which changes several rows
raises the number several times. Nobody sees more than the last: to all others it rises once.
"""

from collections.abc import Iterator

from twinning.delivery.sources import Source

_NOW = "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)"

RAISE = f"""
    INSERT INTO delivery_generation (id, number) VALUES (1, {_NOW})
    ON CONFLICT (id) DO UPDATE SET number = max(abs(number) + 1, excluded.number)
"""
REST = "UPDATE delivery_generation SET number = -abs(number)"
#: Tables, triggers, and the statements that made them.
LIST = r"""
    SELECT tbl_name, name, sql FROM sqlite_master
    WHERE type = 'trigger' AND name LIKE 'twinning\_generation\_%' ESCAPE '\'
"""
#: SQLite's triggers hold what they do.
FUNCTIONS = DROP_FUNCTIONS = IMPATIENT = ()


def triggers(source: Source) -> Iterator[tuple[tuple[str, str], str]]:
    """The triggers of a table, by table and name, with the statement that makes each."""
    changed = " OR ".join(f'OLD."{name}" IS NOT NEW."{name}"' for name in source.columns)
    if source.page_key:
        live = f'SELECT 1 FROM wagtailcore_page WHERE live AND id = NEW."{source.page_key}"'
        yield _trigger(source, "UPDATE", f"WHEN ({changed}) AND EXISTS ({live})")
    else:
        yield _trigger(source, "INSERT")
        yield _trigger(source, "DELETE")
        yield _trigger(source, "UPDATE", f"WHEN {changed}")


def numbering(table: str, column: str) -> tuple[tuple[str, str], str]:
    """The trigger that numbers a table's rows, at once: nobody else writes meanwhile."""
    name = f"twinning_generation_{table}_number"
    number = "(SELECT number FROM delivery_generation WHERE id = 1)"
    return (
        (table, name),
        f'CREATE TRIGGER "{name}" AFTER INSERT ON "{table}" BEGIN {RAISE}; '
        f'UPDATE "{table}" SET "{column}" = {number} WHERE id = NEW.id; END',
    )


def create(table: str, trigger: str, statement: str) -> Iterator[str]:
    """The statements that make a trigger."""
    yield statement


def drop(table: str, trigger: str) -> str:
    """The statement that takes a trigger away."""
    return f'DROP TRIGGER "{trigger}"'


def mark(statement: str) -> str:
    """What tells of a trigger that it was made by this statement: SQLite keeps it."""
    return statement


def _trigger(source: Source, event: str, condition: str = "") -> tuple[tuple[str, str], str]:
    name = f"twinning_generation_{source.table}_{event.lower()}"
    return (
        (source.table, name),
        f'CREATE TRIGGER "{name}" AFTER {event} ON "{source.table}" {condition} BEGIN {RAISE}; END',
    )
