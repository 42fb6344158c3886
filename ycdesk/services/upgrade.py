"""Before a database is migrated, it is copied: nothing is asked, and without the copy nothing is migrated.

A SQLite file is copied as it is; its scans need no copy, because no file of theirs is ever changed or removed. Of a
server's database an ordinary backup is written, of its own revision, which ``restore`` reads. Both lie in ``backups``
with database, revision and time in their names.
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from ycdesk.calculation.problems import cause_of
from ycdesk.database.copying import copy_sqlite
from ycdesk.domain.errors import DeskError, OfficeProblem
from ycdesk.services.backup import back_up
from ycdesk.services.office import Office

KEPT = 5
"""So many of the newest copies of one database stay."""


@contextmanager
def keep_before_upgrade(office: Office, revision: str, now: datetime) -> Iterator[Path]:
    """Copy the office's database of ``revision``, then let it be migrated; older copies go once that has succeeded.

    Raises OfficeProblem where there can be no copy.
    """
    sqlite = office.engine.dialect.name == "sqlite"
    file = Path(str(office.engine.url.database))
    folder = (file.parent if sqlite else office.home) / "backups"
    name, suffix = (file.stem, file.suffix) if sqlite else (file.name, ".zip")
    copy = folder / f"升级前-{name}-{revision}-{now:%Y%m%d-%H%M%S}{suffix}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if sqlite:
            _copy_file(file, copy)
        else:
            back_up(office, copy, revision=revision)
    except (OSError, sqlite3.Error, DBAPIError, DeskError) as error:
        raise OfficeProblem(
            f"升级前要先备份数据库，但备份没有写成（{folder}：{_cause(error)}），所以没有升级。",
            "请检查磁盘空间和文件夹权限后再打开。",
        ) from error
    yield copy
    pattern = re.compile(rf"升级前-{re.escape(name)}-\d+-\d{{8}}-\d{{6}}{re.escape(suffix)}")
    copies = [each for each in folder.iterdir() if pattern.fullmatch(each.name)]
    for old in sorted(copies, key=lambda each: each.stem[-15:])[:-KEPT]:
        old.unlink(missing_ok=True)


def _copy_file(file: Path, copy: Path) -> None:
    """Copy a SQLite file, whole or not at all, and look whether the copy can be read."""
    part = copy.with_name(f".{copy.name}.{os.getpid()}.part")
    try:
        copy_sqlite(file, part)
        with closing(sqlite3.connect(part)) as written:
            [(answer,), *_] = written.execute("PRAGMA quick_check").fetchall()
        if answer != "ok":
            raise sqlite3.DatabaseError(f"数据库文件已损坏：{answer}")
        part.replace(copy)
    finally:
        part.unlink(missing_ok=True)


def _cause(error: Exception) -> str:
    if isinstance(error, DeskError):
        return error.sentence.rstrip("。")
    if isinstance(error, OSError):
        return cause_of(error)
    words = str(error.orig if isinstance(error, DBAPIError) else error).strip()
    return "磁盘已满" if "full" in words else words
