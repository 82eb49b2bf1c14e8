"""What a restored database says of itself until it has been brought into the present.

It comes with the database, in the same transaction, and goes with what `afterwards` does: whatever
ends a restore in between, the next `release` finds what is left to do, and nothing starts before.
"""

import json
from collections.abc import Collection

from django.db import DEFAULT_DB_ALIAS, connections

TABLE = "twinning_restored"

UNFINISHED = (
    "The database was restored, and that was not finished. Run `manage.py release` first, where "
    "the site has it, or restore the backup once more with --replace."
)


def note(missing: Collection[str]) -> str:
    """SQL that notes it, for either database.

    Args:
        missing: names of files that the store does not have.
    """
    written = json.dumps(list(missing)).replace("'", "''")
    return (
        f"CREATE TABLE IF NOT EXISTS {TABLE} (missing text NOT NULL);\n"
        f"INSERT INTO {TABLE} (missing) VALUES ('{written}');\n"
    )


def is_unfinished() -> bool:
    """Whether something is left to do."""
    return TABLE in connections[DEFAULT_DB_ALIAS].introspection.table_names()


def missing() -> list[str]:
    """The names that were noted."""
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute("SELECT missing FROM twinning_restored")
        return [name for (written,) in cursor.fetchall() for name in json.loads(written)]


def forget() -> None:
    """Take the note away; call it in the transaction that does what was left."""
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {TABLE}")
