"""Payment lines: each part by itself, never twice; returns, the one change of account, recoveries; 永济市; deferral."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.bureau import FIRM, HANOI, Bureau
from tests.paid import ENOUGH, cleared, later, paid
from tests.stages import in_state
from ycdesk.domain.case import Case
from ycdesk.domain.errors import InputProblem, Refused
from ycdesk.domain.payment import CITY, PaymentLine
from ycdesk.domain.ruling import Subject
from ycdesk.domain.states import CaseState
from ycdesk.services.applicants import save_applicant
from ycdesk.services.budget import add_budget, budget_figures, simulate
from ycdesk.services.dossiers import get_case
from ycdesk.services.funding import defer, fund
from ycdesk.services.payments import (
    Account,
    account_of,
    bounce,
    change_account,
    pay,
    payment_lines,
    recover,
    recovery_of,
    repay,
)
from ycdesk.services.rulings import record_ruling
from ycdesk.services.signing import approve

LATER = date(2025, 7, 31)
"""Thirty days after the first of July, when ``paid`` pays."""
OTHER = Account("甲公司", "工商银行临猗支行", "", "0512 0000 1234")


def lines(bureau: Bureau, case: Case) -> list[PaymentLine]:
    """The lines of a case, the city's first."""
    return payment_lines(bureau.office, case.id)


def test_each_part_is_paid_on_its_own_day_with_its_own_voucher(bureau: Bureau) -> None:
    case = in_state(bureau, CaseState.PAYABLE)
    city, county = lines(bureau, case)
    payment = pay(later(bureau.office, 25), bureau.sun, city.id, date(2025, 7, 26), " 记07-001 ")
    assert (payment.amount, payment.voucher, payment.account_number) == (
        Decimal("5000.00"),
        "记07-001",
        "1402020300012345678",
    )
    assert get_case(bureau.office, case.id).state is CaseState.PART_PAID
    pay(later(bureau.office, 60), bureau.sun, county.id, date(2025, 8, 20), "县拨12号")
    assert get_case(bureau.office, case.id).state is CaseState.PAID


def test_nothing_is_paid_twice(bureau: Bureau) -> None:
    case = in_state(bureau, CaseState.PART_PAID)
    city, county = lines(bureau, case)
    now = later(bureau.office, 60)
    with pytest.raises(Refused, match="已于 2025-07-31 拨付，不能再付"):
        pay(now, bureau.sun, city.id, date(2025, 8, 30), "记2")
    pay(now, bureau.sun, county.id, date(2025, 8, 30), "记3")
    with pytest.raises(Refused, match="现在是“已拨付”，不能登记拨付"):
        pay(now, bureau.sun, county.id, date(2025, 8, 30), "记4")


@pytest.mark.parametrize(
    ("day", "voucher", "sentence"),
    [
        (None, "记1", "拨付日期应在审批日期以后、今天以前。"),
        (date(2025, 6, 30), "记1", "拨付日期应在审批日期以后、今天以前。"),
        (date(2025, 8, 1), "记1", "拨付日期应在审批日期以后、今天以前。"),
        (LATER, "  ", "请填写凭证号。"),
    ],
)
def test_a_payment_has_a_day_and_a_voucher(bureau: Bureau, day: date | None, voucher: str, sentence: str) -> None:
    case = in_state(bureau, CaseState.PAYABLE)
    with pytest.raises(InputProblem, match=sentence):
        pay(later(bureau.office, 30), bureau.sun, lines(bureau, case)[0].id, day, voucher)


def test_caseworkers_pay_nothing(bureau: Bureau) -> None:
    case = in_state(bureau, CaseState.PAYABLE)
    with pytest.raises(Refused, match="登记拨付由审批人、文印员办理，您的岗位是经办人。"):
        pay(later(bureau.office, 30), bureau.wang, lines(bureau, case)[0].id, LATER, "记1")


def test_a_returned_payment_opens_its_line_again(bureau: Bureau) -> None:
    case = paid(bureau.office, bureau.li, bureau_case(bureau))
    city, _ = lines(bureau, case)
    now = later(bureau.office, 35)
    with pytest.raises(InputProblem, match="退汇须写明理由"):
        bounce(now, bureau.sun, city.id, LATER, "")
    with pytest.raises(InputProblem, match="退汇日期应在拨付日期以后"):
        bounce(now, bureau.sun, city.id, date(2025, 7, 30), "账号有误")
    case = bounce(now, bureau.sun, city.id, date(2025, 8, 2), "账号有误")
    assert case.state is CaseState.PART_PAID
    pot = next(pot for pot in budget_figures(bureau.office, 2025) if (pot.treasury, pot.clause) == (CITY, ""))
    assert (pot.committed, pot.paid) == (Decimal("5000.00"), Decimal(0))
    with pytest.raises(Refused, match=r"不能登记退汇|还没有拨付"):
        bounce(now, bureau.sun, city.id, date(2025, 8, 2), "账号有误")
    pay(now, bureau.sun, city.id, date(2025, 8, 4), "记08-009")
    assert get_case(bureau.office, case.id).state is CaseState.PAID
    assert [bool(each.returned_on) for each in lines(bureau, case)[0].payments] == [True, False]


