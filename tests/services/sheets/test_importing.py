"""Carrying out an import: as if typed, all or nothing, once and never twice, and who may."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from tests.bureau import BOOTH, FIRM, HANOI, Bureau, make_bureau
from tests.services.sheets.bringing import bring_in, contents, plan_of
from tests.services.sheets.draft_books import BOOTHS, SUMMARY, Draft, code_of, firm
from ycdesk.database.log import verify_events
from ycdesk.domain.case import Case
from ycdesk.domain.errors import Conflict, Refused
from ycdesk.domain.events import Event
from ycdesk.domain.fingerprint import Fingerprint
from ycdesk.domain.imported import ImportedCase
from ycdesk.domain.people import Role
from ycdesk.domain.step import CaseStep, StepKind
from ycdesk.paths import sqlite_url
from ycdesk.services.applicants import save_applicant
from ycdesk.services.backup import back_up, restore
from ycdesk.services.checklist import tick_all
from ycdesk.services.deeds import submit
from ycdesk.services.dossiers import get_case, remove_draft, save_entries
from ycdesk.services.people import change_person
from ycdesk.services.radar import alarms
from ycdesk.services.search import find_cases
from ycdesk.services.sheets.importing.carrying_out import carry_out
from ycdesk.services.sheets.importing.plan import Fate
from ycdesk.services.sheets.importing.planning import case_target, known_senders, remembered_columns
from ycdesk.services.signing import approve


def booths(folder: Path, count: int = 3, **written: Any) -> Path:
    """A sheet of good rows, each of another firm; some cells written otherwise in all."""
    draft = Draft(BOOTHS)
    draft.headings()
    for number in range(1, count + 1):
        draft.line(number, **written)
    return draft.save(folder, "来表")


def told(bureau: Bureau) -> list[tuple[str, dict[str, Any]]]:
    """Kind and content of every event, once the chain is proved."""
    import json

    with bureau.office.sessions() as session:
        assert verify_events(session) is None
        return [(each.kind, json.loads(each.content)) for each in session.scalars(select(Event).order_by(Event.id))]


def test_cases_come_in_as_if_they_had_been_typed(bureau: Bureau, tmp_path: Path) -> None:
    typed = bureau.draft({**HANOI, "rows": [{"booth_no": "Z9", "area_m2": "9", "fee": "30001"}]}, papers=False)
    outcome = bring_in(bureau, booths(tmp_path))
    assert outcome.summary == "已导入 3 行，新办件 3 件（2025-0002 至 2025-0004）。"
    case = get_case(bureau.office, find_cases(bureau.office, outcome.added[0])[0].case_id)
    assert (case.dossier.number, case.state, case.version) == ("J2025-0002", typed.state, 1)
    assert (case.entered_by, case.changed_by, *case.editor_ids) == (bureau.wang.id,) * 3
    assert case.entries == {
        "header": {
            "name": "河内国际贸易展", "session": "第5届", "tier": "key", "country": "VN", "opens_on": "2025-04-15",
            "provincial_support": "no",
        },
        "rows": [{"booth_no": "B1", "area_m2": "9", "fee": "30001"}],
    }  # fmt: skip
    kinds = [kind for kind, _ in told(bureau)]
    assert kinds == [
        "save_applicant", "open_dossier", "add_case",
        *["save_applicant"] * 3, *["open_dossier"] * 3, *["add_case"] * 3, "import",
    ]  # fmt: skip
    content = told(bureau)[-1][1]
    assert (content["file"], content["rows"], content["grown"]) == ("来表.xlsx", 3, [])
    assert content["added"] == ["2025-0002", "2025-0003", "2025-0004"]
    next_one = bureau.draft()
    assert (next_one.number, next_one.dossier.number) == ("2025-0005", "J2025-0005")


def test_an_imported_case_goes_the_whole_way_but_not_by_one_pair_of_eyes(bureau: Bureau, tmp_path: Path) -> None:
    bring_in(bureau, booths(tmp_path, 1))
    case = get_case(bureau.office, find_cases(bureau.office, "2025-0001")[0].case_id)
    tick_all(bureau.office, bureau.zhao, case.id)
    case = submit(bureau.office, bureau.zhao, case.id, get_case(bureau.office, case.id).version)
    change_person(bureau.office, bureau.admin, bureau.wang.id, role=Role.SUPERVISOR)
    with pytest.raises(Refused, match="您本人"):
        approve(bureau.office, bureau.wang, case.id, case.version)
    assert str(approve(bureau.office, bureau.li, case.id, case.version).award) == "24000.80"  # 80 % of 30 001


def test_search_and_radar_find_what_came_in(bureau: Bureau, tmp_path: Path) -> None:
    typed = bureau.draft({"header": {**HANOI["header"], "session": "第5届"}, "rows": [{**BOOTH, "booth_no": "B1"}]})
    bring_in(bureau, booths(tmp_path, 2, expo="河内国际贸易展"))
    imported = find_cases(bureau.office, firm(1))[0]
    assert find_cases(bureau.office, "J2025-0003")[0].applicant == firm(2)
    assert find_cases(bureau.office, "河内国际贸易展")[0].number == "2025-0003"
    assert [alarm.kind for alarm in alarms(bureau.office, imported.case_id)] == ["booth"]
    assert [alarm.kind for alarm in alarms(bureau.office, typed.id)] == ["booth"]


def test_the_keys_are_those_of_the_same_case_typed(bureau: Bureau, tmp_path: Path) -> None:
    bring_in(bureau, booths(tmp_path, 1))
    imported = get_case(bureau.office, find_cases(bureau.office, "2025-0001")[0].case_id)
    typed = bureau.draft(imported.entries)
    with bureau.office.sessions() as session:
        columns = [getattr(Fingerprint, name) for name in ("kind", "exact", "near", "shown", "path", "amount")]
        of_case = [
            session.execute(select(*columns).where(Fingerprint.case_id == id_)).all() for id_ in (imported.id, typed.id)
        ]
    assert of_case[0] == of_case[1] != []


def test_a_county_list_leaves_a_step_of_its_examination(bureau: Bureau, tmp_path: Path) -> None:
    draft = Draft(SUMMARY)
    draft.headings()
    draft.line()
    draft.line(clause="四", opinion="不同意", amount=None)
    bring_in(bureau, draft.save(tmp_path, "县"), "")
    with bureau.office.sessions() as session:
        steps = list(session.scalars(select(CaseStep).order_by(CaseStep.id)))
        assert {step.kind for step in steps} == {StepKind.COUNTY_REVIEW}
        assert [step.content for step in steps] == [
            {
                "opinion": "同意上报", "amount": "18001.00", "stated": "20001.00", "project": "第1个项目",
                "officer": "见县级汇总表",
            },
            {"opinion": "不同意上报", "stated": "20002.00", "project": "第2个项目", "officer": "见县级汇总表"},
        ]  # fmt: skip
        assert list(session.scalars(select(Case.measure).order_by(Case.id))) == ["exhibition", "certification"]
    assert [kind for kind, _ in told(bureau)][-3:] == ["record", "record", "import"]


def test_rows_go_into_a_case_that_can_be_changed(bureau: Bureau, tmp_path: Path) -> None:
    case = bureau.draft({**HANOI, "rows": [{"booth_no": "B1", "area_m2": "9", "fee": "30001"}]})
    target = case_target(bureau.office, case.number)
    plan = plan_of(bureau, booths(tmp_path, 3), target)
    assert [row.fate for row in plan.rows] == [Fate.KNOWN, Fate.NEW, Fate.NEW]  # the first was typed
    assert carry_out(bureau.office, bureau.wang, plan).grown == (case.number,)
    rows = get_case(bureau.office, case.id).entries["rows"]
    assert [row["booth_no"] for row in rows] == ["B1", "B2", "B3"]
    before = contents(bureau)
    assert carry_out(bureau.office, bureau.wang, plan_of(bureau, booths(tmp_path, 3), target)).rows == 0
    assert contents(bureau) == before
    now = get_case(bureau.office, case.id)
    submit(bureau.office, bureau.wang, case.id, now.version)
    with pytest.raises(Refused, match="已提交，不能再加行"):
        case_target(bureau.office, case.number)
    with pytest.raises(Refused, match="没有编号是"):
        case_target(bureau.office, "2099-0001")
    park = bureau.draft({"header": {}, "rows": []}, "demo_park", papers=False)
    with pytest.raises(Refused, match="没有明细表"):
        case_target(bureau.office, park.number)


def test_rows_of_a_submitted_case_wait(bureau: Bureau, tmp_path: Path) -> None:
    same = {"name": firm(1), "code": code_of(1)}
    bring_in(bureau, booths(tmp_path, 1, **same))
    case = get_case(bureau.office, find_cases(bureau.office, "2025-0001")[0].case_id)
    tick_all(bureau.office, bureau.wang, case.id)
    case = get_case(bureau.office, case.id)
    submit(bureau.office, bureau.wang, case.id, case.version)
    plan = plan_of(bureau, booths(tmp_path, 2, **same))
    assert [(row.fate, row.words) for row in plan.rows] == [
        (Fate.KNOWN, "办件 2025-0001 里已有"),
        (Fate.WRONG, "办件 2025-0001 已提交，不能再加行；需要修改的，请先由审批人退回。"),
    ]
    assert carry_out(bureau.office, bureau.wang, plan).rows == 0


@pytest.mark.parametrize("who", ["li", "sun", "admin"])
def test_only_caseworkers_bring_in(bureau: Bureau, tmp_path: Path, who: str) -> None:
    plan, before = plan_of(bureau, booths(tmp_path)), contents(bureau)
    with pytest.raises(Refused):
        carry_out(bureau.office, getattr(bureau, who), plan)
    assert contents(bureau) == before


def another_imports(bureau: Bureau, path: Path) -> None:
    carry_out(bureau.office, bureau.zhao, plan_of(bureau, path))


def another_enters_the_firm(bureau: Bureau, path: Path) -> None:
    save_applicant(bureau.office, bureau.zhao, None, {**FIRM, "name": firm(2), "credit_code": code_of(2)}, None)


@pytest.mark.parametrize("meanwhile", [another_imports, another_enters_the_firm])
def test_what_another_desk_did_meanwhile_is_a_conflict(
    bureau: Bureau, tmp_path: Path, meanwhile: Callable[[Bureau, Path], None]
) -> None:
    path = booths(tmp_path)
    plan = plan_of(bureau, path)
    meanwhile(bureau, path)
    before = contents(bureau)
    with pytest.raises(Conflict):
        carry_out(bureau.office, bureau.wang, plan)
    assert contents(bureau) == before


@pytest.mark.parametrize("what", ["changed", "removed"])
def test_a_case_that_was_changed_or_removed_meanwhile_is_a_conflict(bureau: Bureau, tmp_path: Path, what: str) -> None:
    case = bureau.draft(papers=False)
    plan = plan_of(bureau, booths(tmp_path), case_target(bureau.office, case.number))
    if what == "changed":
        save_entries(bureau.office, bureau.zhao, case.id, HANOI, case.applied_on, case.version)
    else:
        remove_draft(bureau.office, bureau.zhao, case.id)
    before = contents(bureau)
    with pytest.raises(Conflict):
        carry_out(bureau.office, bureau.wang, plan)
    assert contents(bureau) == before


@pytest.mark.parametrize("phase", range(7))
def test_a_cancelled_import_leaves_nothing(bureau: Bureau, tmp_path: Path, phase: int) -> None:
    class Cancelled(Exception):
        pass

    def progress(count: int, total: int) -> None:
        if count == phase:
            raise Cancelled

    plan, before = plan_of(bureau, booths(tmp_path)), contents(bureau)
    with pytest.raises(Cancelled):
        carry_out(bureau.office, bureau.wang, plan, "某县", progress)
    assert contents(bureau) == before
    assert carry_out(bureau.office, bureau.wang, plan).added[0] == "2025-0001"  # no number is lost


def test_a_removed_draft_comes_again(bureau: Bureau, tmp_path: Path) -> None:
    path = booths(tmp_path, 2)
    bring_in(bureau, path)
    remove_draft(bureau.office, bureau.wang, find_cases(bureau.office, "2025-0001")[0].case_id)
    plan = plan_of(bureau, path)
    assert [row.fate for row in plan.rows] == [Fate.NEW, Fate.KNOWN]
    assert carry_out(bureau.office, bureau.wang, plan).added == ("2025-0003",)


def test_a_backup_knows_what_was_imported(bureau: Bureau, tmp_path: Path) -> None:
    path = booths(tmp_path)
    carry_out(bureau.office, bureau.wang, plan_of(bureau, path), "盐湖区商务局")
    file = tmp_path / "备份.zip"
    back_up(bureau.office, file)
    home = tmp_path / "other"
    home.mkdir()
    other = make_bureau(sqlite_url(home / "x.sqlite3"), home)
    restore(file, other.office, replace=True)
    before = contents(other)
    with other.office.sessions() as session:
        assert len(list(session.scalars(select(ImportedCase)))) == 3
    assert known_senders(other.office) == ["盐湖区商务局"]
    again = plan_of(other, path)
    assert again.counts[Fate.KNOWN] == 3
    carry_out(other.office, bureau.wang, again, "盐湖区商务局")
    assert contents(other) == before
    other.office.close()


def test_a_senders_columns_are_remembered(bureau: Bureau, tmp_path: Path) -> None:
    plan = plan_of(bureau, booths(tmp_path, 1))
    carry_out(bureau.office, bureau.wang, plan, " 盐湖区商务局 ")
    known = remembered_columns(bureau.office, "盐湖区商务局", plan.target)
    assert known.fields["摊位号"] == "row.booth_no"
    assert known.fields["序号"] == ""
    assert known.units == {"展位费": "元"}
    assert remembered_columns(bureau.office, "别人", plan.target).fields == {}
    assert known_senders(bureau.office) == ["盐湖区商务局"]
