"""Many rows at once, past the identity map: for what comes in by the thousand and is not looked at again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Column, Connection, Table, func, insert, select, text
from sqlalchemy.orm import Session

from ycdesk.domain.record import Record


def insert_rows(session: Session, entity: type[Record], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, each a value by the name of its column in the database; all name the same columns."""
    if rows:
        session.flush()
        _insert(session.connection(), _table(entity), rows)


def insert_for_ids(session: Session, entity: type[Record], rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Insert rows into a table whose key is ``id``; the ids that they got, in their order."""
    if not rows:
        return []
    session.flush()
    table, connection = _table(entity), session.connection()
    if connection.dialect.name == "sqlite":  # would insert row by row to keep the order; here nobody else writes
        first = _last_id(connection, table) + 1
        ids = list(range(first, first + len(rows)))
        _insert(connection, table, [{**row, "id": id_} for id_, row in zip(ids, rows, strict=True)])
        return ids
    statement = insert(table).returning(table.c.id, sort_by_parameter_order=True)
    return list(connection.execute(statement, rows).scalars())


def _insert(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """One statement for all rows. For SQLite the values are made column by column: row by row costs twice the time."""
    if connection.dialect.name != "sqlite":
        connection.execute(insert(table), rows)
        return
    names = [column.name for column in table.c if column.name in rows[0] or column.default is not None]
    columns = [_values(connection, table.c[name], rows) for name in names]
    places = ", ".join("?" * len(names))
    sql = f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({places})"
    connection.exec_driver_sql(sql, list(zip(*columns, strict=True)))


def _values(connection: Connection, column: Column[Any], rows: Sequence[Mapping[str, Any]]) -> list[Any]:
    """The values of one column as the driver takes them."""
    if column.name in rows[0]:
        values = [row[column.name] for row in rows]
    else:
        default: Any = column.default
        values = [default.arg if default.is_scalar else default.arg(None)] * len(rows)
    process = column.type.dialect_impl(connection.dialect).bind_processor(connection.dialect)
    if process is None:
        return values
    first = values[0]
    if all(value is first for value in values):  # who and when
        return [process(first)] * len(values)
    return [process(value) for value in values]


def _last_id(connection: Connection, table: Table) -> int:
    """The highest id of a SQLite table, or that a removed row had where it is not to be given again."""
    highest: int = connection.execute(select(func.coalesce(func.max(table.c.id), 0))).scalar_one()
    if not table.dialect_options["sqlite"]["autoincrement"]:
        return highest
    given = connection.execute(text("SELECT seq FROM sqlite_sequence WHERE name = :name"), {"name": table.name})
    return max(highest, given.scalar() or 0)


def _table(entity: type[Record]) -> Table:
    table = entity.__table__
    assert isinstance(table, Table)
    return table
