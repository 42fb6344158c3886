"""第四条: 30 % of the fees of certification, trademarks and testing, 10 万元 in the policy period."""

from __future__ import annotations

import pytest

from tests.calculation.build import check, flags, is_open, limit, lines, paid, reasons, result, used, uses

LIMIT = "certification_total"


@pytest.mark.parametrize(
    ("fee", "amount"),
    [
        ("0.03", "0.00"),  # 0.009
        ("0.05", "0.01"),  # 0.015 would round to 0.02
        ("33.33", "9.99"),  # 9.999 would round to 10.00
        ("10000", "3000.00"),
        ("333333.33", "99999.99"),  # 99 999.999
        ("333333.34", "100000.00"),  # 100 000.002
        ("333333.37", "100000.00"),  # 100 000.011 is 100 000.01 and meets the cap
        ("0", "0.00"),
    ],
)
def test_thirty_per_cent_are_cut_down_and_capped(fee: str, amount: str) -> None:
    assert paid("certification", {"fee": fee}) == amount


def test_the_steps_say_the_sum_in_words() -> None:
    found = result("certification", {"fee": "400000"})
    assert found.steps[0].text == "400,000 × 30% = 120,000.00 元"
    assert found.steps[-1].text == "120,000.00 元超过上限 100,000 元，计 100,000.00 元"


@pytest.mark.parametrize("kind", ["certification", "trademark", "testing"])
def test_the_three_kinds_are_alike(kind: str) -> None:
    assert paid("certification", {"kind": kind}) == "3000.00"


@pytest.mark.parametrize(
    ("other", "amount"),
    [
        ("0", "3000.00"),
        ("6999.99", "3000.00"),
        ("7000", "3000.00"),  # just as much is left of the fee
        ("7000.01", "2999.99"),
        ("9999.99", "0.01"),
        ("10000", "0.00"),
        ("12000", "0.00"),  # never below zero
    ],
)
def test_other_support_and_the_award_never_exceed_the_fee(other: str, amount: str) -> None:
    assert paid("certification", {"other_support": other}) == amount


def test_other_support_of_one_item_does_not_touch_another() -> None:
    found = result("certification", {"other_support": "12000"}, {"certificate_no": "CE-2", "fee": "2000"})
    assert lines(found) == ["0.00", "600.00"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"renewal": True}, "续期、年审：是，要求否"),
        ({"compulsory": True}, "强制性认证：是，要求否"),
        ({"obtained_on": "2023-12-31"}, "取得日期在政策有效期内：2023-12-31，要求2024-01-01至2025-12-31"),
        ({"obtained_on": "2026-01-01"}, "取得日期在政策有效期内：2026-01-01，要求2024-01-01至2025-12-31"),
    ],
)
def test_an_item_that_does_not_count_says_why(row: dict[str, object], reason: str) -> None:
    alone = result("certification", row)
    assert (alone.status, f"{alone.amount:.2f}", reasons(alone)) == ("ineligible", "0.00", [reason])
    beside = result("certification", row, {"certificate_no": "CE-2"})
    assert (lines(beside), reasons(beside)) == (["0.00", "3000.00"], [reason, ""])


@pytest.mark.parametrize("obtained_on", ["2024-01-01", "2025-12-31"])
def test_both_ends_of_the_window_count(obtained_on: str) -> None:
    assert paid("certification", {"obtained_on": obtained_on, "renewal": False, "compulsory": False}) == "3000.00"


def test_a_day_outside_the_window_says_by_how_much() -> None:
    found = result("certification", {"obtained_on": "2026-01-02"})
    assert check(found, "obtained_on", "facts.items[0]").shortfall == "晚 2 天"


@pytest.mark.parametrize(
    ("before", "amount", "left"),
    [
        (["60000"], "40000.00", "0.00"),  # X10: 54 000 claimed
        (["45999.99"], "54000.00", "0.01"),
        (["46000"], "54000.00", "0.00"),  # exactly used up
        (["46000.01"], "53999.99", "0.00"),
        (["50000", "45000"], "5000.00", "0.00"),  # two earlier awards
        (["100000"], "0.00", "0.00"),
        (["120000"], "0.00", "0.00"),
    ],
)
def test_the_cap_of_the_period_leaves_what_was_not_used_before(before: list[str], amount: str, left: str) -> None:
    history = [used(LIMIT, amount=figure) for figure in before]
    found = result("certification", {"fee": "180000"}, history=history)
    assert (found.status, f"{found.amount:.2f}") == ("eligible", amount)
    assert limit(found, LIMIT)[2:] == (amount, left)


def test_several_items_share_one_cap() -> None:
    found = result("certification", *({"certificate_no": f"CE-{n}", "fee": "150000"} for n in (1, 2, 3)))
    assert lines(found) == ["45000.00", "45000.00", "45000.00"]  # 135 000 together
    assert f"{found.amount:.2f}" == "100000.00"
    assert uses(found) == [(LIMIT, None, "100000.00")]
    assert limit(found, LIMIT) == ("100000.00", "0.00", "100000.00", "0.00")


def test_each_item_is_cut_down_by_itself() -> None:
    assert paid("certification", {"fee": "0.05"}, {"fee": "0.05"}) == "0.02"  # 0.01 + 0.01, not 30 % of 0.10


@pytest.mark.parametrize(
    ("fee", "rate", "amount"),
    [
        ("100.01", "7.1234", "213.72"),  # 712.411234 is 712.41; 30 % = 213.723
        ("0.95", "0.1", "0.03"),  # 0.095 is 0.10 yuan; 30 % of 0.095 would be 0.02
        ("0.9499", "0.1", "0.02"),  # 0.09499 is 0.09 yuan; 0.027
    ],
)
def test_foreign_fees_are_converted_half_up(fee: str, rate: str, amount: str) -> None:
    assert paid("certification", {"fee": fee, "currency": "EUR", "exchange_rate": rate}) == amount


def test_other_support_is_in_yuan_beside_a_foreign_fee() -> None:
    # 1000 × 7 = 7000; 30 % = 2100; 7000 − 6000 = 1000
    row = {"fee": "1000", "currency": "USD", "exchange_rate": "7", "other_support": "6000"}
    assert paid("certification", row) == "1000.00"


def test_a_missing_fact_comes_before_rows_that_fail() -> None:
    found = result("certification", {"renewal": True}, {"fee": None})
    assert (found.status, found.missing) == ("incomplete", ("facts.items[1].fee",))
    assert [line.counted for line in found.lines] == [False, None]


def test_no_reading_decides_an_ordinary_case() -> None:
    assert flags(result("certification", {"fee": "400000"})) == {}


@pytest.mark.parametrize("reading", ["51", "52", "53", "54", "55", "56", "57", "58", "59"])
def test_open_readings_that_no_amount_follows_are_listed(reading: str) -> None:
    assert is_open("certification", reading)
