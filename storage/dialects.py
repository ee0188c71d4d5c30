"""Where SQLite and PostgreSQL say the same thing in different words.

Each statement is made once: making it anew would cost more than running it.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from sqlalchemy import ColumnElement, Table, bindparam, func
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import Insert

_INSERTS: Final = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def _insert(dialect: str, table: Table) -> Any:  # noqa: ANN401 - the two share no base class
    return _INSERTS[dialect](table)


@cache
def upsert(dialect: str, table: Table, *, keep: frozenset[str] = frozenset()) -> Insert:
    """Insert rows, or replace those with the same key.

    A column in `keep` holds what it had where the new row brings nothing for it.
    """
    statement = _insert(dialect, table)
    new = statement.excluded
    columns = [each.name for each in table.columns if not each.primary_key]
    values = {
        name: func.coalesce(new[name], table.c[name]) if name in keep else new[name]
        for name in columns
    }
    return _on_conflict(statement, table, values)


@cache
def insert_new(dialect: str, table: Table) -> Insert:
    """Insert a row unless there is one with the same key; `rowcount` tells."""
    result: Insert = _insert(dialect, table).on_conflict_do_nothing()
    return result


@cache
def count_up(dialect: str, table: Table, column: str, *, below: str) -> Insert:
    """Insert a row, or add one to its column while that is below a limit; `rowcount` tells.

    `below` names the parameter that holds the limit.
    """
    statement = _insert(dialect, table)
    more = {column: table.c[column] + 1}
    return _on_conflict(statement, table, more, where=table.c[column] < bindparam(below))


def _on_conflict(
    statement: Any,  # noqa: ANN401 - see _insert
    table: Table,
    values: Mapping[str, Any],
    where: ColumnElement[bool] | None = None,
) -> Insert:
    keys = [each.name for each in table.primary_key.columns]
    result: Insert = statement.on_conflict_do_update(
        index_elements=keys, set_=dict(values), where=where
    )
    return result
