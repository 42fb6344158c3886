"""Receipt, the one request to complete the papers, acceptance, its refusal, lapse, and recorded steps."""

from __future__ import annotations

from datetime import date

import pytest

from tests.bureau import HANOI, Bureau
from tests.paid import later
from tests.stages import WANTED, in_state
from ycdesk.domain.case import Case
from ycdesk.domain.errors import InputProblem, Refused
from ycdesk.domain.states import CaseState
from ycdesk.domain.step import StepKind
from ycdesk.services.checklist import tick_all
from ycdesk.services.deeds import submit
from ycdesk.services.dossiers import get_case, save_entries
from ycdesk.services.intake import (
    Demand,
    accept,
    lapse,
    missing_papers,
    receive,
    record_step,
    reject,
    request_supplement,
    steps_of,
    supply,
)

TODAY = date(2025, 7, 1)
"""A Tuesday."""


def received(bureau: Bureau, papers: bool = True) -> Case:
    """A case whose papers were received this morning."""
    case = bureau.draft(papers=papers)
    return receive(bureau.office, bureau.wang, case.id, case.version, " 刘洋 ", "13803590101")


def test_the_receipt_lists_what_lies_there(bureau: Bureau) -> None:
    case = received(bureau)
    assert (case.state, case.received_on, case.accepted_on) == (CaseState.RECEIVED, TODAY, None)
    [step] = steps_of(bureau.office, case.id)
    assert (step.kind, step.on_day, step.content["deliverer"]) == (StepKind.RECEIPT, TODAY, "刘洋")
    assert {paper["id"] for paper in step.content["papers"]} >= {"payment"}
    assert all(paper["ticked"] for paper in step.content["papers"])


def test_a_receipt_may_come_before_the_papers_are_complete(bureau: Bureau) -> None:
    case = received(bureau, papers=False)
    [step] = steps_of(bureau.office, case.id)
    assert step.content["papers"] == []
    names = [each.paper for each in missing_papers(bureau.office, case)]
    assert "展位费发票" in "、".join(names)
    assert all(each.problem == "未提交" and each.standard for each in missing_papers(bureau.office, case))


def test_a_supplement_is_asked_for_once_with_a_deadline_in_working_days(bureau: Bureau) -> None:
    case = received(bureau)
    case = request_supplement(bureau.office, bureau.wang, case.id, case.version, WANTED)
    # ten working days after Tuesday 1 July 2025: 2–4, 7–11, 14, 15
    assert (case.state, case.supplement_due) == (CaseState.SUPPLEMENT, date(2025, 7, 15))
    case = supply(later(bureau.office, 3), bureau.zhao, case.id, case.version, "已补齐")
    assert (case.state, case.supplement_due) == (CaseState.RECEIVED, date(2025, 7, 15))
    with pytest.raises(Refused, match="补正只能通知一次"):
        request_supplement(bureau.office, bureau.wang, case.id, case.version, WANTED)
    case = accept(later(bureau.office, 3), bureau.wang, case.id, case.version)
    assert (case.state, case.accepted_on) == (CaseState.ACCEPTED, date(2025, 7, 4))
    kinds = [step.kind for step in steps_of(bureau.office, case.id)]
    assert kinds == [StepKind.RECEIPT, StepKind.SUPPLEMENT, StepKind.SUPPLIED]


@pytest.mark.parametrize(
    ("demands", "days", "sentence"),
    [
        ([], 10, "补正通知只发一次，须一次写全"),
        ([*WANTED, Demand("合同", " ", "加盖公章")], 10, "第 2 行没有填存在问题。"),
        (WANTED, 0, "补正期限应在 1 到 60 个工作日之间。"),
    ],
)
def test_a_request_says_everything(bureau: Bureau, demands: list[Demand], days: int, sentence: str) -> None:
    case = received(bureau)
    with pytest.raises(InputProblem, match=sentence):
        request_supplement(bureau.office, bureau.wang, case.id, case.version, demands, days)
    assert get_case(bureau.office, case.id).state is CaseState.RECEIVED


def test_who_does_not_answer_has_given_up_but_not_on_the_last_day(bureau: Bureau) -> None:
    case = in_state(bureau, CaseState.SUPPLEMENT)  # until 15 July
    with pytest.raises(Refused, match="补正期限到 2025-07-15 为止"):
        lapse(later(bureau.office, 14), bureau.wang, case.id, case.version)
    case = lapse(later(bureau.office, 15), bureau.wang, case.id, case.version)
    assert case.state is CaseState.LAPSED


