"""第五条(三): warehouses abroad, ≥ 500 m², in use for a year: 30 % of the cost, at most 500 000 and cost − support."""

from __future__ import annotations

from typing import Any

import pytest

from tests.calculation.build import (
    NOT_FLAGGED,
    by_both_readings,
    check,
    is_open,
    limit,
    lines,
    paid,
    reasons,
    result,
    used,
    uses,
)

LIMIT, PUBLIC = "warehouse_once", "public_warehouse_once"
ROW = "facts.warehouses[0]"


@pytest.mark.parametrize(
    ("area", "amount", "shortfall"),
    [
        ("499.9", "ineligible", "差 0.1 ㎡"),
        ("499.99", "ineligible", "差 0.01 ㎡"),
        ("499.91125824", "ineligible", "差 0.08874176 ㎡"),  # 5 381 sq ft
        ("500", "300000.00", None),
        ("500.00416128", "300000.00", None),  # 5 382 sq ft
        ("500.01", "300000.00", None),
    ],
)
def test_the_area_is_at_least_500(area: str, amount: str, shortfall: str | None) -> None:
    assert paid("overseas_warehouse", {"area_m2": area}) == amount
    assert check(result("overseas_warehouse", {"area_m2": area}), "area", ROW).shortfall == shortfall


@pytest.mark.parametrize(
    ("since", "applied_on", "amount"),
    [
        ("2024-06-02", "2025-06-01", "ineligible"),
        ("2024-06-01", "2025-06-01", "300000.00"),
        ("2024-05-31", "2025-06-01", "300000.00"),
        ("2024-02-29", "2025-02-27", "ineligible"),
        ("2024-02-29", "2025-02-28", "300000.00"),
    ],
)
def test_the_warehouse_is_in_use_for_a_year_by_the_day_of_application(since: str, applied_on: str, amount: str) -> None:
    assert paid("overseas_warehouse", {"in_use_since": since}, applied_on=applied_on) == amount


@pytest.mark.parametrize(
    ("since", "amount", "shortfall"),
    [
        ("2022-12-31", "ineligible", "早 1 天"),
        ("2023-01-01", "300000.00", None),  # the year is full on 2024-01-01
        ("2024-12-31", "300000.00", None),  # … on 2025-12-31
        ("2025-01-01", "ineligible", "晚 1 天"),
    ],
)
def test_the_year_of_use_is_completed_inside_the_window(since: str, amount: str, shortfall: str | None) -> None:
    found = result("overseas_warehouse", {"in_use_since": since}, applied_on="2026-03-01")
    assert check(found, "full_year", ROW).shortfall == shortfall
    assert paid("overseas_warehouse", {"in_use_since": since}, applied_on="2026-03-01") == amount


@pytest.mark.parametrize(
    ("cost", "amount"),
    [
        ("0.05", "0.01"),  # 0.015 would round to 0.02
        ("33.33", "9.99"),  # 9.999
        ("1666666.66", "499999.99"),  # 499 999.998
        ("1666666.67", "500000.00"),  # 500 000.001
        ("1666666.70", "500000.00"),  # 500 000.01 meets the cap
        ("1900000", "500000.00"),  # X11
    ],
)
def test_thirty_per_cent_are_cut_down_and_capped(cost: str, amount: str) -> None:
    assert paid("overseas_warehouse", {"cost": cost}) == amount


@pytest.mark.parametrize(
    ("cost", "support", "amount"),
    [
        ("1000000", "0", "300000.00"),
        ("1000000", "700000", "300000.00"),  # just as much is left
        ("1000000", "700000.01", "299999.99"),
        ("1000000", "1000000", "0.00"),
        ("1000000", "1200000", "0.00"),
        ("2000000", "1500000", "500000.00"),  # the cap and the rest alike
        ("2000000", "1500000.01", "499999.99"),
    ],
)
def test_other_support_and_the_award_never_exceed_the_cost(cost: str, support: str, amount: str) -> None:
    assert paid("overseas_warehouse", {"cost": cost, "other_support": support}) == amount


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"cost": "1000000"}, "1,000,000 × 30% = 300,000.00 元，未超过单仓上限 500,000 元，计 300,000.00 元"),
        ({"cost": "1900000"}, "1,900,000 × 30% = 570,000.00 元，超过单仓上限 500,000 元，计 500,000.00 元"),
        (
            {"cost": "1000000", "other_support": "800000"},
            "1,000,000 × 30% = 300,000.00 元，未超过单仓上限 500,000 元，"
            "费用减去其他支持 800,000 元后余 200,000.00 元，计 200,000.00 元",
        ),
    ],
)
def test_the_step_of_a_warehouse_says_the_sum_in_words(row: dict[str, str], words: str) -> None:
    step = result("overseas_warehouse", row).steps[0]
    assert (step.label, step.text) == ("海外仓 汉堡仓", words)


@pytest.mark.parametrize(
    ("country", "amount"), [("DE", "300000.00"), ("HK", "300000.00"), ("TW", "300000.00"), ("CN", "ineligible")]
)
def test_the_warehouse_is_abroad(country: str, amount: str) -> None:
    assert paid("overseas_warehouse", {"country": country}) == amount


