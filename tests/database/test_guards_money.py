"""Raw SQL on the tables of meeting, money and second signature: both databases refuse, in the same words."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.bureau import Bureau
from tests.database.test_guards import DECIDE, refused, run
from tests.paid import later, posted
from tests.stages import in_state
from ycdesk.domain.case import Case
from ycdesk.domain.states import CaseState
from ycdesk.domain.step import StepKind
from ycdesk.services.budget import add_budget
from ycdesk.services.bureau_settings import set_second_signature
from ycdesk.services.deputies import add_deputy
from ycdesk.services.intake import record_step
from ycdesk.services.meeting import object_to
from ycdesk.services.payments import payment_lines

PAY = (
    "INSERT INTO payments (line_id, amount_fen, paid_on, voucher, account_name, bank_name, bank_branch_code,"
    " account_number, by_id, at, return_reason)"
    " VALUES (:line, :fen, '2025-08-01', '凭1', '甲公司', '银行', '', '1402', :by, '2025-08-01 09:00:00', '')"
)
COUNTERSIGN = (
    "UPDATE cases SET state = 'supported', countersigned_by = :by, countersigned_at = '2025-07-02 10:00:00',"
    " countersigner_name = (SELECT name FROM persons WHERE id = :by) WHERE id = :id"
)


def city_line(bureau: Bureau, case: Case) -> int:
    """The line of the city, of 5 000 yuan."""
    return payment_lines(bureau.office, case.id)[0].id


def test_a_line_is_paid_once_and_in_full(bureau: Bureau) -> None:
    case = in_state(bureau, CaseState.PAYABLE)
    line, sun = city_line(bureau, case), bureau.sun.id
    refused(bureau, "只能按核定金额拨付", PAY, line=line, fen=500001, by=sun)
    assert run(bureau, PAY, line=line, fen=500000, by=sun) == 1
    refused(bureau, "已经拨付过，不能再付", PAY, line=line, fen=500000, by=sun)
    refused(bureau, "只能登记一次退汇", "UPDATE payments SET amount_fen = 1")
    refused(bureau, "拨付记录不能删除", "DELETE FROM payments")
    refused(bureau, "办件状态与实际拨付不符", "UPDATE cases SET state = 'paid' WHERE id = :id", id=case.id)


def test_what_is_not_payable_is_not_paid(bureau: Bureau) -> None:
    case = in_state(bureau, CaseState.PAID)
    refused(bureau, "不能再付|只能按核定金额", PAY, line=city_line(bureau, case), fen=500000, by=bureau.sun.id)
    run(bureau, "UPDATE persons SET active = :no WHERE id = :id", no=False, id=bureau.sun.id)
    other = in_state(bureau, CaseState.PAYABLE)
    refused(bureau, "须由在岗人员登记", PAY, line=city_line(bureau, other), fen=500000, by=bureau.sun.id)


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("UPDATE payment_lines SET amount_fen = amount_fen * 2", "拨付分担不能改"),
        ("DELETE FROM payment_lines", "拨付分担不能删除"),
        (
            "INSERT INTO payment_lines (case_id, treasury, amount_fen, at)"
            " SELECT id, '140802', 1, '2025-08-01 09:00:00' FROM cases",
            "只能在安排资金时按核定金额登记",
        ),
        ("UPDATE budget_uses SET amount_fen = 1", "资金安排只能改变状态"),
        ("UPDATE budget_uses SET state = 'reserved'", "资金安排只能改变状态"),
        ("DELETE FROM budget_uses", "资金安排不能删除"),
        ("UPDATE budget_entries SET amount_fen = amount_fen + 1", "预算记录不能改"),
        ("DELETE FROM budget_entries", "预算记录不能删除"),
        (
            "INSERT INTO budget_entries (year, treasury, clause, amount_fen, document, by_id, at)"
            " SELECT year, treasury, clause, -amount_fen, '收回', by_id, at FROM budget_entries",
            "不能减到已经安排的金额以下",
        ),
        (
            "INSERT INTO budget_uses (case_id, year, treasury, clause, amount_fen, state, at)"
            " SELECT case_id, year, treasury, clause, amount_fen, 'reserved', at FROM budget_uses",
            "只能为同意支持、还没有安排资金的办件安排一次",
        ),
        ("UPDATE batches SET last_day = '2025-07-02'", "已公示的批次不能再改"),
        ("DELETE FROM batches", "批次不能删除"),
        ("UPDATE cases SET batch_id = NULL", "列入或移出|不能再改"),
        (
            "INSERT INTO recoveries (case_id, amount_fen, notified_on, due_on, voucher)"
            " SELECT id, 1, '2025-08-01', '2025-08-16', '' FROM cases",
            "追回的金额应为实际拨付的金额",
        ),
        (
            "INSERT INTO account_changes (case_id, account_name, bank_name, bank_branch_code, account_number,"
            " document, by_id, at)"
            " SELECT id, '乙', '银行', '', '2', '函', decided_by, decided_at FROM cases",
            "只有退汇以后才能凭确认书变更一次账户",
        ),
    ],
)
def test_the_money_of_a_payable_case_stands(bureau: Bureau, statement: str, sentence: str) -> None:
    in_state(bureau, CaseState.PAYABLE)
    refused(bureau, sentence, statement)


def test_no_more_is_set_aside_than_there_is(bureau: Bureau) -> None:
    add_budget(bureau.office, bureau.li, 2025, "city", Decimal("4999.99"), "运财预〔2025〕1号")
    case = in_state(bureau, CaseState.SUPPORTED)
    statement = (
        "INSERT INTO budget_uses (case_id, year, treasury, clause, amount_fen, state, at)"
        " VALUES (:id, 2025, 'city', '', 500000, 'reserved', '2025-08-01 09:00:00')"
    )
    refused(bureau, "年度预算不够", statement, id=case.id)


def test_no_state_without_its_money_or_its_notice(bureau: Bureau) -> None:
    case = in_state(bureau, CaseState.SUPPORTED)
    refused(bureau, "公示按批次办理", "UPDATE cases SET state = 'publicised' WHERE id = :id", id=case.id)
    posted(bureau.office, bureau.li, [case])
    payable = "UPDATE cases SET state = 'payable', state_since = :at WHERE id = :id"
    refused(bureau, "公示期未满", payable, id=case.id, at="2025-07-02 09:00:00")
    refused(bureau, "没有安排资金的办件", payable, id=case.id, at="2025-08-02 09:00:00")
    now = later(bureau.office, 2)
    object_to(now, bureau.li, case.id, now.clock().date(), "群众", "", "展位不实")
    refused(bureau, "没有了结的异议", payable, id=case.id, at="2025-08-02 09:00:00")
    refused(bureau, "异议只能答复一次", "UPDATE objections SET content = '无'")
    refused(bureau, "异议不能删除", "DELETE FROM objections")


def test_two_sign_from_the_amount_on(bureau: Bureau) -> None:
    set_second_signature(bureau.office, bureau.admin, Decimal("25000.00"))
    case = bureau.pending()
    refused(bureau, "须由第二位审批人复签", DECIDE.format(more=""), by=bureau.li.id, id=case.id)
    case = in_state(bureau, CaseState.COUNTERSIGN)
    for who in (bureau.li, bureau.wang, bureau.zhao, bureau.sun):
        refused(bureau, "复签须由没有录入、修改或者第一次签批过这件", COUNTERSIGN, by=who.id, id=case.id)
    assert run(bureau, COUNTERSIGN, by=bureau.chen.id, id=case.id) == 1


def test_an_editor_made_supervisor_does_not_countersign(bureau: Bureau) -> None:
    case = in_state(bureau, CaseState.COUNTERSIGN)
    run(bureau, "UPDATE persons SET role = 'supervisor' WHERE id = :id", id=bureau.wang.id)
    refused(bureau, "复签须由没有录入", COUNTERSIGN, by=bureau.wang.id, id=case.id)


def test_steps_and_leaves_stay_as_recorded(bureau: Bureau) -> None:
    case, today = bureau.draft(), bureau.office.clock().date()
    look_up = {"item": "行政处罚", "source": "公示系统", "result": "有记录"}
    record_step(bureau.office, bureau.wang, case.id, StepKind.NEGATIVE_CHECK, today, look_up)
    refused(bureau, "核查记录不能改", "UPDATE case_steps SET on_day = '2025-01-01'")
    refused(bureau, "核查记录不能删除", "DELETE FROM case_steps")
    add_deputy(bureau.office, bureau.admin, bureau.li.id, bureau.chen.id, today, today, "出差")
    refused(bureau, "代办只能提前结束", "UPDATE deputies SET deputy_id = :id", id=bureau.wang.id)
    refused(bureau, "代办只能提前结束", "UPDATE deputies SET last_day = '2026-12-31'")
