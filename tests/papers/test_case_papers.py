"""Papers of stored cases: only what was frozen, at every stage."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from tests.bureau import FIRM, HANOI, Bureau
from tests.papers.sample import beside, page_texts, read_codes, text_of
from ycdesk.calculation.money import in_words
from ycdesk.domain.case import Case
from ycdesk.domain.errors import Refused
from ycdesk.domain.ruling import Subject
from ycdesk.domain.states import Proposal
from ycdesk.services.applicants import get_applicant, save_applicant
from ycdesk.services.bureau_settings import set_second_signature
from ycdesk.services.deeds import submit
from ycdesk.services.demo import create_demo
from ycdesk.services.papers import computation_pdf, slip_pdf
from ycdesk.services.rulings import record_ruling
from ycdesk.services.signing import approve, countersign, refuse, return_case
from ycdesk.services.undoing import correct

BOOTHS: dict[str, Any] = {
    "header": HANOI["header"],
    "rows": [
        {"booth_no": "A1", "fee": "31250"},
        {"booth_no": "B", "fee": "18000", "currency": "USD", "exchange_rate": "7.1", "area_m2": "30"},
    ],
}


def test_a_submitted_case_prints_its_frozen_result(bureau: Bureau) -> None:
    case = bureau.pending(BOOTHS)
    slip = slip_pdf(bureau.office, case.id)
    assert beside(slip, "单位名称") == "甲公司"
    assert beside(slip, "测算金额") == "￥100,000.00（人民币壹拾万元整）"
    assert beside(slip, "核定金额") == "（待审批）"
    assert beside(slip, "资金分担") == "市级￥20,000.00；临猗县￥80,000.00"
    assert read_codes(slip) == [case.number]
    text = text_of(slip)
    for part in (
        "91140802MA0ABCDE15",
        "临猗县",
        "河内国际贸易展",
        "国家（地区）：越南",
        "2025年4月15日",
        "2025年6月30日",
    ):
        assert part in text
    assert "报请支持王芳2025年7月1日" in text
    computation = text_of(computation_pdf(bureau.office, case.id))
    for part in (
        "A131,250.0025,000.00",
        "B30USD18,000.007.175,000.00",
        "127,800.00",
        "75,000.00",
        "2025年4月15日",
        "资金申请表",
    ):
        assert part in computation
    assert "6042" in computation


def test_the_decision_is_printed_and_nothing_later_changes_it(bureau: Bureau) -> None:
    case = bureau.pending()
    approve(bureau.office, bureau.li, case.id, case.version, Decimal("20000"), "年度预算不足", "同意", ())
    slip, computation = slip_pdf(bureau.office, case.id), computation_pdf(bureau.office, case.id)
    assert beside(slip, "核定金额") == "￥20,000.00（人民币贰万元整）核减￥5,000.00，理由：年度预算不足"
    assert beside(slip, "资金分担") == "市级￥4,000.00；临猗县￥16,000.00"
    assert "同意李建国2025年7月1日" in text_of(slip)
    firm = get_applicant(bureau.office, bureau.firm.id)
    save_applicant(bureau.office, bureau.zhao, firm.id, {**FIRM, "name": "改名后的公司"}, firm.version)
    assert slip_pdf(bureau.office, case.id) == slip
    assert computation_pdf(bureau.office, case.id) == computation


def test_a_refusal_is_printed_with_its_reason(bureau: Bureau) -> None:
    case = bureau.proposed_refusal()
    refuse(bureau.office, bureau.li, case.id, case.version, "年度交易额未达 300 万元")
    slip = slip_pdf(bureau.office, case.id)
    assert beside(slip, "核定金额") == "不予支持。理由：年度交易额未达300万元"
    assert "办理状态：不予支持" in text_of(slip)
    assert "2,999,999.99" in text_of(computation_pdf(bureau.office, case.id))


def test_nothing_is_printed_before_submission_or_after_a_return(bureau: Bureau) -> None:
    case = bureau.draft()
    with pytest.raises(Refused, match=f"办件 {case.number} 还是草稿，没有可以打印的测算结果"):
        slip_pdf(bureau.office, case.id)
    case = submit(bureau.office, bureau.wang, case.id, case.version, Proposal.SUPPORT)
    return_case(bureau.office, bureau.li, case.id, case.version, "面积待核")
    with pytest.raises(Refused, match="还是退回"):
        computation_pdf(bureau.office, case.id)


AT_HOME: dict[str, Any] = {
    "header": {**HANOI["header"], "country": "CN"},
    "rows": [{"booth_no": "1", "fee": "9000"}],
}
"""A key exhibition in China: 70 % of 9 000 is 6 300, under the other reading 80 %: 7 200."""


def test_a_ruling_is_cited_in_the_place_of_a_confirmation(bureau: Bureau) -> None:
    record_ruling(
        bureau.office,
        bureau.li,
        "yuncheng-2024-10",
        Subject.READING,
        reading_id="8",
        choice="80",
        document="运商函〔2025〕5号",
        decided_on=date(2025, 6, 1),
        signer="张局长",
        valid_from=date(2025, 6, 1),
    )
    case = bureau.pending(AT_HOME)
    assert case.computed == Decimal("7200.00")
    approve(bureau.office, bureau.li, case.id, case.version)  # nothing is left to confirm
    for paper_of in (slip_pdf, computation_pdf):
        assert "按裁定运商函〔2025〕5号（2025-06-01，张局长）" in text_of(paper_of(bureau.office, case.id))


def test_a_paper_says_that_it_was_superseded(bureau: Bureau) -> None:
    case = bureau.pending()
    case = approve(bureau.office, bureau.li, case.id, case.version)
    before = text_of(slip_pdf(bureau.office, case.id))
    correct(bureau.office, bureau.li, case.id, case.version, "展位费含特装")
    after = text_of(slip_pdf(bureau.office, case.id))
    assert "办理状态：拟支持（已更正，本件作废）" in after
    assert after.replace("（已更正，本件作废）", "") == before


def test_every_submitted_case_of_the_demo_prints(bureau: Bureau) -> None:
    create_demo(bureau.office)
    with bureau.office.sessions() as session:
        cases = list(session.scalars(select(Case).order_by(Case.id)))
    printed = [case for case in cases if case.result is not None and not case.state.editable]
    assert len({case.measure for case in printed}) >= 8
    for case in printed:
        slip = slip_pdf(bureau.office, case.id)
        (text,) = page_texts(slip)
        assert case.number in text
        if case.award is not None:
            assert f"￥{case.award:,.2f}（人民币{in_words(case.award)}）" in beside(slip, "核定金额")
        assert case.number in text_of(computation_pdf(bureau.office, case.id))


def test_of_two_signatures_both_stand_on_the_slip_once_the_second_is_there(bureau: Bureau) -> None:
    set_second_signature(bureau.office, bureau.admin, Decimal("25000.00"))
    case = bureau.pending()
    case = approve(bureau.office, bureau.li, case.id, case.version, opinion="同意。")
    slip = slip_pdf(bureau.office, case.id)
    assert beside(slip, "核定金额") == "（待审批）"
    assert "同意。李建国2025年7月1日" in text_of(slip)
    countersign(bureau.office, bureau.chen, case.id, case.version)
    slip = slip_pdf(bureau.office, case.id)
    assert beside(slip, "核定金额") == "￥25,000.00（人民币贰万伍仟元整）"
    assert "复签同意。陈红2025年7月1日" in text_of(slip)
