"""Ways around the guards that only one of the engines knows."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.bureau import make_bureau
from ycdesk.services.deeds import approve


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("INSERT OR REPLACE INTO cases SELECT * FROM cases WHERE id = 1", "只能从草稿开始"),
        (
            "INSERT OR REPLACE INTO cases (id, number, dossier_id, measure, state, entries, entered_by, entered_at,"
            " changed_by, changed_at, version, submissions, proposal_reason, reason, award_reason, opinion)"
            " SELECT 1, '2025-0001', dossier_id, measure, 'draft', entries, entered_by, entered_at,"
            " changed_by, changed_at, 1, 0, '', '', '', '' FROM cases WHERE id = 1",
            "不能覆盖已有的办件",
        ),
        ("UPDATE OR REPLACE cases SET id = 1 WHERE id = 2", "编号、所属卷"),
        ("UPDATE OR REPLACE cases SET number = '2025-0001' WHERE id = 2", "编号、所属卷"),
        ("INSERT OR REPLACE INTO events SELECT * FROM events WHERE id = 1", "须接在最后一条之后"),
        ("REPLACE INTO persons SELECT * FROM persons WHERE id = 1", "已有人使用"),
        ("REPLACE INTO dossiers SELECT * FROM dossiers WHERE id = 1", "卷号已被使用"),
        ("DELETE FROM events", "不能删除"),
    ],
)
def test_sqlite_does_not_replace_what_it_may_not_change(home: Path, statement: str, sentence: str) -> None:
    file = home / "ycdesk.sqlite3"
    bureau = make_bureau(f"sqlite:///{file}", home)
    case = bureau.pending()
    approve(bureau.office, bureau.li, case.id, case.version)
    bureau.draft(papers=False)
    bureau.office.close()
    # A database tool: no pragma of ours is set, foreign keys and recursive triggers are off.
    tool = sqlite3.connect(file)
    with pytest.raises(sqlite3.IntegrityError, match=sentence):
        tool.execute(statement)
    assert tool.execute("SELECT state, award_fen FROM cases WHERE id = 1").fetchone() == ("supported", 2500000)
    tool.close()


@pytest.mark.postgresql
@pytest.mark.parametrize("table", ["cases", "events", "case_editors", "checklist_entries"])
def test_postgresql_does_not_truncate(postgres_url: str, home: Path, table: str) -> None:
    bureau = make_bureau(postgres_url, home)
    bureau.pending()
    with pytest.raises(IntegrityError, match="不能"), bureau.office.engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {table} CASCADE"))
    bureau.office.close()
