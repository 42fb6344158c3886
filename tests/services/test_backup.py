"""Backups: all rows and scans there and back, between both kinds of database; what is no backup, what is in use."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from zipfile import ZipFile

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import DBAPIError

from tests.bureau import FIRM, MORNING, Bureau, make_bureau, package, reopen_bureau
from tests.stages import in_state
from ycdesk import paths
from ycdesk.cli import main
from ycdesk.database.engine import make_engine
from ycdesk.database.location import read_url
from ycdesk.database.log import verify_events
from ycdesk.database.scan_store import scan_file, scan_folder
from ycdesk.database.schema import SCRIPTS, bring_up_to_date
from ycdesk.domain.document_kinds import PaperKind
from ycdesk.domain.errors import InputProblem, OfficeProblem, Refused
from ycdesk.domain.record import Record
from ycdesk.domain.scan import ScanContent
from ycdesk.domain.states import CaseState
from ycdesk.paths import sqlite_url
from ycdesk.services.backup import back_up, last_backup, note_backup, proposed_name, read_backup, restore
from ycdesk.services.checklist import tick
from ycdesk.services.documents import issue
from ycdesk.services.dossiers import get_case
from ycdesk.services.office import Office, open_office
from ycdesk.services.scans import NewScan, add_scan, scan_bytes, scans_of

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


def rows(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables but the bytes of scans."""
    with engine.execution_options(reading=True).connect() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key.columns))]
            for table in Record.metadata.sorted_tables
            if table.name != ScanContent.__tablename__
        }


@pytest.fixture
def busy(bureau: Bureau) -> Bureau:
    """An office with cases at both ends of their lives, and a scan."""
    in_state(bureau, CaseState.PAID)
    refused = in_state(bureau, CaseState.REFUSED)
    issue(bureau.office, bureau.sun, PaperKind.REFUSAL, refused.id)
    case = bureau.draft(papers=False)
    paper = bureau.office.package.measures["exhibition"].papers[0].id
    tick(bureau.office, bureau.wang, case.id, paper, original=True)
    add_scan(bureau.office, bureau.wang, case.id, paper, NewScan("发票.png", PNG))
    return bureau


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    """Another office, in which nobody works yet."""
    home = tmp_path / "other"
    home.mkdir()
    server = request.getfixturevalue("postgres_cluster") if request.param == "postgresql" else None
    name = f"restored_{abs(hash(tmp_path))}"
    if server:
        server.execute(f"CREATE DATABASE {name}")
    office = open_office(server.url(name) if server else sqlite_url(home / "ycdesk.sqlite3"), home, package())
    yield office
    office.close()
    if server:
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_everything_comes_back_and_the_guards_stand(busy: Bureau, empty: Office, tmp_path: Path) -> None:
    path = tmp_path / proposed_name(busy.office)
    backup = back_up(busy.office, path)
    assert (backup.cases, backup.scans, backup.lost) == (3, 1, 0)
    assert read_backup(path) == backup
    assert restore(path, empty) == backup
    assert rows(empty.engine) == rows(busy.office.engine)
    with empty.reading_sessions() as session:
        assert verify_events(session) is None
    again = reopen_bureau(empty.engine.url.render_as_string(hide_password=False), empty.home)
    [scans] = scans_of(again.office, 3).values()
    assert scan_bytes(again.office, scans[0].digest) == PNG
    with pytest.raises(DBAPIError), again.office.sessions.begin() as session:
        session.execute(text("DELETE FROM events"))
    with pytest.raises(DBAPIError), again.office.sessions.begin() as session:
        session.execute(text("UPDATE cases SET award_fen = 1 WHERE id = 1"))
    assert in_state(again, CaseState.SUPPORTED).number == "2025-0004"  # numbers go on
    again.office.close()


def test_what_is_in_use_is_not_replaced_by_chance(busy: Bureau, tmp_path: Path) -> None:
    path = tmp_path / "b.zip"
    back_up(busy.office, path)
    before = rows(busy.office.engine)
    with pytest.raises(Refused, match="已经在使用"):
        restore(path, busy.office)
    assert rows(busy.office.engine) == before


def test_replacing_sets_the_present_aside(busy: Bureau, tmp_path: Path) -> None:
    if busy.office.engine.dialect.name != "sqlite":
        with pytest.raises(Refused, match="新建一个空数据库"):
            restore(_made(busy, tmp_path), busy.office, replace=True)
        return
    path = _made(busy, tmp_path)
    before = rows(busy.office.engine)
    busy.draft()
    restore(path, busy.office, replace=True)
    assert rows(busy.office.engine) == before
    [aside] = (Path(str(busy.office.engine.url.database)).parent / "backups").glob("恢复前-*.zip")
    assert read_backup(aside).cases == 4


def _made(bureau: Bureau, folder: Path) -> Path:
    path = folder / "b.zip"
    back_up(bureau.office, path)
    return path


@pytest.mark.parametrize("bureau", ["sqlite"], indirect=True)  # a server keeps them itself
def test_lost_scans_are_counted_and_the_rest_is_saved(busy: Bureau, tmp_path: Path) -> None:
    folder = scan_folder(busy.office.engine)
    assert folder is not None
    with busy.office.reading_sessions() as session:
        digest = session.execute(text("SELECT digest FROM scans")).scalar()
    scan_file(folder, str(digest)).unlink()
    backup = back_up(busy.office, tmp_path / "b.zip")
    assert (backup.scans, backup.lost) == (0, 1)
    assert "另有 1 份扫描件的内容在备份时已经找不到" in backup.words


