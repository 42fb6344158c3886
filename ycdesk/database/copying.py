"""Copies of a whole database: SQLite to SQLite as bytes, to and from PostgreSQL row by row."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import JSON, Connection, Engine, MetaData, Table, delete, func, insert, select
from sqlalchemy.sql.sqltypes import Integer

from ycdesk.database.engine import reading
from ycdesk.database.schema import VERSION_TABLE
from ycdesk.domain import entities  # noqa: F401 - maps every table
from ycdesk.domain.record import Record
from ycdesk.domain.scan import ScanContent

_ROWS = 500
"""Rows that are read and written at once."""


def copy_sqlite(source: Path, target: Path) -> None:
    """Make a file, or what is in it, the same as another, whole or not at all. Raises sqlite3.Error."""
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


def copy_rows(source: Engine, target: Engine, schema: MetaData = Record.metadata) -> None:
    """Copy all rows but the bytes of scans, in one transaction, into an empty database of the same revision.

    ``schema`` tells the tables where that revision is not this program's (:func:`schema_of`). The triggers that guard
    what people do rest meanwhile: what is copied went past them once.
    """
    with _snapshot(source) as old, target.begin() as new, _without_triggers(new, schema):
        tables = [table for table in schema.sorted_tables if table.name != ScanContent.__tablename__]
        for table in reversed(tables):
            new.execute(delete(table))  # settings that an empty database begins with
        for table in tables:
            _copy_table(old, new, table)


def schema_of(engine: Engine) -> MetaData:
    """The tables of a database as they are found in it, in types that both engines understand."""
    schema = MetaData()
    with reading(engine).connect() as connection:
        schema.reflect(connection, only=lambda name, _: name != VERSION_TABLE)
    for table in schema.tables.values():
        for column in table.columns:
            column.type = column.type.as_generic()
            if isinstance(column.type, JSON):
                column.type = JSON(none_as_null=True)  # as the entities write it
    return schema


def is_empty(engine: Engine) -> bool:
    """Whether nobody works in a database of ours yet."""
    with reading(engine).connect() as connection:
        persons = Record.metadata.tables["persons"]
        return connection.execute(select(func.count()).select_from(persons)).scalar() == 0


@contextmanager
def _snapshot(engine: Engine) -> Iterator[Connection]:
    """A transaction that sees one moment, whatever others write meanwhile."""
    level = "REPEATABLE READ" if engine.dialect.name == "postgresql" else None
    options = {"isolation_level": level} if level else {}
    with engine.execution_options(reading=True, **options).connect() as connection, connection.begin():
        yield connection


def _copy_table(old: Connection, new: Connection, table: Table) -> None:
    key = list(table.primary_key.columns)
    rows = old.execution_options(yield_per=_ROWS).execute(select(table).order_by(*key)).mappings()
    for part in rows.partitions(_ROWS):
        new.execute(insert(table), [dict(row) for row in part])
    if new.dialect.name == "postgresql" and len(key) == 1 and isinstance(key[0].type, Integer):
        sequence = new.execute(select(func.pg_get_serial_sequence(table.name, key[0].name))).scalar()
        last = new.execute(select(func.max(key[0]))).scalar()
        if sequence and last:
            new.execute(select(func.setval(sequence, last)))


@contextmanager
def _without_triggers(connection: Connection, schema: MetaData) -> Iterator[None]:
    if connection.dialect.name == "postgresql":
        _switch_triggers(connection, schema, "DISABLE")
        yield
        _switch_triggers(connection, schema, "ENABLE")
        return
    triggers = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").all()
    for trigger in triggers:
        connection.exec_driver_sql(f'DROP TRIGGER "{trigger.name}"')
    yield
    for trigger in triggers:
        connection.exec_driver_sql(trigger.sql)


def _switch_triggers(connection: Connection, schema: MetaData, action: str) -> None:
    for table in schema.sorted_tables:
        connection.exec_driver_sql(f'ALTER TABLE "{table.name}" {action} TRIGGER USER')
