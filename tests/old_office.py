"""A database as the first version of the program left it, filled by hand: no later program can write it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, Table, text, update

from tests.bureau import HANOI, package
from ycdesk.calculation import assess, read_case
from ycdesk.database.schema import migrate_to

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


def make_old_office(engine: Engine) -> None:
    """Two supported cases and a waiting one, of four booths each where six are allowed, at revision 0001."""
    migrate_to(engine, "0001")
    with engine.begin() as connection:
        old = OldOffice(connection)
        for number in (1, 2, 3):
            old.case(number, decided=number < 3)
        for table in ("cases", "dossiers", "applicants", "persons") if engine.dialect.name == "postgresql" else ():
            connection.execute(text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), 10)"))