def bureau_case(bureau: Bureau) -> Case:
    """A supported case."""
    return in_state(bureau, CaseState.SUPPORTED)


def test_the_account_is_that_of_the_application_and_changes_once_after_a_return(bureau: Bureau) -> None:
    case = in_state(bureau, CaseState.PAYABLE)
    changed = FIRM | {"account_number": "6222000011112222"}
    save_applicant(bureau.office, bureau.wang, bureau.firm.id, changed, bureau.firm.version)
    assert account_of(bureau.office, get_case(bureau.office, case.id)).account_number == "1402020300012345678"
    now = later(bureau.office, 30)
    with pytest.raises(Refused, match="没有退汇，账户按申报时的资料，不能变更"):
        change_account(now, bureau.sun, case.id, OTHER, "确认书1号")
    city, county = lines(bureau, case)
    pay(now, bureau.sun, city.id, LATER, "记1")
    bounce(now, bureau.sun, city.id, LATER, "账号有误")
    with pytest.raises(InputProblem, match="请填写账号") as caught:
        change_account(now, bureau.sun, case.id, replace(OTHER, account_number=" "), "")
    assert set(caught.value.problems) == {"account_number", "document"}
    change_account(now, bureau.sun, case.id, OTHER, "确认书1号")
    for line in (city, county):
        assert pay(now, bureau.sun, line.id, LATER, "记2").account_number == "051200001234"
    assert get_case(bureau.office, case.id).state is CaseState.PAID
    bounce(now, bureau.sun, county.id, LATER, "又退了")
    with pytest.raises(Refused, match="已经变更过一次"):
        change_account(now, bureau.sun, case.id, OTHER, "确认书2号")


def test_a_recovery_is_free_of_interest_for_fifteen_days_and_ends_with_the_money(bureau: Bureau) -> None:
    case = in_state(bureau, CaseState.PAID)
    now = later(bureau.office, 31)  # Friday 1 August; the 16th is a Saturday
    case = recover(now, bureau.chen, case.id, case.version, "虚假发票")
    recovery = recovery_of(bureau.office, case.id)
    assert recovery is not None
    assert (case.state, recovery.amount, recovery.due_on) == (
        CaseState.RECOVERING,
        Decimal("25000.00"),
        date(2025, 8, 18),
    )
    with pytest.raises(InputProblem, match="请填写入库凭证号"):
        repay(now, bureau.sun, case.id, date(2025, 8, 1), "")
    case = repay(later(bureau.office, 40), bureau.sun, case.id, date(2025, 8, 10), "库08-1")
    assert case.state is CaseState.RECOVERED


def test_of_a_part_paid_award_only_what_was_paid_is_taken_back(bureau: Bureau) -> None:
    case = in_state(bureau, CaseState.PART_PAID)
    recover(later(bureau.office, 40), bureau.li, case.id, case.version, "虚假发票")
    recovery = recovery_of(bureau.office, case.id)
    assert recovery is not None
    assert recovery.amount == Decimal("5000.00")


def in_yongji(bureau: Bureau) -> Case:
    """A decided case of a firm in 永济市, for whose part the policy gives no ratio."""
    fields = FIRM | {"name": "乙公司", "credit_code": "", "county": "140881"}
    bureau.firm = save_applicant(bureau.office, bureau.wang, None, fields, None)
    case = bureau.pending({**HANOI, "rows": [{"booth_no": "Y1", "fee": "31250"}]})
    flags = [flag["reading"] for flag in (case.result or {})["flags"]]
    return approve(bureau.office, bureau.li, case.id, case.version, confirmed_flags=flags)


