"""The version of a database: creating a new one, migrating an older one, refusing a newer or a foreign one.

Alembic is imported only when there is something to migrate; reading the version needs one query.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from ycdesk.domain.errors import OfficeProblem

VERSION_TABLE = "ycdesk_schema"
SCRIPTS = Path(__file__).with_name("migrations")
Keep = Callable[[str, datetime], AbstractContextManager[object]]
"""Keeps a copy of a database of the given revision before the migration that runs inside it."""


def revisions(scripts: Path = SCRIPTS) -> list[str]:
    """The revisions this program knows, oldest first: the numbers that begin the names of the migration files."""
    return sorted(file.name.split("_")[0] for file in (scripts / "versions").glob("[0-9]*_*.py"))


def bring_up_to_date(engine: Engine, now: datetime, scripts: Path = SCRIPTS, keep: Keep | None = None) -> None:
    """Create or migrate the schema, all or nothing. What is to be migrated is first given to ``keep``.

    Raises OfficeProblem for a database of another program or of a newer version of this one, and what ``keep`` raises;
    then nothing has changed.
    """
    with engine.execution_options(reading=True).connect() as connection:
        if _known_revision(connection, scripts) == revisions(scripts)[-1]:
            return
    with engine.connect() as connection, _free_to_rebuild(connection), connection.begin():
        # Nobody else writes from here on, but another desk may have migrated while this one waited for its turn.
        stored = _known_revision(connection, scripts)
        if stored == revisions(scripts)[-1]:
            return
        with keep(stored, now) if keep and stored else nullcontext():
            _migrate(connection, scripts, "head")


def migrate_to(engine: Engine, revision: str) -> None:
    """Give a database the schema of an earlier version; it must not be newer."""
    with engine.connect() as connection, _free_to_rebuild(connection), connection.begin():
        _migrate(connection, SCRIPTS, revision)


def _known_revision(connection: Connection, scripts: Path) -> str | None:
    stored = _stored_revision(connection)
    if stored is not None and stored not in revisions(scripts):
        raise OfficeProblem(
            "这个数据库已被更新版本的程序使用过，本机的程序太旧，不能打开。",
            "请在本机安装新版程序，或者在设置里选用别的数据库。",
        )
    return stored


def _stored_revision(connection: Connection) -> str | None:
    """The revision of a database of ours, None for an empty one."""
    tables = inspect(connection).get_table_names()
    if VERSION_TABLE in tables:
        revision: str | None = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()
        if revision is not None:
            return revision
    if tables and tables != [VERSION_TABLE]:
        raise OfficeProblem(
            f"这是别的程序的数据库（里面有 {'、'.join(sorted(tables)[:3])} 等表），为免损坏，没有打开。",
            "请在设置里选用别的数据库，或者给本程序建一个新的空数据库。",
        )
    return None


def _migrate(connection: Connection, scripts: Path, revision: str) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
    if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise OfficeProblem(
            "数据库里有对不上的记录，升级没有做，原文件没有变。", "请从 backups 文件夹恢复，并联系管理员。"
        )


@contextmanager
def _free_to_rebuild(connection: Connection) -> Iterator[None]:
    """On SQLite a table is changed by making it anew; its foreign keys must not take other tables along meanwhile."""
    if connection.dialect.name != "sqlite":
        yield
        return
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    driver.execute("PRAGMA foreign_keys = OFF").close()  # without effect inside a transaction
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys = ON").close()
