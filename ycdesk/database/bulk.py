"""Many rows at once, past the identity map: for what comes in by the thousand and is not looked at again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Table, insert
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
    table = _table(entity)
    statement = insert(table).returning(table.c.id, sort_by_parameter_order=True)
    return list(session.connection().execute(statement, rows).scalars())


def _table(entity: type[Record]) -> Table:
    table = entity.__table__
    assert isinstance(table, Table)
    return table
