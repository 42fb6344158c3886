"""The list of payment lines: what is open, since when, to which account; many paid at once; counties reminded."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.bureau import FIRM, Bureau
from tests.paid import cleared, later, paid, taken_back
from tests.stages import in_state
from ycdesk.domain.errors import InputProblem, Refused
from ycdesk.domain.payment import CITY
from ycdesk.domain.states import CaseState
from ycdesk.domain.step import StepKind
from ycdesk.services.applicants import save_applicant
from ycdesk.services.funding import defer
from ycdesk.services.intake import steps_of
from ycdesk.services.payment_list import LineState, ListedLine, payment_list, treasury_words
from ycdesk.services.payment_rounds import pay_each, remind
from ycdesk.services.payments import Account, bounce, change_account, pay

COUNTY = "140821"
PAY_DAY = date(2025, 7, 31)


def lines(bureau: Bureau, days: int = 20) -> list[ListedLine]:
    """The list, so many days after the first of July."""
    return payment_list(later(bureau.office, days))


def test_each_part_of_a_payable_case_is_a_line(bureau: Bureau) -> None:
    case = in_state(bureau, CaseState.PAYABLE)  # payable since Monday 21 July
    city, county = lines(bureau, 23)
    assert (city.number, city.treasury, city.amount, city.state) == (
        case.number,
        CITY,
        Decimal("5000.00"),
        LineState.OPEN,
    )
    assert (county.treasury, county.amount, county.days, county.late) == (COUNTY, Decimal("20000.00"), 3, 0)
    assert county.account == Account(FIRM["account_name"], FIRM["bank_name"], "", FIRM["account_number"])
    assert (county.has_account, county.batch) == (True, "P2025-0001")
    assert [treasury_words(bureau.office, each.treasury) for each in (city, county)] == ["市本级", "临猗县"]


def test_a_line_is_late_after_fifteen_working_days(bureau: Bureau) -> None:
    in_state(bureau, CaseState.PAYABLE)
    assert [each.late for each in lines(bureau, 41)] == [0, 0]  # Monday 11 August, the last day
    assert [each.late for each in lines(bureau, 43)] == [2, 2]


def test_what_is_paid_says_when_and_with_which_voucher(bureau: Bureau) -> None:
    in_state(bureau, CaseState.PAYABLE)
    now = later(bureau.office, 45)
    pay(now, bureau.sun, payment_list(now)[0].line_id, PAY_DAY, "记7-1")
    city, county = payment_list(now)
    assert (city.state, city.paid_on, city.voucher, city.days, city.due) == (LineState.PAID, PAY_DAY, "记7-1", 0, None)
    assert county.open
    assert county.days == 25  # since 21 July, not since the city has paid


def test_what_the_bank_sent_back_waits_from_then_on_for_the_new_account(bureau: Bureau) -> None:
    case = paid(bureau.office, bureau.li, in_state(bureau, CaseState.SUPPORTED))
    first = lines(bureau, 30)[0]
    bounce(later(bureau.office, 35), bureau.sun, first.line_id, date(2025, 8, 5), "账号有误")
    change_account(later(bureau.office, 36), bureau.sun, case.id, Account("甲公司", "工行", "", "0512"), "确认书1号")
    city, county = lines(bureau, 37)
    assert (city.state, city.days, city.return_reason) == (LineState.RETURNED, 2, "账号有误")
    assert (city.account.account_number, county.account.account_number) == ("0512", FIRM["account_number"])
    pay(later(bureau.office, 37), bureau.sun, city.line_id, date(2025, 8, 7), "记8-2")
    assert [each.state for each in lines(bureau, 37)] == [LineState.PAID, LineState.PAID]


def test_deferred_cases_have_nothing_to_pay_and_recovered_ones_only_what_was_paid(bureau: Bureau) -> None:
    case = in_state(bureau, CaseState.PAYABLE)
    defer(later(bureau.office, 21), bureau.li, case.id, case.version, "明年再付")
    assert lines(bureau, 22) == []
    taken_back(bureau.office, bureau.li, in_state(bureau, CaseState.SUPPORTED), "虚假发票")
    assert {each.case_state for each in lines(bureau, 61)} == {CaseState.RECOVERED}
    assert not any(each.open for each in lines(bureau, 61))


def test_a_case_without_an_account_says_so(bureau: Bureau) -> None:
    firm = FIRM | {"account_name": "", "account_number": ""}
    save_applicant(bureau.office, bureau.wang, bureau.firm.id, firm, bureau.firm.version)
    in_state(bureau, CaseState.PAYABLE)
    assert not any(each.has_account for each in lines(bureau))


def test_many_lines_are_paid_with_one_voucher_and_what_fails_says_why(bureau: Bureau) -> None:
    first, second = (in_state(bureau, CaseState.SUPPORTED) for _ in range(2))
    for case in (first, second):
        cleared(bureau.office, bureau.li, case)
    now = later(bureau.office, 30)
    city = [each for each in payment_list(now) if each.treasury == CITY]
    pay(now, bureau.sun, city[0].line_id, PAY_DAY, "记1")
    (problem,) = pay_each(now, bureau.sun, [city[1].line_id], PAY_DAY, " ").values()
    assert isinstance(problem, InputProblem)
    failed = pay_each(now, bureau.sun, [each.line_id for each in city], PAY_DAY, "记2")
    assert list(failed) == [city[0].line_id]
    assert "已于 2025-07-31 拨付，不能再付" in str(failed[city[0].line_id])
    assert [each.voucher for each in payment_list(now) if each.treasury == CITY] == ["记1", "记2"]


def test_counties_are_reminded_of_their_part(bureau: Bureau) -> None:
    case = in_state(bureau, CaseState.PART_PAID)
    now = later(bureau.office, 45)
    city, county = payment_list(now)
    with pytest.raises(Refused, match="由市本级拨付，不用催办"):
        remind(now, bureau.sun, [county.line_id, city.line_id], "运商函〔2025〕8号")
    assert steps_of(bureau.office, case.id) == []  # all lines or none
    remind(now, bureau.sun, [county.line_id], " 运商函〔2025〕8号 ")
    (step,) = steps_of(bureau.office, case.id)
    assert (step.kind, step.on_day, step.content) == (
        StepKind.REMINDER,
        date(2025, 8, 15),
        {"county": "临猗县", "number": "运商函〔2025〕8号"},
    )
    assert [each.reminded_on for each in payment_list(now)] == [None, date(2025, 8, 15)]


def test_who_does_not_pay_reminds_nobody_and_what_is_paid_needs_no_reminder(bureau: Bureau) -> None:
    in_state(bureau, CaseState.PAYABLE)
    now = later(bureau.office, 45)
    county = payment_list(now)[1]
    with pytest.raises(Refused, match="您的岗位是经办人"):
        remind(now, bureau.wang, [county.line_id])
    with pytest.raises(Refused, match="请先选中"):
        remind(now, bureau.sun, [])
    pay(now, bureau.sun, county.line_id, PAY_DAY, "县拨1号")
    with pytest.raises(Refused, match="县级部分已于 2025-07-31 拨付，不用催办"):
        remind(now, bureau.sun, [county.line_id])
