"""Backups: one file with the whole database and all scans, for either kind of database, and the way back.

A backup is a ZIP archive with ``about.json``, ``ycdesk.sqlite3`` (also where the desks share a PostgreSQL server) and
the scans under the hashes of their bytes. What was backed up from one kind of database can be restored to the other.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from ycdesk import paths
from ycdesk.calculation.problems import cause_of
from ycdesk.database.copying import copy_rows, copy_sqlite, is_empty, schema_of
from ycdesk.database.engine import make_engine
from ycdesk.database.location import read_url
from ycdesk.database.log import append_event, verify_events
from ycdesk.database.scan_store import fetch, keep
from ycdesk.database.schema import bring_up_to_date, migrate_to, revisions
from ycdesk.domain.bureau import BUREAU_NAME, Setting
from ycdesk.domain.case import Case
from ycdesk.domain.errors import DeskError, InputProblem, OfficeProblem, Refused
from ycdesk.domain.people import Person, Role
from ycdesk.domain.record import beijing_now
from ycdesk.domain.scan import Scan
from ycdesk.services.office import Office, actor, deed, query
from ycdesk.services.scans import LARGEST

ABOUT, DATABASE = "about.json", "ycdesk.sqlite3"
_SCAN = re.compile(r"scans/[0-9a-f]{2}/([0-9a-f]{64})")
LAST_BACKUP = "last_backup"
"""Key of the setting with the time of the last backup that was made on the screen."""
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Backup:
    """What is in a backup."""

    bureau: str
    at: str
    """When it was made: YYYY-MM-DD HH:MM."""
    revision: str
    """Of the database."""
    cases: int
    scans: int
    lost: int = 0
    """Scans whose bytes were not there any more."""

    @property
    def words(self) -> str:
        """In one sentence."""
        lost = f"（另有 {self.lost} 份扫描件的内容在备份时已经找不到）" if self.lost else ""
        return f"{self.bureau} {self.at} 的备份，办件 {self.cases} 件，扫描件 {self.scans} 份{lost}"


def proposed_name(office: Office) -> str:
    """The name of a backup made now."""
    return f"ycdesk备份-{office.clock():%Y%m%d-%H%M}.zip"


def back_up(office: Office, path: Path, progress: Progress | None = None, revision: str | None = None) -> Backup:
    """Write a backup, whole or not at all. Raises OfficeProblem where it cannot be written.

    ``revision``: of the database where it is an earlier one, which is not migrated yet.
    """
    revision = revision or revisions()[-1]
    part = path.with_name(f".{path.name}.part")
    try:
        with TemporaryDirectory() as folder, ZipFile(part, "w", ZIP_DEFLATED, compresslevel=3) as archive:
            copy = Path(folder) / DATABASE
            _copy_out(office.engine, copy, revision)
            archive.write(copy, DATABASE)
            with _opened(copy) as engine:
                backup = _write_scans(office, engine, revision, archive, progress)
            archive.writestr(ABOUT, json.dumps(asdict(backup), ensure_ascii=False))
        part.replace(path)
    except (OSError, sqlite3.Error) as error:
        cause = cause_of(error) if isinstance(error, OSError) else str(error)
        raise OfficeProblem(f"备份没有写成（{path}：{cause}）。", "请检查磁盘空间和文件夹权限后再试。") from error
    finally:
        part.unlink(missing_ok=True)
    return backup


@deed
def note_backup(session: Session, office: Office, person: Person, path: Path, backup: Backup) -> None:
    """Keep in the log who made which backup, and when the last one was made. Raises Refused."""
    by = _administrator(session, person)
    session.merge(Setting(key=LAST_BACKUP, value=f"{office.clock():%Y-%m-%d %H:%M}"))
    append_event(session, office.clock(), by, "backup", {"file": path.name, **asdict(backup)})


@query
def last_backup(session: Session, office: Office) -> str:
    """When the last backup was made on the screen; empty where none was."""
    setting = session.get(Setting, LAST_BACKUP)
    return setting.value if setting else ""


def read_backup(path: Path) -> Backup:
    """What is in a backup. Raises InputProblem for a file that is none, or of a newer program."""
    with _archive(path) as archive:
        try:
            backup = Backup(**json.loads(archive.read(ABOUT)))
            archive.getinfo(DATABASE)
        except (KeyError, TypeError, ValueError) as error:
            raise _no_backup(path) from error
    if backup.revision not in revisions():
        raise InputProblem({"path": f"{path.name} 是更新版本的程序备份的，请先安装新版程序。"})
    return backup


def restore(path: Path, office: Office, *, replace: bool = False, progress: Progress | None = None) -> Backup:
    """Put what is in a backup into the office's database; its own contents go.

    A database that is in use is replaced only where ``replace`` is given, and only on SQLite; before, it is backed up
    to the folder ``backups``. The office must be opened anew afterwards. Raises InputProblem, OfficeProblem, Refused.
    """
    backup = read_backup(path)
    engine = office.engine
    if not is_empty(engine):
        if engine.dialect.name != "sqlite":
            raise Refused(
                "这个数据库已经在使用，不能用备份覆盖。", "请在服务器上新建一个空数据库，在数据库设置里选用它，再恢复。"
            )
        if not replace:
            raise Refused("这个数据库已经在使用。", "确实要用备份代替现有数据的，请写明 --replace。")
    with _archive(path) as archive, TemporaryDirectory() as folder:
        copy = Path(folder) / DATABASE
        _take_out(path, archive, copy)
        if not is_empty(engine):
            _set_aside(office)
        _put_scans(office, archive, progress)
        _copy_in(copy, engine)
    return backup


def restore_to(path: Path, replace: bool) -> Backup:
    """The same into the database of this machine's settings, which need not exist yet."""
    from ycdesk.services.upgrade import keep_before_upgrade  # here: that module is written with this one

    url = read_url(paths.database_url(paths.home()))
    if url.get_backend_name() == "sqlite":
        Path(str(url.database)).parent.mkdir(parents=True, exist_ok=True)
    engine = make_engine(url)
    office = Office(engine, paths.home())
    try:
        bring_up_to_date(engine, beijing_now(), keep=partial(keep_before_upgrade, office))
        return restore(path, office, replace=replace)
    finally:
        engine.dispose()


