"""Submitting, deciding, returning, withdrawing: what each freezes and what each refuses."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from tests.bureau import BOOTH, HANOI, TOO_LITTLE, Bureau
from ycdesk.database.log import verify_events
from ycdesk.domain.document_kinds import Paper, PaperKind
from ycdesk.domain.errors import Conflict, DeskError, InputProblem, Refused
from ycdesk.domain.events import Event
from ycdesk.domain.people import Role
from ycdesk.domain.states import CaseState, Proposal
from ycdesk.services.applicants import save_applicant
from ycdesk.services.deeds import obstacles, submit, withdraw
from ycdesk.services.dossiers import get_case, save_entries
from ycdesk.services.people import change_person
from ycdesk.services.print_log import record_print
from ycdesk.services.signing import approve, refuse, return_case

AT_HOME: dict[str, Any] = {"header": {**HANOI["header"], "country": "CN"}, "rows": [{"booth_no": "1", "fee": "9000"}]}
"""A key exhibition in China: reading 8 decides it and must be confirmed; 70 % of 9 000 is 6 300."""


def refusal(caught: pytest.ExceptionInfo[DeskError]) -> str:
    """The sentence and its advice."""
    return str(caught.value)


def test_submission_freezes(bureau: Bureau) -> None:
    case = bureau.pending()
    assert (case.state, case.submissions, case.submitted_by) == (CaseState.PENDING, 1, bureau.wang.id)
    assert (case.policy_id, case.policy_version) == ("yuncheng-2024-10", bureau.office.package.version)
    assert (case.computed, case.city, case.county) == (Decimal("25000.00"), Decimal("5000.00"), Decimal("20000.00"))
    assert case.facts is not None
    assert case.facts["facts"]["booths"] == [{"booth_no": "A1", "fee": "31250"}]
    assert case.facts["applicant"]["county"] == "140821"
    assert case.result is not None
    assert case.result["amount"] == "25000.00"
    assert case.papers is not None
    assert {paper["id"]: paper["ticked"] for paper in case.papers}["payment"] is True
    assert case.applicant_snapshot is not None
    assert case.applicant_snapshot["name"] == "甲公司"
    assert case.award is None


def test_the_slip_of_tomorrow_equals_that_of_today(bureau: Bureau) -> None:
    case = bureau.pending()
    approve(bureau.office, bureau.li, case.id, case.version)
    renamed = {"name": "改名公司", "kind": "enterprise", "county": "140802", "credit_code": "91140802MA0ABCDE15"}
    save_applicant(bureau.office, bureau.wang, bureau.firm.id, renamed, bureau.firm.version)
    again = get_case(bureau.office, case.id)
    assert again.applicant_snapshot is not None
    assert (again.applicant_snapshot["name"], again.award_city) == ("甲公司", Decimal("5000.00"))


def test_papers_must_be_complete(bureau: Bureau) -> None:
    case = bureau.draft(papers=False)
    with pytest.raises(Refused) as caught:
        submit(bureau.office, bureau.wang, case.id, case.version)
    assert refusal(caught).startswith("材料不齐：营业执照、")
    assert get_case(bureau.office, case.id).state is CaseState.DRAFT


def test_facts_must_be_complete(bureau: Bureau) -> None:
    unfinished = {"header": {**HANOI["header"], "country": ""}, "rows": [{"booth_no": "A1", "fee": ""}]}
    case = bureau.draft(unfinished)
    for proposal in Proposal:
        with pytest.raises(Refused, match=r"还有没填的内容：.*第 1 行 展位费"):
            submit(bureau.office, bureau.wang, case.id, case.version, proposal, "理由")


def test_what_cannot_be_read_is_named_with_its_field(bureau: Bureau) -> None:
    case = bureau.draft({**HANOI, "rows": [BOOTH, {"booth_no": "A2", "fee": "三万左右"}]})
    found = obstacles(bureau.office, case.id)
    assert found[0].startswith("第 2 行 展位费：")
    with pytest.raises(Refused, match="第 2 行 展位费"):
        submit(bureau.office, bureau.wang, case.id, case.version)


def test_who_is_not_eligible_is_proposed_for_refusal(bureau: Bureau) -> None:
    case = bureau.draft(TOO_LITTLE, "store_global")
    with pytest.raises(Refused, match="测算结果为不符合条件"):
        submit(bureau.office, bureau.wang, case.id, case.version)
    with pytest.raises(InputProblem, match="须写明理由"):
        submit(bureau.office, bureau.wang, case.id, case.version, Proposal.REFUSE, " ")
    case = submit(bureau.office, bureau.wang, case.id, case.version, Proposal.REFUSE, "交易额不足 300 万元")
    assert (case.computed, case.proposal_reason) == (None, "交易额不足 300 万元")
    with pytest.raises(Refused, match="只能不予支持或者退回"):
        approve(bureau.office, bureau.li, case.id, case.version)
    with pytest.raises(InputProblem, match="不予支持须写明理由"):
        refuse(bureau.office, bureau.li, case.id, case.version, "")
    case = refuse(bureau.office, bureau.li, case.id, case.version, "年度交易额 2,999,999.99 元，未达 300 万元", "同意")
    assert (case.state, case.decided_by, case.award) == (CaseState.REFUSED, bureau.li.id, None)
    assert case.reason.startswith("年度交易额")


def test_an_eligible_case_cannot_be_proposed_for_refusal(bureau: Bureau) -> None:
    case = bureau.draft()
    with pytest.raises(Refused, match="符合条件，不能按不符合条件"):
        submit(bureau.office, bureau.wang, case.id, case.version, Proposal.REFUSE, "理由")


def test_a_measure_without_a_formula_needs_a_recorded_decision(bureau: Bureau) -> None:
    case = bureau.draft({"header": {}, "rows": []}, "leading_enterprise")
    with pytest.raises(Refused, match="请先录入决定金额和决定文件"):
        submit(bureau.office, bureau.wang, case.id, case.version)
    decided = {"header": {"decided_amount": "60万", "decision_document": "运政纪〔2025〕12号"}, "rows": []}
    version = save_entries(bureau.office, bureau.wang, case.id, decided, case.applied_on, case.version)
    case = submit(bureau.office, bureau.wang, case.id, version)
    assert (case.computed, case.city, case.county) == (Decimal("600000.00"), Decimal("120000.00"), Decimal("480000.00"))
    assert case.facts is not None
    assert case.facts["facts"] == {"decided_amount": "600000", "decision_document": "运政纪〔2025〕12号"}


def test_approval_as_computed(bureau: Bureau) -> None:
    case = bureau.pending()
    case = approve(bureau.office, bureau.li, case.id, case.version, opinion=" 同意。 ")
    assert (case.state, case.award) == (CaseState.SUPPORTED, Decimal("25000.00"))
    assert (case.award_city, case.award_county) == (Decimal("5000.00"), Decimal("20000.00"))
    assert (case.decided_by, case.decided_at, case.opinion) == (bureau.li.id, bureau.office.clock(), "同意。")
    assert case.submitter is not None
    assert case.decider is not None
    assert (case.enterer.name, case.submitter.name, case.decider.name) == ("王芳", "王芳", "李建国")


def test_less_is_split_anew_city_cut_down(bureau: Bureau) -> None:
    case = bureau.pending()
    case = approve(bureau.office, bureau.li, case.id, case.version, Decimal("12345.67"), "部分费用不合规")
    # 20 % of 12 345.67 is 2 469.134: the city pays 2 469.13, the county the rest.
    assert (case.award_city, case.award_county) == (Decimal("2469.13"), Decimal("9876.54"))
    assert case.award_reason == "部分费用不合规"


def test_an_award_of_nothing_is_a_refusal(bureau: Bureau) -> None:
    case = bureau.pending()
    with pytest.raises(InputProblem, match="核定金额为零的，请按不予支持办理"):
        approve(bureau.office, bureau.li, case.id, case.version, Decimal(0), "额度他用")


REFUSED_AWARDS = [
    ("25000.01", "多给", "核定金额不能超过测算金额 25,000.00 元。"),
    ("24999.99", " ", "核定金额少于测算金额，请写明核减理由。"),
    ("-1", "x", "核定金额应为不小于零、最多两位小数的金额。"),
    ("100.001", "x", "核定金额应为不小于零、最多两位小数的金额。"),
    ("NaN", "x", "核定金额应为不小于零、最多两位小数的金额。"),
    ("Infinity", "x", "核定金额应为不小于零、最多两位小数的金额。"),
]


def test_awards_that_are_refused(bureau: Bureau) -> None:
    case = bureau.pending()
    for award, reason, sentence in REFUSED_AWARDS:
        with pytest.raises(InputProblem) as caught:
            approve(bureau.office, bureau.li, case.id, case.version, Decimal(award), reason)
        assert refusal(caught) == sentence
    assert get_case(bureau.office, case.id).state is CaseState.PENDING


def test_no_ratio_no_parts(bureau: Bureau) -> None:
    yongji = {"name": "永济公司", "kind": "enterprise", "county": "140881", "credit_code": "91140802MA0ABCDE15"}
    bureau.firm = save_applicant(bureau.office, bureau.wang, bureau.firm.id, yongji, bureau.firm.version)
    case = bureau.pending()
    flags = [flag["reading"] for flag in (case.result or {})["flags"]]
    assert (case.computed, case.city, case.county) == (Decimal("25000.00"), None, None)
    case = approve(bureau.office, bureau.li, case.id, case.version, Decimal(20000), "核减", "", flags)
    assert (case.award, case.award_city, case.award_county) == (Decimal("20000.00"), None, None)


def test_every_flag_must_be_confirmed(bureau: Bureau) -> None:
    case = bureau.pending(AT_HOME)
    assert case.computed == Decimal("6300.00")
    flags = [flag["reading"] for flag in (case.result or {})["flags"]]
    assert "8" in flags
    with pytest.raises(Refused, match=r"需要逐项确认的口径：口径 8（三\(一\)）"):
        approve(bureau.office, bureau.li, case.id, case.version, confirmed_flags=[f for f in flags if f != "8"])
    case = approve(bureau.office, bureau.li, case.id, case.version, confirmed_flags=[*flags, "unrelated"])
    assert case.confirmed_flags == sorted(flags)


def test_nobody_approves_their_own(bureau: Bureau) -> None:
    case = bureau.pending()
    office = bureau.office
    change_person(office, bureau.admin, bureau.wang.id, role=Role.SUPERVISOR)
    with pytest.raises(Refused, match="这件是您本人录入的"):
        approve(office, bureau.wang, case.id, case.version)
    with pytest.raises(Refused, match="这件是您本人录入的"):
        refuse(office, bureau.wang, case.id, case.version, "不符合")
    back = return_case(office, bureau.wang, case.id, case.version, "自己发现有误")
    assert back.state is CaseState.RETURNED


def test_who_helped_with_the_papers_does_not_approve(bureau: Bureau) -> None:
    office = bureau.office
    case = bureau.draft()
    version = save_entries(office, bureau.zhao, case.id, HANOI, case.applied_on, case.version)
    case = submit(office, bureau.wang, case.id, version)
    change_person(office, bureau.admin, bureau.zhao.id, role=Role.SUPERVISOR)
    with pytest.raises(Refused, match="这件您本人修改过"):
        approve(office, bureau.zhao, case.id, case.version)


def test_the_role_counts_as_it_is_now(bureau: Bureau) -> None:
    case = bureau.pending()
    change_person(bureau.office, bureau.admin, bureau.li.id, role=Role.CLERK)
    with pytest.raises(Refused, match="您的岗位是文印员"):
        approve(bureau.office, bureau.li, case.id, case.version)
    change_person(bureau.office, bureau.admin, bureau.chen.id, active=False)
    with pytest.raises(Refused, match="账号已停用"):
        approve(bureau.office, bureau.chen, case.id, case.version)


def test_the_page_must_be_the_newest(bureau: Bureau) -> None:
    case = bureau.pending()
    seen = case.version
    case = return_case(bureau.office, bureau.chen, case.id, seen, "请改展位费")
    version = save_entries(bureau.office, bureau.wang, case.id, HANOI, case.applied_on, case.version)
    case = submit(bureau.office, bureau.wang, case.id, version)
    with pytest.raises(Conflict, match="刚才已被别处修改"):
        approve(bureau.office, bureau.li, case.id, seen)
    assert case.submissions == 2
    approve(bureau.office, bureau.li, case.id, case.version)
    with pytest.raises(Refused, match="现在是“拟支持”，不能同意"):
        approve(bureau.office, bureau.chen, case.id, case.version)


def test_withdrawal_and_return_need_a_reason(bureau: Bureau) -> None:
    case = bureau.pending()
    with pytest.raises(InputProblem, match="退回须写明理由"):
        return_case(bureau.office, bureau.li, case.id, case.version, "")
    with pytest.raises(InputProblem, match="企业撤回须写明理由"):
        withdraw(bureau.office, bureau.wang, case.id, case.version, "  ")
    with pytest.raises(Refused, match="企业撤回由经办人办理"):
        withdraw(bureau.office, bureau.li, case.id, case.version, "x")
    case = withdraw(bureau.office, bureau.zhao, case.id, case.version, " 企业来函撤回 ")
    assert (case.state, case.reason) == (CaseState.WITHDRAWN, "企业来函撤回")


def test_each_deed_is_one_event_and_the_chain_holds(bureau: Bureau) -> None:
    case = bureau.pending()
    case = return_case(bureau.office, bureau.li, case.id, case.version, "请改")
    case = submit(bureau.office, bureau.wang, case.id, case.version)
    approve(bureau.office, bureau.chen, case.id, case.version, Decimal(1000), "核减")
    assert record_print(bureau.office, bureau.sun, Paper(PaperKind.SLIP, case.id, case.number)) == 1
    assert record_print(bureau.office, bureau.sun, Paper(PaperKind.COMPUTATION, case.id, case.number)) == 1
    assert record_print(bureau.office, bureau.sun, Paper(PaperKind.SLIP, case.id, case.number)) == 2
    with bureau.office.reading_sessions() as session:
        events = session.scalars(select(Event).where(Event.case_id == case.id).order_by(Event.id)).all()
        assert verify_events(session) is None
    assert [(event.kind, event.person_name) for event in events] == [
        ("add_case", "王芳"),
        ("receive", "王芳"),
        ("accept", "王芳"),
        ("submit", "王芳"),
        ("return", "李建国"),
        ("submit", "王芳"),
        ("approve", "陈红"),
        ("print", "孙丽"),
        ("print", "孙丽"),
        ("print", "孙丽"),
    ]
    assert events[6].details["award"] == "1000.00"
    assert events[6].details["computed"] == "25000.00"
