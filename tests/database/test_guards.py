"""Raw SQL on the tables: what the domain forbids, both databases refuse, in the same words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.bureau import Bureau
from ycdesk.domain.case import Case
from ycdesk.domain.states import CaseState
from ycdesk.domain.workflow import TRANSITIONS
from ycdesk.services.deeds import withdraw
from ycdesk.services.dossiers import get_case
from ycdesk.services.signing import approve, refuse, return_case

DECIDE = (
    "UPDATE cases SET state = 'supported', award_fen = computed_fen, award_city_fen = city_fen,"
    " award_county_fen = county_fen, decided_at = '2025-07-02 10:00:00',"
    " decider_name = (SELECT name FROM persons WHERE id = :by), decided_by = :by{more} WHERE id = :id"
)


def run(bureau: Bureau, statement: str, **values: Any) -> int:
    """Run one statement as somebody with a database tool would; how many rows it touched."""
    with bureau.office.engine.begin() as connection:
        return int(connection.execute(text(statement), values).rowcount)


def refused(bureau: Bureau, sentence: str, statement: str, **values: Any) -> None:
    """The database refuses the statement with the sentence."""
    with pytest.raises(IntegrityError, match=sentence):
        run(bureau, statement, **values)


def ended(bureau: Bureau) -> Sequence[Case]:
    """One case of each final state."""
    office = bureau.office
    first, second, third = bureau.pending(), bureau.pending(), bureau.pending()
    return (
        approve(office, bureau.li, first.id, first.version),
        refuse(office, bureau.li, second.id, second.version, "不符合条件"),
        withdraw(office, bureau.wang, third.id, third.version, "企业来函"),
    )


def test_a_supervisor_who_is_a_stranger_may_decide_by_sql(bureau: Bureau) -> None:
    case = bureau.pending()
    assert run(bureau, DECIDE.format(more=""), by=bureau.li.id, id=case.id) == 1
    assert get_case(bureau.office, case.id).state is CaseState.SUPPORTED


def test_the_enterer_made_supervisor_cannot_decide(bureau: Bureau) -> None:
    case = bureau.pending()
    run(bureau, "UPDATE persons SET role = 'supervisor' WHERE id = :id", id=bureau.wang.id)
    refused(bureau, "录入或修改过办件的人不能审批", DECIDE.format(more=""), by=bureau.wang.id, id=case.id)


def test_an_earlier_editor_cannot_decide(bureau: Bureau) -> None:
    case = bureau.draft()
    run(bureau, "UPDATE cases SET changed_by = :by WHERE id = :id", by=bureau.li.id, id=case.id)
    run(bureau, "UPDATE cases SET changed_by = :by WHERE id = :id", by=bureau.wang.id, id=case.id)
    make_pending(bureau, case.id, bureau.wang.id)
    refused(bureau, "录入或修改过办件的人不能审批", DECIDE.format(more=""), by=bureau.li.id, id=case.id)
    assert run(bureau, DECIDE.format(more=""), by=bureau.chen.id, id=case.id) == 1


def make_pending(bureau: Bureau, case_id: int, by: int) -> None:
    """Submit by SQL, with everything that a submission freezes."""
    run(
        bureau,
        "UPDATE cases SET state = 'pending', submissions = submissions + 1, submitted_by = :by, changed_by = :by,"
        " submitted_at = '2025-07-01 10:00:00', proposal = 'support', policy_id = 'p', policy_version = '1',"
        " facts = '{}', result = :result, papers = '[]', applicant_snapshot = '{}', words = '{}', computed_fen = 100,"
        " city_fen = 20, county_fen = 80, received_on = '2025-07-01', accepted_on = '2025-07-01' WHERE id = :id",
        result='{"uses": [], "limits": []}',
        by=by,
        id=case_id,
    )


def test_who_ticked_papers_cannot_decide(bureau: Bureau) -> None:
    case = bureau.draft()
    run(bureau, "UPDATE checklist_entries SET by_id = :by WHERE case_id = :id", by=bureau.li.id, id=case.id)
    make_pending(bureau, case.id, bureau.wang.id)
    refused(bureau, "录入或修改过办件的人不能审批", DECIDE.format(more=""), by=bureau.li.id, id=case.id)


def test_the_last_change_cannot_be_blamed_on_another_while_deciding(bureau: Bureau) -> None:
    case = bureau.pending()
    run(bureau, "UPDATE persons SET role = 'supervisor' WHERE id = :id", id=bureau.wang.id)
    for more in (f", changed_by = {bureau.zhao.id}", f", entered_by = {bureau.zhao.id}, changed_by = {bureau.zhao.id}"):
        with pytest.raises(IntegrityError):
            run(bureau, DECIDE.format(more=more), by=bureau.wang.id, id=case.id)
    refused(bureau, "内容不能再改", f"UPDATE cases SET changed_by = {bureau.zhao.id} WHERE id = :id", id=case.id)


@pytest.mark.parametrize("who", ["zhao", "sun", "admin"])
def test_only_a_supervisor_decides(bureau: Bureau, who: str) -> None:
    case = bureau.pending()
    refused(bureau, "只有在岗的审批人", DECIDE.format(more=""), by=getattr(bureau, who).id, id=case.id)


def test_a_supervisor_who_has_left_decides_nothing(bureau: Bureau) -> None:
    case = bureau.pending()
    run(bureau, "UPDATE persons SET active = :no WHERE id = :id", no=False, id=bureau.li.id)
    refused(bureau, "只有在岗的审批人", DECIDE.format(more=""), by=bureau.li.id, id=case.id)


UNDUE = [
    (", award_fen = computed_fen + 1, award_city_fen = city_fen + 1", "核定金额及其分担"),
    (", award_fen = -1, award_city_fen = -1, award_county_fen = 0, award_reason = '少'", "核定金额及其分担"),
    (", award_fen = 100, award_city_fen = 20, award_county_fen = 80", "须写明核减理由"),
    (", award_city_fen = city_fen + 1, award_county_fen = county_fen - 1", "核定金额及其分担"),
    (", award_city_fen = NULL, award_county_fen = NULL", "核定金额及其分担"),
    (", award_city_fen = 1", "核定金额及其分担"),
    (", decided_at = NULL", "须记明审批人和时间"),
    (", decider_name = '别人'", "须记明审批人和时间"),
    (", computed_fen = 99999999, award_reason = '少'", "提交时锁定"),
    (", facts = '{}'", "提交时锁定"),
    (", words = '{}'", "提交时锁定"),
    (", policy_version = '0'", "提交时锁定"),
    (", entries = '{}'", "内容不能再改"),
]
"""What a decision by SQL may not bring along, and what the database says to it."""


def test_a_decision_keeps_to_the_submission(bureau: Bureau) -> None:
    case = bureau.pending()
    for change, sentence in UNDUE:
        names = {part.split(" = ")[0].strip() for part in change.split(",") if part.strip()}
        base = DECIDE
        for name, value in (
            ("award_fen", "computed_fen"),
            ("award_city_fen", "city_fen"),
            ("award_county_fen", "county_fen"),
            ("decided_at", "'2025-07-02 10:00:00'"),
            ("decider_name", "(SELECT name FROM persons WHERE id = :by)"),
        ):
            if name in names:
                base = base.replace(f" {name} = {value},", "")
        refused(bureau, sentence, base.format(more=change), by=bureau.li.id, id=case.id)


def test_a_proposed_refusal_cannot_be_supported(bureau: Bureau) -> None:
    case = bureau.proposed_refusal()
    statement = DECIDE.format(more=", award_fen = 0").replace(" award_fen = computed_fen,", "")
    with pytest.raises(IntegrityError, match=r"核定金额及其分担|award_within_computed"):
        run(bureau, statement, by=bureau.li.id, id=case.id)


CHANGES = [
    "award_fen = 1",
    "state = 'returned', reason = 'x'",
    "facts = '{}'",
    "result = '{}'",
    "policy_version = '0'",
    "opinion = 'x'",
    "decided_by = 4",
    "entries = '{}'",
    "reason = 'x'",
    "changed_by = 2",
    "version = version + 1",
]


def test_nothing_of_an_ended_case_changes(bureau: Bureau) -> None:
    for case in ended(bureau):
        for change in CHANGES:
            refused(bureau, r"办件已办结|办件状态不能这样改变", f"UPDATE cases SET {change} WHERE id = :id", id=case.id)


@pytest.mark.parametrize("change", ["entered_by = 2", "number = '2025-9999'", "measure = 'demo_park'", "id = 999"])
def test_the_origin_of_a_case_never_changes(bureau: Bureau, change: str) -> None:
    case = bureau.draft(papers=False)
    refused(bureau, "编号、所属卷、事项和录入人不能改", f"UPDATE cases SET {change} WHERE id = :id", id=case.id)


def test_states_change_only_along_the_table(bureau: Bureau) -> None:
    allowed = {(line.state, target) for line in TRANSITIONS for target in line.targets}
    for start in (CaseState.DRAFT, CaseState.PENDING, CaseState.RETURNED):
        for target in CaseState:
            if start is target or (start, target) in allowed:
                continue
            case = bureau.draft() if start is CaseState.DRAFT else bureau.pending()
            if start is CaseState.RETURNED:
                return_case(bureau.office, bureau.li, case.id, case.version, "请改")
            values = {"by": bureau.li.id, "id": case.id, "state": target.value}
            decision = ", decided_by = :by, decided_at = '2025-07-02 10:00:00'" if target.decided else ""
            award = ", award_fen = 0" if target is CaseState.SUPPORTED else ""
            statement = f"UPDATE cases SET state = :state, reason = 'x'{decision}{award} WHERE id = :id"
            refused(bureau, "办件状态不能这样改变", statement, **values)


@pytest.mark.parametrize("change", ["state = 'returned'", "state = 'withdrawn'", "state = 'returned', reason = '  '"])
def test_leaving_the_queue_needs_a_reason(bureau: Bureau, change: str) -> None:
    case = bureau.pending()
    refused(bureau, "须写明理由", f"UPDATE cases SET {change} WHERE id = :id", id=case.id)


def test_a_submission_freezes_all_or_is_refused(bureau: Bureau) -> None:
    case = bureau.draft()
    refused(bureau, "提交时须同时锁定", "UPDATE cases SET state = 'pending' WHERE id = :id", id=case.id)
    refused(bureau, "提交时锁定", "UPDATE cases SET computed_fen = 5 WHERE id = :id", id=case.id)


def test_a_draft_carries_no_decision(bureau: Bureau) -> None:
    case = bureau.draft(papers=False)
    for change in ("award_fen = 1", f"decided_by = {bureau.li.id}"):
        with pytest.raises(IntegrityError):
            run(bureau, f"UPDATE cases SET {change} WHERE id = :id", id=case.id)


def test_a_decided_case_cannot_be_inserted(bureau: Bureau) -> None:
    ended(bureau)
    columns = (
        "number, dossier_id, measure, state, entries, entered_by, entered_at, changed_by, changed_at, version,"
        " submissions, proposal_reason, reason, award_reason, opinion"
    )
    values = (
        ", dossier_id, measure, {state}, entries, entered_by, entered_at, changed_by, changed_at, 1, 0, '', '', '', ''"
    )
    insert = f"INSERT INTO cases ({columns}{{extra}}) SELECT '2025-8888'{values}{{more}} FROM cases WHERE id = 1"
    assert run(bureau, insert.format(state="'draft'", extra="", more="")) == 1
    again = insert.replace("2025-8888", "2025-8889")
    refused(bureau, "只能从草稿开始", again.format(state="'pending'", extra="", more=""))
    more = {"extra": ", award_fen, computed_fen, decided_by", "more": f", 1, 1, {bureau.li.id}"}
    refused(bureau, "只能从草稿开始", again.format(state="'supported'", **more))
    frozen = {"extra": ", facts", "more": ", '{}'"}
    refused(bureau, "只能从草稿开始", again.format(state="'draft'", **frozen))


def test_only_fresh_drafts_can_be_deleted(bureau: Bureau) -> None:
    draft, returned = bureau.draft(), bureau.pending()
    return_case(bureau.office, bureau.li, returned.id, returned.version, "请改")
    for case in (returned, *ended(bureau)):
        refused(bureau, "提交过的办件不能删除", "DELETE FROM cases WHERE id = :id", id=case.id)
    assert run(bureau, "DELETE FROM cases WHERE id = :id", id=draft.id) == 1


def test_editors_are_added_by_the_database_and_stay(bureau: Bureau) -> None:
    case = bureau.draft()
    run(bureau, "UPDATE cases SET changed_by = :by WHERE id = :id", by=bureau.zhao.id, id=case.id)
    assert get_case(bureau.office, case.id).editor_ids == {bureau.wang.id, bureau.zhao.id}
    refused(bureau, "修改人记录不能删除", "DELETE FROM case_editors")
    refused(bureau, "修改人记录不能改", "UPDATE case_editors SET person_id = :by", by=bureau.sun.id)


def test_the_checklist_closes_with_the_submission(bureau: Bureau) -> None:
    case = bureau.pending()
    refused(bureau, "材料清单不能再改", "UPDATE checklist_entries SET ticked = :no", no=False)
    refused(bureau, "材料清单不能再改", "DELETE FROM checklist_entries WHERE case_id = :id", id=case.id)
    other = bureau.draft()
    move = "UPDATE checklist_entries SET case_id = :new WHERE case_id = :old"
    refused(bureau, "材料清单不能再改", move, new=other.id, old=case.id)


def test_a_dossier_keeps_its_applicant(bureau: Bureau) -> None:
    bureau.draft(papers=False)
    refused(bureau, "申报主体不能改", "UPDATE dossiers SET applicant_id = applicant_id + 1")


def test_numbers_only_rise(bureau: Bureau) -> None:
    bureau.draft(papers=False)
    refused(bureau, "编号只能往后排", "UPDATE counters SET last = last - 1")
    refused(bureau, "编号只能往后排", "UPDATE counters SET year = 1999")
    refused(bureau, "编号只能往后排", "DELETE FROM counters")


def test_an_applicant_keeps_its_number(bureau: Bureau) -> None:
    refused(bureau, "申报主体的编号不能改", "UPDATE applicants SET id = 99")


def test_persons_stay(bureau: Bureau) -> None:
    refused(bureau, "人员不能删除", "DELETE FROM persons WHERE id = :id", id=bureau.sun.id)
    refused(bureau, "人员编号不能改", "UPDATE persons SET id = 99 WHERE id = :id", id=bureau.sun.id)


def test_events_are_only_appended(bureau: Bureau) -> None:
    bureau.draft(papers=False)
    refused(bureau, "办理记录不能改", "UPDATE events SET content = '{}'")
    refused(bureau, "办理记录不能删除", "DELETE FROM events")
    copy = (
        "INSERT INTO events (id, at, person_name, kind, content, previous_hash, hash)"
        " SELECT id + {by}, at, person_name, kind, content, hash, hash FROM events"
        " WHERE id = (SELECT max(id) FROM events)"
    )
    refused(bureau, "须接在最后一条之后", copy.format(by=2))
    refused(
        bureau, "须接在最后一条之后", copy.format(by=1).replace("content, hash, hash", "content, previous_hash, hash")
    )
    assert run(bureau, copy.format(by=1)) == 1
