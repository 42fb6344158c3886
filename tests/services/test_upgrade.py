"""From every released schema to this one: nothing is asked or lost, a copy is kept; without one, nothing is done."""

from __future__ import annotations

import re
import resource
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.bureau import package, reopen_bureau
from tests.old_office import THEN, make_old_office
from ycdesk.database.engine import make_engine
from ycdesk.database.location import read_url
from ycdesk.database.log import verify_events
from ycdesk.database.schema import VERSION_TABLE, migrate_to, revisions
from ycdesk.domain.errors import OfficeProblem
from ycdesk.paths import sqlite_url
from ycdesk.services.backup import read_backup, restore
from ycdesk.services.dossiers import get_case
from ycdesk.services.office import Office, open_office
from ycdesk.services.replay import prove
from ycdesk.services.upgrade import KEPT, keep_before_upgrade

RELEASED = revisions()[:-1]
HEAD = revisions()[-1]


def make_office_of(revision: str, url: str) -> None:
    """The old office at a revision."""
    engine = make_engine(read_url(url))
    make_old_office(engine)
    migrate_to(engine, revision)
    engine.dispose()


def revision_of(url: str) -> str:
    """What is stored in the database."""
    engine = make_engine(read_url(url))
    with engine.connect() as connection:
        revision = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar_one()
    engine.dispose()
    return str(revision)


def backups_of(url: str, home: Path) -> Path:
    """The folder of the copies: beside a SQLite file, in the data folder of the machine that migrates a server's."""
    return (Path(url.removeprefix("sqlite:///")).parent if url.startswith("sqlite") else home) / "backups"


def copies(url: str, home: Path) -> list[Path]:
    """The copies that were kept of this database."""
    folder = backups_of(url, home)
    return sorted(folder.iterdir()) if folder.exists() else []


@contextmanager
def no_room(size: int) -> Iterator[None]:
    """No file may grow beyond so many bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("revision", RELEASED)
def test_every_released_schema_is_migrated_with_its_data(
    revision: str, database_url: str, home: Path, tmp_path: Path
) -> None:
    make_office_of(revision, database_url)
    bureau = reopen_bureau(database_url, home)
    office = bureau.office
    assert revision_of(database_url) == HEAD
    assert (bureau.wang.name, bureau.firm.name) == ("王芳", "甲公司")
    assert [get_case(office, number).number for number in (1, 2, 3)] == ["2024-0001", "2024-0002", "2024-0003"]
    assert prove(office).unequal == ()
    with office.reading_sessions() as session:
        assert verify_events(session) is None
    office.close()
    [copy] = copies(database_url, home)
    assert re.fullmatch(rf"升级前-[\w-]+-{revision}-\d{{8}}-\d{{6}}\.(sqlite3|zip)", copy.name)
    if database_url.startswith("sqlite"):
        assert revision_of(sqlite_url(copy)) == revision
        with closing(sqlite3.connect(copy)) as old:
            found = old.execute("SELECT number, award_fen FROM cases ORDER BY id").fetchall()
        assert found == [("2024-0001", 10_000_000), ("2024-0002", 10_000_000), ("2024-0003", None)]
    elif revision in (RELEASED[0], RELEASED[-1]):
        assert_restored(copy, revision, tmp_path / "other")


def assert_restored(copy: Path, revision: str, home: Path) -> None:
    """A copy of a server's database is a backup: an empty office takes it."""
    backup = read_backup(copy)
    assert (backup.revision, backup.cases) == (revision, 3)
    office = open_office(sqlite_url(home / "ycdesk.sqlite3"), home, package())
    restore(copy, office)
    office.close()
    office = open_office(sqlite_url(home / "ycdesk.sqlite3"), home, package())
    assert [get_case(office, number).award for number in (1, 2, 3)] == [100_000, 100_000, None]
    assert prove(office).unequal == ()
    office.close()


def test_without_a_folder_for_the_copy_nothing_is_migrated(database_url: str, home: Path) -> None:
    make_office_of("0003", database_url)
    folder = backups_of(database_url, home)
    folder.write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(OfficeProblem, match=r"备份没有写成（.*同名的文件占着它的位置），所以没有升级"):
        open_office(database_url, home, package())
    assert revision_of(database_url) == "0003"
    folder.unlink()
    reopen_bureau(database_url, home).office.close()
    assert revision_of(database_url) == HEAD


def test_a_disk_without_room_stops_the_upgrade(database_url: str, home: Path) -> None:
    make_office_of("0005", database_url)
    with no_room(50_000), pytest.raises(OfficeProblem, match=r"备份没有写成（.*），所以没有升级") as caught:
        open_office(database_url, home, package())
    assert caught.value.advice == "请检查磁盘空间和文件夹权限后再打开。"
    assert copies(database_url, home) == []
    assert revision_of(database_url) == "0005"
    bureau = reopen_bureau(database_url, home)
    assert get_case(bureau.office, 3).number == "2024-0003"
    bureau.office.close()


def test_a_database_that_is_up_to_date_is_not_copied(database_url: str, home: Path) -> None:
    make_office_of(HEAD, database_url)
    open_office(database_url, home, package()).close()
    assert copies(database_url, home) == []


def test_the_oldest_copies_go_after_an_upgrade_and_nothing_else_does(home: Path) -> None:
    url = sqlite_url(home / "ycdesk.sqlite3")
    make_office_of("0006", url)
    office = Office(make_engine(read_url(url)), home)
    times = [THEN + timedelta(days=number) for number in range(KEPT + 2)]
    for time in times:
        with keep_before_upgrade(office, "0006", time) as copy:
            (copy.parent / "恢复前-20250101-000000.zip").touch()
            (copy.parent / "升级前-别的库-0006-20200101-000000.sqlite3").touch()
    kept = [copy.name for copy in copies(url, home)]
    assert len(kept) == KEPT + 2
    assert [f"{time:%Y%m%d-%H%M%S}" in "".join(kept) for time in times] == [False] * 2 + [True] * KEPT
    office.close()


def test_an_upgrade_that_fails_removes_no_copy(home: Path) -> None:
    url = sqlite_url(home / "ycdesk.sqlite3")
    make_office_of("0006", url)
    office = Office(make_engine(read_url(url)), home)
    for number in range(KEPT + 2):
        time: datetime = THEN + timedelta(days=number)
        with pytest.raises(ZeroDivisionError), keep_before_upgrade(office, "0006", time):
            raise ZeroDivisionError
    assert len(copies(url, home)) == KEPT + 2
    office.close()