def test_yongji_waits_until_a_document_is_recorded(bureau: Bureau) -> None:
    case = in_yongji(bureau)
    assert case.award_city is None
    case = cleared(bureau.office, bureau.li, case)
    assert (case.state, lines(bureau, case)) == (CaseState.UNFUNDED, [])
    [allotment] = simulate(bureau.office, 2025)
    assert allotment.reason == "分担比例没有文件确定，不能安排资金"
    now = later(bureau.office, 30)
    assert fund(now, bureau.li, 2025) == []
    ruling = record_ruling(
        now, bureau.chen, now.package.id, Subject.SPLIT, document="运财函〔2025〕8号",
        decided_on=date(2025, 7, 20), signer="李建国", valid_from=date(2025, 7, 20), county="140881", percent=30,
    )  # fmt: skip
    assert fund(now, bureau.li, 2025) == [case.number]
    assert [(line.treasury, line.amount, line.ruling_id) for line in lines(bureau, case)] == [
        (CITY, Decimal("7500.00"), ruling.id),
        ("140881", Decimal("17500.00"), ruling.id),
    ]
    case = get_case(bureau.office, case.id)
    assert (case.state, case.award_city) == (CaseState.PAYABLE, None)  # the decision stays as it was


def test_what_waits_is_funded_in_order_when_money_comes(bureau: Bureau) -> None:
    case = in_state(bureau, CaseState.UNFUNDED)  # 4 999.99 of 5 000
    now = later(bureau.office, 30)
    assert fund(now, bureau.li, 2025) == []
    with pytest.raises(Refused, match="预算由审批人或管理员登记"):
        add_budget(now, bureau.sun, 2025, CITY, Decimal("0.01"), "追加")
    add_budget(now, bureau.li, 2025, CITY, Decimal("0.01"), "追加")
    assert fund(now, bureau.li, 2025) == [case.number]
    with pytest.raises(Refused, match="没有等待资金的办件"):
        fund(now, bureau.li, 2025)


def test_a_year_ends_and_the_next_years_money_pays(bureau: Bureau) -> None:
    case = in_state(bureau, CaseState.PAYABLE)
    new_year = later(bureau.office, 190)
    case = defer(new_year, bureau.li, case.id, case.version, "年度预算收回")
    assert case.state is CaseState.UNFUNDED
    add_budget(new_year, bureau.li, 2026, CITY, ENOUGH, "运财预〔2026〕1号")
    assert fund(new_year, bureau.li, 2026) == [case.number]
    assert len(lines(bureau, case)) == 2
    pots = {(pot.treasury, pot.clause): pot.taken for pot in budget_figures(bureau.office, 2026)}
    assert pots[CITY, ""] == Decimal("5000.00")
    assert not any(pot.taken for pot in budget_figures(bureau.office, 2025))
    for line in lines(bureau, case):
        pay(new_year, bureau.sun, line.id, new_year.clock().date() - timedelta(days=1), "记1")
    assert get_case(bureau.office, case.id).state is CaseState.PAID


def test_a_budget_is_not_cut_below_what_is_taken(bureau: Bureau) -> None:
    add_budget(bureau.office, bureau.li, 2025, CITY, Decimal("6000.00"), "运财预〔2025〕1号")
    in_state(bureau, CaseState.PAYABLE)
    with pytest.raises(Refused, match="预算不能减到已经安排的金额以下"):
        add_budget(bureau.office, bureau.li, 2025, CITY, Decimal("-1000.01"), "核减")
    add_budget(bureau.office, bureau.li, 2025, CITY, Decimal("-1000.00"), "核减")


@pytest.mark.parametrize(
    ("treasury", "amount", "document", "clause", "fields"),
    [
        ("火星", "1", "文", "", {"treasury"}),
        (CITY, "0", "文", "", {"amount"}),
        (CITY, "1.001", " ", "", {"amount", "document"}),
        (CITY, "1", "文", "九十九", {"clause"}),
    ],
)
def test_budgets_are_entered_properly(
    bureau: Bureau, treasury: str, amount: str, document: str, clause: str, fields: set[str]
) -> None:
    with pytest.raises(InputProblem) as caught:
        add_budget(bureau.office, bureau.li, 2025, treasury, Decimal(amount), document, clause)
    assert set(caught.value.problems) == fields


def test_a_case_without_an_account_is_not_paid(bureau: Bureau) -> None:
    fields = {**FIRM, "name": "丙公司", "credit_code": "", "account_number": "", "account_name": ""}
    bureau.firm = save_applicant(bureau.office, bureau.wang, None, fields, None)
    case = in_state(bureau, CaseState.PAYABLE)
    with pytest.raises(Refused, match="提交时没有收款账户，不能拨付"):
        pay(later(bureau.office, 30), bureau.sun, lines(bureau, case)[0].id, LATER, "记1")