def test_papers_that_come_late_are_marked_and_looked_at(bureau: Bureau) -> None:
    case = in_state(bureau, CaseState.SUPPLEMENT)
    supply(later(bureau.office, 20), bureau.wang, case.id, case.version)
    assert steps_of(bureau.office, case.id)[-1].content["late"] is True


def test_facts_and_papers_stay_open_until_the_submission(bureau: Bureau) -> None:
    for state in (CaseState.RECEIVED, CaseState.SUPPLEMENT, CaseState.ACCEPTED):
        case = in_state(bureau, state)
        entries = {**HANOI, "rows": [{"booth_no": f"{state}", "fee": "10000"}]}
        save_entries(bureau.office, bureau.wang, case.id, entries, case.applied_on, case.version)
        tick_all(bureau.office, bureau.wang, case.id)


def test_what_was_received_and_accepted_goes_on_with_its_own_days(bureau: Bureau) -> None:
    case = in_state(bureau, CaseState.ACCEPTED)
    now = later(bureau.office, 6)
    case = submit(now, bureau.wang, case.id, case.version)
    assert (case.received_on, case.accepted_on, case.submitted_at) == (TODAY, TODAY, now.clock())


def test_a_refusal_to_accept_has_a_ground_and_a_reason(bureau: Bureau) -> None:
    case = received(bureau)
    with pytest.raises(InputProblem, match="请选择不予受理的情形"):
        reject(bureau.office, bureau.wang, case.id, case.version, "不喜欢", "理由")
    with pytest.raises(InputProblem, match="不予受理须写明理由"):
        reject(bureau.office, bureau.wang, case.id, case.version, "逾期申报", "  ")
    case = reject(bureau.office, bureau.wang, case.id, case.version, "逾期申报", "截止日为六月三十日")
    assert (case.state, case.reason) == (CaseState.REJECTED, "逾期申报：截止日为六月三十日")


VISIT = {"place": "临猗县猗氏镇", "officers": "王芳、李建国", "findings": "展位照片与原件一致", "conclusion": "属实"}


@pytest.mark.parametrize(
    ("kind", "values", "sentence"),
    [
        (StepKind.SITE_VISIT, {**VISIT, "officers": "王芳"}, "至少写 2 个人"),
        (StepKind.SITE_VISIT, {**VISIT, "conclusion": "大概属实"}, "核查结论应为属实、部分属实、不属实之一。"),
        (StepKind.SITE_VISIT, {**VISIT, "place": ""}, "请填写核查地点。"),
        (StepKind.LETTER, {"office": "运城海关", "question": "报关单", "officers": "王芳、赵敏", "reply_due": "下周"},
         "回复期限应为日期"),
        (StepKind.COUNTY_REVIEW, {"opinion": "同意上报", "officer": "张伟", "amount": "二万"}, "初审金额应为金额"),
        (StepKind.NEGATIVE_CHECK, {"item": "人品", "source": "网上", "result": "未发现"}, "核查事项应为严重失信主体"),
    ],
)  # fmt: skip
def test_a_step_says_what_is_missing(bureau: Bureau, kind: StepKind, values: dict[str, str], sentence: str) -> None:
    case = bureau.pending()
    with pytest.raises(InputProblem, match=sentence):
        record_step(bureau.office, bureau.li, case.id, kind, TODAY, values)
    assert steps_of(bureau.office, case.id) == []


def test_steps_are_recorded_and_change_nothing_else(bureau: Bureau) -> None:
    case = bureau.pending()
    record_step(bureau.office, bureau.wang, case.id, StepKind.SITE_VISIT, TODAY, VISIT)
    review = {"opinion": "部分同意", "officer": "张伟", "amount": "20,000"}
    record_step(bureau.office, bureau.zhao, case.id, StepKind.COUNTY_REVIEW, date(2025, 6, 20), review)
    check = {"item": "行政处罚", "source": "信用中国", "result": "有记录", "remark": "2024 年罚款五千元"}
    record_step(bureau.office, bureau.li, case.id, StepKind.NEGATIVE_CHECK, TODAY, check)
    steps = steps_of(bureau.office, case.id)
    assert [step.kind.label for step in steps] == ["现场核查", "县级初审", "负面清单核查"]
    assert steps[1].content == {"opinion": "部分同意", "officer": "张伟", "amount": "20000.00"}
    again = get_case(bureau.office, case.id)
    assert (again.state, again.editor_ids) == (
        CaseState.PENDING,
        frozenset({bureau.wang.id}),
    )
    with pytest.raises(InputProblem, match="不能晚于今天"):
        record_step(bureau.office, bureau.li, case.id, StepKind.NEGATIVE_CHECK, date(2025, 7, 2), check)