def test_who_made_it_stands_in_the_log(busy: Bureau, tmp_path: Path) -> None:
    path = tmp_path / "b.zip"
    backup = back_up(busy.office, path)
    assert last_backup(busy.office) == ""
    with pytest.raises(Refused, match="备份由管理员做"):
        note_backup(busy.office, busy.li, path, backup)
    note_backup(busy.office, busy.admin, path, backup)
    assert last_backup(busy.office) == "2025-07-01 09:00"


@pytest.fixture
def archive(home: Path, tmp_path: Path) -> Path:
    """A backup of a small SQLite office."""
    bureau = make_bureau(sqlite_url(home / "ycdesk.sqlite3"), home)
    bureau.draft()
    path = _made(bureau, tmp_path)
    bureau.office.close()
    return path


def spoil(archive: Path, name: str, data: bytes | None) -> None:
    """Put other bytes in the place of a part of an archive; None leaves it out."""
    with ZipFile(archive) as old:
        parts = {each: old.read(each) for each in old.namelist()}
    parts |= {name: data or b""}
    if data is None:
        del parts[name]
    with ZipFile(archive, "w") as new:
        for each, content in parts.items():
            new.writestr(each, content)


def other(tmp_path: Path) -> Office:
    """An empty office."""
    home = tmp_path / "empty"
    home.mkdir()
    return open_office(sqlite_url(home / "ycdesk.sqlite3"), home, package())


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("about.json", None, "不是本程序的备份文件"),
        ("about.json", b"[1]", "不是本程序的备份文件"),
        ("ycdesk.sqlite3", None, "不是本程序的备份文件"),
        ("ycdesk.sqlite3", b"SQLite format 3\x00 nothing more", "已损坏"),
        (
            "about.json",
            b'{"bureau": "", "at": "", "revision": "9999", "cases": 0, "scans": 0}',
            "更新版本的程序备份的",
        ),
    ],
)
def test_a_spoilt_backup_is_said_and_nothing_changes(
    archive: Path, tmp_path: Path, name: str, data: bytes | None, words: str
) -> None:
    office = other(tmp_path)
    before = rows(office.engine)
    spoil(archive, name, data)
    with pytest.raises(InputProblem, match=words):
        restore(archive, office)
    assert rows(office.engine) == before
    office.close()


def test_a_log_that_was_rewritten_is_not_restored(archive: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite3"
    with ZipFile(archive) as parts:
        copy.write_bytes(parts.read("ycdesk.sqlite3"))
    with closing(sqlite3.connect(copy)) as connection:
        for (trigger,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {trigger}")
        connection.execute("UPDATE events SET person_name = '别人' WHERE id = 2")
        connection.commit()
    spoil(archive, "ycdesk.sqlite3", copy.read_bytes())
    office = other(tmp_path)
    with pytest.raises(InputProblem, match="从第 2 条起对不上"):
        restore(archive, office)
    office.close()


def test_what_is_no_archive(tmp_path: Path) -> None:
    text_file = tmp_path / "x.zip"
    text_file.write_text("no archive")
    for path, words in ((text_file, "不是本程序的备份文件"), (tmp_path / "没有.zip", "读不出来")):
        with pytest.raises(InputProblem, match=words):
            read_backup(path)


def test_a_folder_that_takes_nothing(archive: Path, home: Path, tmp_path: Path) -> None:
    office = open_office(sqlite_url(home / "ycdesk.sqlite3"), home, package())
    with pytest.raises(OfficeProblem, match="备份没有写成"):
        back_up(office, tmp_path / "没有的文件夹" / "b.zip")
    office.close()


def test_an_older_backup_is_migrated(archive: Path, tmp_path: Path) -> None:
    """What the version without scans saved comes back, brought up to date."""
    scripts, old = tmp_path / "migrations", tmp_path / "old.sqlite3"
    shutil.copytree(SCRIPTS, scripts)
    for newer in ("0006", "0007", "0008"):
        next((scripts / "versions").glob(f"{newer}_*.py")).unlink()
    engine = make_engine(read_url(sqlite_url(old)))
    bring_up_to_date(engine, MORNING, scripts)
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO bureau_settings VALUES ('bureau_name', '老版本的局')"))
    engine.dispose()
    spoil(archive, "ycdesk.sqlite3", old.read_bytes())
    spoil(archive, "about.json", b'{"bureau": "", "at": "", "revision": "0005", "cases": 0, "scans": 0}')
    office = other(tmp_path)
    restore(archive, office)
    names = {row[1] for row in rows(office.engine)["bureau_settings"]}
    assert "老版本的局" in names
    assert rows(office.engine)["scans"] == []
    office.close()


def test_the_command_line(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], archive: Path) -> None:
    assert main(["backup", str(tmp_path)]) == 0
    [made] = tmp_path.glob("ycdesk备份-*.zip")
    assert "办件 1 件，扫描件 0 份" in capsys.readouterr().out
    assert main(["restore", str(made)]) == 1
    assert "--replace" in capsys.readouterr().err
    assert main(["restore", str(made), "--replace"]) == 0
    assert "已恢复" in capsys.readouterr().out
    for file in (home / "ycdesk.sqlite3", *(home / "backups").glob("*")):
        file.unlink()
    assert main(["restore", str(made)]) == 0
    office = open_office(paths.database_url(home), home, package())
    assert get_case(office, 1).number == "2025-0001"
    assert FIRM["name"] == get_case(office, 1).dossier.applicant.name
    office.close()
