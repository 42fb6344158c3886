"""Many rows at once, past the identity map: for what comes in by the thousand and is not looked at again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select, text
from sqlalchemy.orm import Session

from ycdesk.domain.record import Record


def insert_rows(session: Session, entity: type[Record], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, each a value by the name of its column in the database."""
    if rows:
        session.flush()
        session.connection().execute(insert(_table(entity)), rows)


def insert_for_ids(session: Session, entity: type[Record], rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Insert rows into a table whose key is ``id``; the ids that they got, in their order."""
    if not rows:
        return []
    session.flush()
    table, connection = _table(entity), session.connection()
    if connection.dialect.name == "sqlite":  # would insert row by row to keep the order; here nobody else writes
        first = _last_id(connection, table) + 1
        ids = list(range(first, first + len(rows)))
        connection.execute(insert(table), [{**row, "id": id_} for id_, row in zip(ids, rows, strict=True)])
        return ids
    statement = insert(table).returning(table.c.id, sort_by_parameter_order=True)
    return list(connection.execute(statement, rows).scalars())


def _last_id(connection: Connection, table: Table) -> int:
    """The highest id of a SQLite table, or that a removed row had where it is not to be given again."""
    highest: int = connection.execute(select(func.coalesce(func.max(table.c.id), 0))).scalar_one()
    if not table.dialect_options["sqlite"]["autoincrement"]:
        return highest
    given = connection.execute(text("SELECT seq FROM sqlite_sequence WHERE name = :name"), {"name": table.name}).scalar()
    return max(highest, given or 0)


def _table(entity: type[Record]) -> Table:
    table = entity.__table__
    assert isinstance(table, Table)
    return table