# Out of the database.


def _copy_out(engine: Engine, copy: Path, revision: str) -> None:
    if engine.dialect.name == "sqlite":
        copy_sqlite(Path(str(engine.url.database)), copy)
        return
    fresh = make_engine(read_url(paths.sqlite_url(copy)))
    try:
        migrate_to(fresh, revision)
        copy_rows(engine, fresh, schema_of(fresh))
    finally:
        fresh.dispose()


@contextmanager
def _opened(file: Path) -> Iterator[Engine]:
    """A SQLite file, brought up to date."""
    engine = make_engine(read_url(paths.sqlite_url(file)))
    try:
        bring_up_to_date(engine, beijing_now())
        yield engine
    finally:
        engine.dispose()


def _write_scans(office: Office, copy: Engine, revision: str, archive: ZipFile, progress: Progress | None) -> Backup:
    with Session(copy) as session:
        digests = list(session.scalars(select(Scan.digest).distinct().order_by(Scan.digest)))
        cases = session.scalar(select(func.count()).select_from(Case)) or 0
        bureau = session.get(Setting, BUREAU_NAME)
    lost = 0
    for number, digest in enumerate(digests):
        if progress is not None:
            progress(number, len(digests))
        try:
            with office.reading_sessions() as session:
                data = fetch(session, office.engine, digest)
        except OfficeProblem:
            lost += 1
            continue
        archive.writestr(f"scans/{digest[:2]}/{digest}", data, ZIP_STORED)
    at = f"{office.clock():%Y-%m-%d %H:%M}"
    return Backup(bureau.value if bureau else "", at, revision, cases, len(digests) - lost, lost)


# Into the database.


def _take_out(path: Path, archive: ZipFile, copy: Path) -> None:
    """The database of an archive as a file that is whole, of our revision, with an unbroken log."""
    try:
        with archive.open(DATABASE) as packed, copy.open("wb") as plain:
            while piece := packed.read(1 << 20):
                plain.write(piece)
        with closing(sqlite3.connect(copy)) as connection:
            sound = connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    except (BadZipFile, sqlite3.Error) as error:
        raise InputProblem({"path": f"{path.name} 已损坏，不能恢复，请换一份备份。"}) from error
    except OSError as error:
        raise OfficeProblem(f"备份没有解开（{cause_of(error)}）。", "请检查磁盘空间后再试。") from error
    if not sound:
        raise InputProblem({"path": f"{path.name} 里的数据库已损坏，不能恢复，请换一份备份。"})
    with _opened(copy) as engine, Session(engine) as session:
        broken = verify_events(session)
    if broken is not None:
        raise InputProblem({"path": f"{path.name} 里的办理记录从第 {broken} 条起对不上，不能恢复，请换一份备份。"})


def _set_aside(office: Office) -> None:
    folder = Path(str(office.engine.url.database)).parent / "backups"
    folder.mkdir(exist_ok=True)
    back_up(office, folder / f"恢复前-{office.clock():%Y%m%d-%H%M%S}.zip")


def _put_scans(office: Office, archive: ZipFile, progress: Progress | None) -> None:
    names = [name for name in archive.namelist() if _SCAN.fullmatch(name)]
    for number, name in enumerate(names):
        if progress is not None:
            progress(number, len(names))
        if archive.getinfo(name).file_size > LARGEST:
            continue
        with office.sessions.begin() as session:
            keep(session, office.engine, archive.read(name))


def _copy_in(copy: Path, engine: Engine) -> None:
    if engine.dialect.name == "sqlite":
        try:
            copy_sqlite(copy, Path(str(engine.url.database)))
        except sqlite3.Error as error:
            raise OfficeProblem(
                f"数据库没有恢复（{error}），原来的数据没有变。", "请关闭其他正在使用它的程序后再试。"
            ) from error
        return
    with _opened(copy) as source:
        copy_rows(source, engine)


@contextmanager
def _archive(path: Path) -> Iterator[ZipFile]:
    try:
        archive = ZipFile(path)
    except (BadZipFile, ValueError) as error:
        raise _no_backup(path) from error
    except OSError as error:
        raise InputProblem({"path": f"{path.name} 读不出来（{cause_of(error)}），请检查文件。"}) from error
    with archive:
        yield archive


def _no_backup(path: Path) -> DeskError:
    return InputProblem({"path": f"{path.name} 不是本程序的备份文件，请选用“ycdesk备份-…zip”。"})


def _administrator(session: Session, person: Person) -> Person:
    by = actor(session, person)
    if by.role is not Role.ADMINISTRATOR:
        raise Refused(f"备份由管理员做，您的岗位是{by.role.label}。")
    return by
