"""Engines for SQLite and PostgreSQL: one writer at a time on both, nothing lost after a commit.

SQLite: explicit BEGIN (DDL stays inside the transaction), BEGIN IMMEDIATE for deeds (no lost update can turn into
"database is locked"), rollback journal with FULL (survives a power cut and a copied file). PostgreSQL: a deed first
takes one advisory lock, so that deeds follow each other there, too, and a limit that was checked still holds when
the award is written.
"""

from __future__ import annotations

from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event

from ycdesk.database.location import on_network_share
from ycdesk.domain.errors import OfficeProblem

BUSY_SECONDS = 15
_WRITER_LOCK = 0x79636465  # "ycde"
_PRAGMAS = ("foreign_keys = ON", "journal_mode = DELETE", "synchronous = FULL", f"busy_timeout = {BUSY_SECONDS * 1000}")


def make_engine(url: URL) -> Engine:
    """An engine that has not connected yet. Raises OfficeProblem for a file that cannot lie where it should."""
    if url.get_backend_name() == "sqlite":
        return _sqlite(url)
    # Local wall times are stored without a zone; the lock timeout ends a wait for a desk that hangs.
    options = f"-c lock_timeout={BUSY_SECONDS * 1000} -c client_encoding=UTF8"
    engine = create_engine(
        url, pool_pre_ping=True, connect_args={"connect_timeout": 10, "options": options}, hide_parameters=True
    )
    event.listen(engine, "begin", _begin_on_postgresql)
    return engine


def reading(engine: Engine) -> Engine:
    """The same pool for transactions that only read: they wait for no writer's turn."""
    return engine.execution_options(reading=True)


def _sqlite(url: URL) -> Engine:
    file = Path(str(url.database))
    if on_network_share(file):
        raise OfficeProblem(
            f"数据库文件 {file} 在网络共享文件夹里，多台电脑同时写会损坏数据。",
            "请把数据文件夹放在本机磁盘；需要几台电脑合用时，请改用 PostgreSQL 数据库。",
        )
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS}, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_on_sqlite)
    return engine


def _prepare_sqlite(connection: SqliteConnection, _record: Any) -> None:
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_on_sqlite(connection: Connection) -> None:
    only_reads = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if only_reads else "BEGIN IMMEDIATE")


def _begin_on_postgresql(connection: Connection) -> None:
    if not connection.get_execution_options().get("reading", False):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITER_LOCK})")
