"""One writer at a time, all or nothing, and sentences for what the database says."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.orm import Session

from tests.bureau import Bureau, make_bureau
from ycdesk.database import engine as engines
from ycdesk.database.log import append_event, verify_events
from ycdesk.database.numbers import CASES, DOSSIERS, next_number
from ycdesk.database.transaction import run
from ycdesk.domain.case import Case
from ycdesk.domain.errors import Conflict, OfficeProblem, Refused
from ycdesk.domain.events import Event
from ycdesk.services.dossiers import add_case, open_dossier, save_entries
from ycdesk.services.office import Office, open_office

NOON = datetime(2025, 7, 1, 12, 0, 0)  # noqa: DTZ001 - stored times have no zone


def test_sqlite_is_opened_as_the_architecture_says(home: Path) -> None:
    office = open_office()
    with office.engine.connect() as connection:
        read = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous")}
        read["foreign_keys"] = connection.exec_driver_sql("PRAGMA foreign_keys").scalar()
    assert read == {"journal_mode": "delete", "synchronous": 2, "foreign_keys": 1}
    office.close()


def test_parallel_desks_give_every_number_once(bureau: Bureau) -> None:
    office = bureau.office
    dossier = open_dossier(office, bureau.wang, bureau.firm.id)
    with ThreadPoolExecutor(8) as desks:
        cases = list(desks.map(lambda _: add_case(office, bureau.wang, dossier.id, "exhibition"), range(40)))
    assert sorted(case.number for case in cases) == [f"2025-{n:04d}" for n in range(1, 41)]
    with office.reading_sessions() as session:
        assert verify_events(session) is None
        assert session.scalars(select(Event.id).order_by(Event.id)).all() == list(range(1, 43))


def test_parallel_savers_never_overwrite_each_other(bureau: Bureau) -> None:
    case = bureau.draft(papers=False)

    def save(number: int) -> bool:
        try:
            save_entries(bureau.office, bureau.wang, case.id, {"header": {"n": str(number)}}, None, case.version)
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(8) as desks:
        assert sum(desks.map(save, range(16))) == 1


def test_a_failed_deed_leaves_nothing_and_no_gap(bureau: Bureau) -> None:
    sessions = bureau.office.sessions

    def half(session: Session) -> None:
        assert next_number(session, CASES, 2025) == "2025-0001"
        append_event(session, NOON, bureau.wang, "add_case")
        raise Refused("不行。")

    with pytest.raises(Refused):
        run(sessions, half)
    assert run(sessions, lambda session: next_number(session, CASES, 2025)) == "2025-0001"
    assert run(sessions, lambda session: next_number(session, CASES, 2025)) == "2025-0002"
    assert run(sessions, lambda session: next_number(session, CASES, 2026)) == "2026-0001"
    assert run(sessions, lambda session: next_number(session, DOSSIERS, 2025)) == "J2025-0001"
    assert run(bureau.office.reading_sessions, lambda s: s.scalars(select(Event.kind)).all()) == ["save_applicant"]


def test_numbers_beyond_four_digits_go_on(bureau: Bureau) -> None:
    with bureau.office.sessions.begin() as session:
        session.execute(text("INSERT INTO counters VALUES ('case', 2025, 9999)"))
        assert next_number(session, CASES, 2025) == "2025-10000"


def test_the_sentence_of_a_guard_arrives(bureau: Bureau) -> None:
    case = bureau.pending()

    def tamper(session: Session) -> None:
        session.execute(text("UPDATE cases SET computed_fen = 1 WHERE id = :id"), {"id": case.id})

    with pytest.raises(Refused, match=r"^提交时锁定的事实、测算和政策版本不能改。$"):
        run(bureau.office.sessions, tamper)


def test_a_lost_update_of_an_entity_is_a_conflict(bureau: Bureau) -> None:
    case = bureau.draft(papers=False)

    def outdated(session: Session) -> None:
        found = session.get_one(Case, case.id)
        session.execute(text("UPDATE cases SET version = version + 1 WHERE id = :id"), {"id": case.id})
        found.reason = "x"

    with pytest.raises(Conflict, match="已被别处修改"):
        run(bureau.office.sessions, outdated)


def test_a_locked_file_is_a_sentence(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "BUSY_SECONDS", 0.1)
    monkeypatch.setattr(engines, "_PRAGMAS", ("busy_timeout = 100",))
    bureau = make_bureau(f"sqlite:///{home / 'ycdesk.sqlite3'}", home)
    other = sqlite3.connect(home / "ycdesk.sqlite3", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(Conflict, match="数据库正忙"):
        open_dossier(bureau.office, bureau.wang, bureau.firm.id)
    other.execute("ROLLBACK")
    other.close()
    bureau.office.close()


@pytest.mark.postgresql
def test_a_serialisation_failure_is_tried_again(postgres_url: str, home: Path) -> None:
    bureau = make_bureau(postgres_url, home)
    attempts: list[int] = []

    def unlucky(session: Session) -> str:
        attempts.append(1)
        if len(attempts) < 3:
            session.execute(text("DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = 'serialization_failure'; END $$"))
        return "done"

    assert run(bureau.office.sessions, unlucky) == "done"
    assert len(attempts) == 3
    always = "DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = 'serialization_failure'; END $$"
    with pytest.raises(Conflict, match="数据库正忙"):
        run(bureau.office.sessions, lambda session: session.execute(text(always)))
    bureau.office.close()


@pytest.mark.postgresql
def test_a_lost_connection_is_a_sentence(postgres_url: str, home: Path) -> None:
    bureau = make_bureau(postgres_url, home)

    def cut_off(session: Session) -> None:
        session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    with pytest.raises(OfficeProblem, match="与数据库的连接断了"):
        run(bureau.office.sessions, cut_off)
    assert is_alive(bureau.office)
    bureau.office.close()


def test_a_mistake_of_the_program_is_no_lost_connection(bureau: Bureau) -> None:
    with pytest.raises((OperationalError, ProgrammingError), match="no_such_column"):
        run(bureau.office.sessions, lambda session: session.execute(text("SELECT no_such_column")))


def is_alive(office: Office) -> bool:
    """Whether the next transaction gets a connection again."""
    return bool(run(office.reading_sessions, lambda session: session.scalar(text("SELECT 1")) == 1))