@pytest.mark.parametrize("mode", ["build", "lease"])
def test_building_and_leasing_are_alike(mode: str) -> None:
    assert paid("overseas_warehouse", {"mode": mode}) == "300000.00"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"country": "CN"}, "仓库在境外：中国，要求境外"),
        ({"area_m2": "499.99"}, "面积：499.99 ㎡，要求≥ 500 ㎡"),
        ({"in_use_since": "2025-01-01"}, "使用满 1 年：2025-01-01至2025-12-31，要求满 1 年"),
    ],
)
def test_a_warehouse_that_does_not_count_says_why(row: dict[str, Any], reason: str) -> None:
    found = result("overseas_warehouse", row, {"name": "洛杉矶仓", "country": "US"})
    assert (lines(found), reasons(found)) == (["0.00", "300000.00"], [reason, ""])


def test_each_warehouse_has_its_own_cap() -> None:
    found = result("overseas_warehouse", *({"name": name, "cost": "2000000"} for name in ("甲仓", "乙仓", "丙仓")))
    assert f"{found.amount:.2f}" == "1500000.00"
    assert uses(found) == [(LIMIT, "甲仓", 1), (LIMIT, "乙仓", 1), (LIMIT, "丙仓", 1)]


@pytest.mark.parametrize("name", ["汉堡仓", "  汉堡仓 "])
def test_a_warehouse_counts_once_in_a_case(name: str) -> None:
    found = result("overseas_warehouse", {}, {"name": name, "cost": "2000000"})
    assert lines(found) == ["300000.00", "0.00"]
    assert reasons(found) == ["", "同一海外仓本次已计入"]


def test_the_name_of_a_warehouse_keeps_its_case() -> None:
    assert paid("overseas_warehouse", {"name": "Hamburg A"}, {"name": "Hamburg a"}) == "600000.00"


def test_the_first_row_of_a_warehouse_that_meets_its_conditions_counts() -> None:
    found = result("overseas_warehouse", {"area_m2": "100"}, {"cost": "500000"}, {})
    assert lines(found) == ["0.00", "150000.00", "0.00"]


@pytest.mark.parametrize("key", ["汉堡仓", " 汉堡仓  "])
def test_a_warehouse_paid_before_counts_nothing(key: str) -> None:
    found = result("overseas_warehouse", history=[used(LIMIT, key, count=1)])
    assert (found.status, f"{found.amount:.2f}") == ("eligible", "0.00")
    assert reasons(found) == ["该海外仓以前已获补助"]
    assert limit(found, LIMIT, "汉堡仓") == (1, 1, 0, 0)


@pytest.mark.parametrize(
    ("cost", "rate", "amount"),
    [
        ("100.01", "7.1234", "213.72"),  # 712.411234 is 712.41; 30 % = 213.723
        ("0.95", "0.1", "0.03"),  # 0.095 is 0.10 yuan; 30 % of 0.095 would be 0.02
    ],
)
def test_foreign_costs_are_converted_half_up(cost: str, rate: str, amount: str) -> None:
    assert paid("overseas_warehouse", {"cost": cost, "currency": "EUR", "exchange_rate": rate}) == amount


@pytest.mark.parametrize("row", [{}, {"area_m2": "100"}, {"country": "CN"}])
def test_without_a_day_of_application_the_case_is_incomplete(row: dict[str, Any]) -> None:
    found = result("overseas_warehouse", row, applied_on=None)
    assert (found.status, found.missing) == ("incomplete", ("applied_on",))


def test_a_public_warehouse_that_had_its_award_is_flagged() -> None:
    history = [used(PUBLIC, " 汉堡仓 ", count=1)]
    found = by_both_readings("overseas_warehouse", "88", "one", history=history)
    assert found == ("300000.00", "0.00", "0.00")


def test_only_the_warehouse_that_had_the_award_drops_out_in_the_other_reading() -> None:
    los_angeles = {"name": "洛杉矶仓", "cost": "500000"}
    history = [used(PUBLIC, "洛杉矶仓", count=1)]
    found = by_both_readings("overseas_warehouse", "88", "one", {}, los_angeles, history=history)
    assert found == ("450000.00", "300000.00", "300000.00")


@pytest.mark.parametrize(
    ("history", "amount"),
    [
        ([], "300000.00"),
        ([used(PUBLIC, "洛杉矶仓", count=1)], "300000.00"),  # another warehouse
        ([used(PUBLIC, "汉堡仓", count=1), used(LIMIT, "汉堡仓", count=1)], "0.00"),  # used up anyway
    ],
)
def test_the_reading_of_both_awards_does_not_decide(history: list[dict[str, Any]], amount: str) -> None:
    found = by_both_readings("overseas_warehouse", "88", "one", history=history)
    assert found == (amount, NOT_FLAGGED, amount)


@pytest.mark.parametrize("reading", ["82", "83", "84", "85", "86", "87", "89", "92"])
def test_open_readings_that_no_amount_follows_are_listed(reading: str) -> None:
    assert is_open("overseas_warehouse", reading)
