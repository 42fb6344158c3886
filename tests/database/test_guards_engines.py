"""Ways around the guards that only one of the engines knows."""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from tests.bureau import make_bureau
from tests.conftest import Cluster
from ycdesk.domain.people import Role
from ycdesk.services.checklist import tick_all
from ycdesk.services.deeds import submit
from ycdesk.services.people import change_person
from ycdesk.services.signing import approve


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
        ("UPDATE OR REPLACE persons SET login = 'li' WHERE login = 'wang'", "已有人使用"),
        ("UPDATE OR REPLACE checklist_entries SET id = 1 WHERE case_id = 2", "材料清单不能再改"),
        (
            "REPLACE INTO checklist_entries (id, case_id, paper_id, ticked, original, copy, stamp, signed, verify,"
            " translate, remark, waived_reason, by_id, at) SELECT 1, 2, 'x', 0, 0, 0, 0, 0, 0, 0, '', '', by_id, at"
            " FROM checklist_entries WHERE id = 1",
            "材料清单不能再改",
        ),
        ("REPLACE INTO applicants SELECT * FROM applicants", "已经录入"),
        ("DELETE FROM applicants", "名下有卷"),
        ("DELETE FROM dossiers", "卷里有办件"),
        ("REPLACE INTO counters SELECT series, year, 0 FROM counters", "只能往后排"),
    ],
)
def test_sqlite_does_not_replace_what_it_may_not_change(home: Path, statement: str, sentence: str) -> None:
    file = home / "ycdesk.sqlite3"
    bureau = make_bureau(f"sqlite:///{file}", home)
    case = bureau.pending()
    approve(bureau.office, bureau.li, case.id, case.version)
    bureau.draft()
    bureau.office.close()
    # A database tool: no pragma of ours is set, foreign keys and recursive triggers are off.
    tool = sqlite3.connect(file)
    with pytest.raises(sqlite3.IntegrityError, match=sentence):
        tool.execute(statement)
    assert tool.execute("SELECT state, award_fen FROM cases WHERE id = 1").fetchone() == ("supported", 2500000)
    tool.close()


SELF_SERVICE = (
    "UPDATE cases SET state = 'supported', award_fen = computed_fen, award_city_fen = city_fen,"
    " award_county_fen = county_fen, decided_at = '2025-07-02 10:00:00'{more} WHERE id = 1"
)
BY_LI = ", decided_by = 3, decider_name = '李建国'"
BY_WANG = ", decided_by = 1, decider_name = '王芳'"
OWN = "录入或修改过办件的人不能审批"


@pytest.mark.parametrize(
    ("before", "more", "sentence"),
    [
        # Check constraints switched off: supported by nobody, or with more than was computed.
        ("PRAGMA ignore_check_constraints = ON", "", "须记明审批人和时间"),
        (
            "PRAGMA ignore_check_constraints = ON",
            f"{BY_LI}, award_fen = 9900000",  # of two values the last one holds
            "核定金额及其分担",
        ),
        ("PRAGMA ignore_check_constraints = ON", BY_WANG, OWN),
        ("PRAGMA recursive_triggers = ON", BY_WANG, OWN),
        # A temporary table is not taken for ours.
        ("CREATE TEMP TABLE case_editors (case_id, person_id)", BY_WANG, OWN),
        ("CREATE TEMP TABLE cases AS SELECT * FROM main.cases WHERE 0", BY_WANG, OWN),
        # The editors cannot be removed with the case put out of sight.
        ("PRAGMA foreign_keys = OFF", BY_WANG, OWN),
    ],
)
def test_sqlite_keeps_its_rules_under_other_pragmas(home: Path, before: str, more: str, sentence: str) -> None:
    file = home / "ycdesk.sqlite3"
    bureau = make_bureau(f"sqlite:///{file}", home)
    bureau.pending()
    change_person(bureau.office, bureau.admin, bureau.wang.id, role=Role.SUPERVISOR)
    assert (bureau.wang.id, bureau.li.id) == (1, 3)
    bureau.office.close()
    tool = sqlite3.connect(file, isolation_level=None)
    tool.execute(before)
    statement = SELF_SERVICE.replace("UPDATE cases", "UPDATE main.cases")
    with pytest.raises(sqlite3.IntegrityError, match=sentence):
        tool.execute(statement.format(more=more))
    tool.close()


@pytest.mark.postgresql
@pytest.mark.parametrize("table", ["cases", "events", "case_editors", "checklist_entries"])
def test_postgresql_does_not_truncate(postgres_url: str, home: Path, table: str) -> None:
    bureau = make_bureau(postgres_url, home)
    bureau.pending()
    with pytest.raises(IntegrityError, match="不能"), bureau.office.engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {table} CASCADE"))
    bureau.office.close()


@pytest.fixture
def clerk_of_the_server(postgres_cluster: Cluster, postgres_url: str, home: Path) -> Iterator[Engine]:
    """A submitted case of ``wang``, who is a supervisor now, and a login that may write every table but owns none."""
    bureau = make_bureau(postgres_url, home)
    case = bureau.draft(papers=False)
    tick_all(bureau.office, bureau.zhao, case.id)
    bureau.pending()
    submit(bureau.office, bureau.wang, case.id, case.version)
    for person in (bureau.wang, bureau.zhao):
        change_person(bureau.office, bureau.admin, person.id, role=Role.SUPERVISOR)
    name = f"clerk_{uuid.uuid4().hex[:8]}"
    with bureau.office.engine.begin() as connection:
        connection.execute(text(f"CREATE ROLE {name} LOGIN"))
        connection.execute(text(f"GRANT ALL ON ALL TABLES IN SCHEMA public TO {name}"))
    bureau.office.close()
    engine = create_engine(make_url(postgres_url).set(username=name))
    yield engine
    engine.dispose()
    owner = create_engine(postgres_url)
    with owner.begin() as connection:
        connection.execute(text(f"DROP OWNED BY {name}"))
        connection.execute(text(f"DROP ROLE {name}"))
    owner.dispose()


@pytest.mark.postgresql
@pytest.mark.parametrize(
    ("before", "error"),
    [
        ("CREATE TEMP TABLE case_editors (case_id int, person_id int)", OWN),
        ("CREATE TEMP TABLE persons AS SELECT * FROM public.persons", OWN),
        ("SET search_path = pg_temp", OWN),
        ("SET session_replication_role = replica", "permission denied"),
        ("ALTER TABLE public.cases DISABLE TRIGGER ALL", "must be owner|permission denied"),
        ("DROP TRIGGER cases_2_decided ON public.cases", "must be owner"),
        (
            "CREATE OR REPLACE FUNCTION public.ycdesk_refuse(sentence text) RETURNS void LANGUAGE sql AS ''",
            "permission|owner",
        ),
        ("TRUNCATE public.case_editors", "修改人记录不能删除"),
    ],
)
def test_postgresql_keeps_its_rules_from_who_does_not_own_the_tables(
    clerk_of_the_server: Engine, before: str, error: str
) -> None:
    """``zhao`` (2) only ticked the papers of case 1, so nothing but the list of editors knows it."""
    statement = SELF_SERVICE.replace("UPDATE cases", "UPDATE public.cases").format(
        more=", decided_by = 2, decider_name = '赵敏'"
    )
    with pytest.raises(DBAPIError, match=error), clerk_of_the_server.begin() as connection:
        connection.exec_driver_sql(f"{before};{statement}")
