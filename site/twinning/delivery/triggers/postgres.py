"""The triggers as PostgreSQL has them.

They are deferred to the commit: the one row that all changes write is locked for an instant only,
and last of all. Two transactions wait for each other at their ends only. Within a transaction the
number is raised once: `xmin` is the transaction that wrote the row. NOTIFY comes with the commit.

The functions run with the rights and the search path of whoever migrates: whoever may write to a
table of the content need not be allowed to write the number, nor know where it lies.
"""

from collections.abc import Iterable, Iterator
from hashlib import blake2b

from twinning.delivery.sources import Source

#: The channel of NOTIFY; its payload is the number.
CHANNEL = "twinning_generation"

#: Raise the number, unless this transaction has done so already.
_RAISE_FUNCTION = f"""
    CREATE OR REPLACE FUNCTION twinning_generation_raise() RETURNS void LANGUAGE plpgsql
    SECURITY DEFINER SET search_path FROM CURRENT AS $$
    DECLARE
        raised bigint;
    BEGIN
        INSERT INTO delivery_generation AS known (id, number)
        VALUES (1, extract(epoch FROM clock_timestamp()) * 1000)
        ON CONFLICT (id) DO UPDATE
            SET number = greatest(abs(known.number) + 1, excluded.number)
            WHERE known.xmin <> pg_current_xact_id()::xid
        RETURNING number INTO raised;
        IF FOUND THEN
            PERFORM pg_notify('{CHANNEL}', raised::text);
        END IF;
    END $$
"""

#: The arguments are columns that no answer shows: where nothing else has changed, nothing has.
_CHANGED_FUNCTION = """
    CREATE OR REPLACE FUNCTION twinning_generation_changed() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path FROM CURRENT AS $$
    BEGIN
        IF TG_OP <> 'UPDATE' OR TG_NARGS = 0
           OR to_jsonb(OLD) - TG_ARGV::text[] <> to_jsonb(NEW) - TG_ARGV::text[] THEN
            PERFORM twinning_generation_raise();
        END IF;
        RETURN NULL;
    END $$
"""

#: The argument is the column with the key of the page, whose own fields the row has.
_CHANGED_PAGE_FUNCTION = """
    CREATE OR REPLACE FUNCTION twinning_generation_changed_page() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
    BEGIN
        PERFORM FROM wagtailcore_page
        WHERE live AND id = (to_jsonb(NEW) ->> TG_ARGV[0])::bigint;
        IF FOUND THEN
            PERFORM twinning_generation_raise();
        END IF;
        RETURN NULL;
    END $$
"""

#: The argument is the column that gets the number.
_NUMBER_FUNCTION = """
    CREATE OR REPLACE FUNCTION twinning_generation_number() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path FROM CURRENT AS $$
    BEGIN
        PERFORM twinning_generation_raise();
        EXECUTE format(
            'UPDATE %I SET %I = (SELECT number FROM delivery_generation WHERE id = 1)'
            ' WHERE id = $1',
            TG_TABLE_NAME, TG_ARGV[0]
        ) USING NEW.id;
        RETURN NULL;
    END $$
"""

RAISE = "SELECT twinning_generation_raise()"
#: For a transaction that keeps everybody waiting while it waits itself; the codes of its errors:
#: somebody had a table for longer, or each waited for the other.
IMPATIENT = ("SET LOCAL lock_timeout = '2s'",)
IN_THE_WAY = {"55P03", "40P01"}
REST = f"""
    WITH resting AS (UPDATE delivery_generation SET number = -abs(number) RETURNING number)
    SELECT pg_notify('{CHANNEL}', number::text) FROM resting
"""
#: Tables, triggers, and what `mark` has said of them.
LIST = """
    SELECT relname, tgname, obj_description(pg_trigger.oid, 'pg_trigger') FROM pg_trigger
    JOIN pg_class ON pg_class.oid = tgrelid
    JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE nspname = current_schema() AND tgname ~ '^twinning_generation(_update|_empty|_number)?$'
"""


#: What the triggers call.
FUNCTIONS = (_RAISE_FUNCTION, _CHANGED_FUNCTION, _CHANGED_PAGE_FUNCTION, _NUMBER_FUNCTION)
DROP_FUNCTIONS = tuple(
    f"DROP FUNCTION IF EXISTS twinning_generation_{function}()"
    for function in ("changed", "changed_page", "number", "raise")
)


def triggers(source: Source) -> Iterator[tuple[tuple[str, str], str]]:
    """The triggers of a table, by table and name, with the statement that makes each."""
    if source.page_key:
        yield _update(source, "changed_page", [source.page_key])
    else:
        yield _deferred("twinning_generation", "INSERT OR DELETE", source, "", "changed", [])
        yield _update(source, "changed", source.unshown)
    name = "twinning_generation_empty"
    yield (
        (source.table, name),
        f'CREATE TRIGGER {name} AFTER TRUNCATE ON "{source.table}" '
        "FOR EACH STATEMENT EXECUTE FUNCTION twinning_generation_changed()",
    )


def numbering(table: str, column: str) -> tuple[tuple[str, str], str]:
    """The trigger that numbers a table's rows as they are committed."""
    name = "twinning_generation_number"
    return (
        (table, name),
        f'CREATE CONSTRAINT TRIGGER {name} AFTER INSERT ON "{table}" '
        f"DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION {name}('{column}')",
    )


def create(table: str, trigger: str, statement: str) -> Iterator[str]:
    """The statements that make a trigger."""
    yield statement
    yield f"COMMENT ON TRIGGER {trigger} ON \"{table}\" IS '{mark(statement)}'"


def drop(table: str, trigger: str) -> str:
    """The statement that takes a trigger away."""
    return f'DROP TRIGGER {trigger} ON "{table}"'


def mark(statement: str) -> str:
    """What tells of a trigger that it was made by this statement and these functions."""
    return blake2b("".join([*FUNCTIONS, statement]).encode(), digest_size=16).hexdigest()


def _update(source: Source, function: str, arguments: Iterable[str]) -> tuple[tuple[str, str], str]:
    # Compares what is stored, byte for byte, whatever types the columns are of.
    condition = "WHEN (OLD.* *<> NEW.*)"
    return _deferred("twinning_generation_update", "UPDATE", source, condition, function, arguments)


def _deferred(
    name: str,
    event: str,
    source: Source,
    condition: str,
    function: str,
    arguments: Iterable[str],
) -> tuple[tuple[str, str], str]:
    listed = ", ".join(f"'{argument}'" for argument in arguments)
    return (
        (source.table, name),
        f'CREATE CONSTRAINT TRIGGER {name} AFTER {event} ON "{source.table}" '
        f"DEFERRABLE INITIALLY DEFERRED FOR EACH ROW {condition} "
        f"EXECUTE FUNCTION twinning_generation_{function}({listed})",
    )
