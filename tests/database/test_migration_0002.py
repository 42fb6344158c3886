"""What was decided before there was a ledger is booked when the database is migrated, even over a ceiling."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, MetaData, Table, select, text, update

from tests.bureau import HANOI, Bureau, package, reopen_bureau
from ycdesk.calculation import assess, read_case
from ycdesk.database.engine import make_engine
from ycdesk.database.location import read_url
from ycdesk.database.log import verify_events
from ycdesk.database.schema import SCRIPTS, bring_up_to_date
from ycdesk.domain.errors import Conflict
from ycdesk.domain.ledger import LedgerUse, UseState
from ycdesk.domain.states import CaseState
from ycdesk.services.dossiers import get_case
from ycdesk.services.draft import open_draft
from ycdesk.services.radar import alarms
from ycdesk.services.replay import prove
from ycdesk.services.signing import approve, return_case
from ycdesk.services.undoing import correct

THEN = datetime(2025, 5, 1, 9, 0, 0)  # noqa: DTZ001 - stored times have no zone
PEOPLE = {"wang": ("王芳", "caseworker"), "zhao": ("赵敏", "caseworker"), "li": ("李建国", "supervisor"),
          "chen": ("陈红", "supervisor"), "sun": ("孙丽", "clerk"), "admin": ("管理员", "administrator")}  # fmt: skip


class OldOffice:
    """A database of the schema before the ledger, with cases of four booths each."""

    def __init__(self, connection: Connection) -> None:
        self.connection, self.tables = connection, MetaData()
        self.tables.reflect(connection)
        for number, (login, (name, role)) in enumerate(PEOPLE.items(), 1):
            self.insert("persons", id=number, login=login, name=name, role=role, active=True)
        self.insert("applicants", id=1, name="甲公司", search_name="甲公司", kind="enterprise", county="140821",
                    created_by=1, version=1)  # fmt: skip

    def insert(self, table: str, **values: Any) -> None:
        """Insert a row; columns that are not named and may not be empty are empty texts, zeros or the time then."""
        target: Table = self.tables.tables[table]
        for column in target.columns:
            if column.name not in values and not column.nullable and not column.primary_key:
                kind = column.type.python_type
                values[column.name] = THEN if kind is datetime else "" if kind is str else 0
        self.connection.execute(target.insert().values(**values))

    def case(self, number: int, decided: bool) -> None:
        """A case that was submitted without regard to the others, and perhaps supported."""
        rows = [{"booth_no": f"{number}-{n}", "fee": "31250"} for n in range(4)]
        typed = {"applicant": {"name": "甲公司", "kind": "enterprise", "county": "140821"}, "applied_on": "2025-04-20"}
        facts = {**HANOI["header"], "provincial_support": False, "booths": rows}
        data = {"policy": package().id, "measure": "exhibition", **typed, "facts": facts}
        file = read_case(data, package())
        result = assess(file, package()).as_dict()
        entries = {"header": HANOI["header"], "rows": rows}
        self.insert("dossiers", id=number, number=f"J2024-{number:04}", applicant_id=1, opened_by=1, version=1)
        self.insert("cases", id=number, number=f"2024-{number:04}", dossier_id=number, measure="exhibition",
                    state="draft", entries=entries, entered_by=1, changed_by=1, version=1)  # fmt: skip
        frozen = {
            "facts": file.as_dict(), "result": result, "papers": [], "policy_id": package().id,
            "policy_version": package().version, "words": {"county": "临猗县"}, "proposal": "support",
            "applicant_snapshot": {"name": "甲公司", "credit_code": None, "kind": "enterprise", "county": "140821"},
        }  # fmt: skip
        cases = self.tables.tables["cases"]
        mine = update(cases).where(cases.c.id == number)
        parts = {"computed_fen": 10_000_000, "city_fen": 2_000_000, "county_fen": 8_000_000}
        self.connection.execute(
            mine.values(state="pending", submissions=1, submitted_by=1, submitted_at=THEN, **frozen, **parts)
        )
        if decided:
            awarded = {f"award_{name}".replace("award_computed", "award"): fen for name, fen in parts.items()}
            self.connection.execute(
                mine.values(state="supported", decided_by=3, decided_at=THEN, decider_name="李建国", **awarded)
            )


@pytest.fixture
def migrated(database_url: str, home: Path, tmp_path: Path) -> Iterator[Bureau]:
    """Two supported and one waiting case of four booths of six, migrated to this version."""
    scripts = tmp_path / "migrations"
    shutil.copytree(SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__", "000[2-9]*"))
    engine = make_engine(read_url(database_url))
    bring_up_to_date(engine, THEN, scripts)
    with engine.begin() as connection:
        old = OldOffice(connection)
        for number in (1, 2, 3):
            old.case(number, decided=number < 3)
        for table in ("cases", "dossiers", "applicants", "persons") if engine.dialect.name == "postgresql" else ():
            connection.execute(text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), 10)"))
    engine.dispose()
    bureau = reopen_bureau(database_url, home)
    yield bureau
    bureau.office.close()


def lines(bureau: Bureau) -> list[tuple[Any, ...]]:
    with bureau.office.reading_sessions() as session:
        found = session.scalars(select(LedgerUse).order_by(LedgerUse.id))
        return [(line.case_id, line.key, line.quantity, line.ceiling, line.state) for line in found]


def test_earlier_cases_are_booked_and_hold_what_they_used(migrated: Bureau) -> None:
    booked = lines(migrated)
    assert [(case, quantity, ceiling, state) for case, _, quantity, ceiling, state in booked] == [
        (1, 4, 6, UseState.COMMITTED),
        (2, 4, 6, UseState.COMMITTED),
        (3, 4, 6, UseState.RESERVED),
    ]
    with migrated.office.reading_sessions() as session:
        assert verify_events(session) is None
    case = migrated.draft()
    assessment = open_draft(migrated.office, migrated.wang, case).preview().assessment
    [limit] = assessment.limits
    assert (limit.ceiling, limit.used_before, limit.used_now) == (6, 12, 0)
    assert assessment.amount == Decimal("0.00")
    assert prove(migrated.office).unequal == ()


def test_the_waiting_one_is_refused_in_words_and_may_be_sent_back(migrated: Bureau) -> None:
    waiting = get_case(migrated.office, 3)
    with pytest.raises(Conflict, match="限额已被别的办件占用：2024-0001、2024-0002。"):
        approve(migrated.office, migrated.li, waiting.id, waiting.version)
    returned = return_case(migrated.office, migrated.li, waiting.id, waiting.version, "限额已用完")
    assert returned.state is CaseState.RETURNED
    first = get_case(migrated.office, 1)
    correct(migrated.office, migrated.chen, first.id, first.version, "重复发放")
    assert [state for *_, state in lines(migrated)] == [UseState.GIVEN_BACK, UseState.COMMITTED, UseState.RELEASED]


def test_the_radar_knows_the_earlier_cases(migrated: Bureau) -> None:
    twin = migrated.draft({**HANOI, "rows": [{"booth_no": "1－0", "fee": "1"}]})
    assert [alarm.other_number for alarm in alarms(migrated.office, twin.id)] == ["2024-0001"]
