"""第五条(三): public warehouses. 300 000, and 100 000 more once in BRI, RCEP or Silk Road e-commerce countries."""

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

LIMIT, COST = "public_warehouse_once", "warehouse_once"


@pytest.mark.parametrize(
    ("country", "recognised_on", "amount"),
    [
        ("AE", "2025-06-01", "400000.00"),  # X12
        ("US", "2025-06-01", "300000.00"),  # X12
        ("VN", "2025-06-01", "400000.00"),  # in all three groups: once
        ("JP", "2025-06-01", "400000.00"),  # RCEP only
        ("BR", "2025-06-01", "400000.00"),  # Silk Road e-commerce only
        ("SA", "2025-06-01", "400000.00"),  # BRI only
        ("DE", "2025-06-01", "300000.00"),
        ("HK", "2025-06-01", "300000.00"),
        ("TW", "2025-06-01", "300000.00"),
        ("NR", "2024-03-24", "300000.00"),  # the day before its memorandum
        ("NR", "2024-03-25", "400000.00"),
        ("CN", "2025-06-01", "ineligible"),
    ],
)
def test_the_country_on_the_day_of_recognition_decides_the_extra(country: str, recognised_on: str, amount: str) -> None:
    assert paid("public_overseas_warehouse", {"country": country, "recognised_on": recognised_on}) == amount


@pytest.mark.parametrize(
    ("recognised_on", "amount", "shortfall"),
    [
        ("2023-12-31", "ineligible", "早 1 天"),
        ("2024-01-01", "400000.00", None),
        ("2025-12-31", "400000.00", None),
        ("2026-01-01", "ineligible", "晚 1 天"),
    ],
)
def test_the_warehouse_is_recognised_inside_the_window(recognised_on: str, amount: str, shortfall: str | None) -> None:
    row = {"recognised_on": recognised_on}
    assert paid("public_overseas_warehouse", row) == amount
    found = result("public_overseas_warehouse", row)
    assert check(found, "recognised_on", "facts.warehouses[0]").shortfall == shortfall


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"country": "CN"}, "仓库在境外：中国，要求境外"),
        ({"recognised_on": "2026-01-01"}, "认定日期在政策有效期内：2026-01-01，要求2024-01-01至2025-12-31"),
    ],
)
def test_a_warehouse_that_does_not_count_says_why(row: dict[str, Any], reason: str) -> None:
    found = result("public_overseas_warehouse", row, {"name": "洛杉矶仓", "country": "US"})
    assert (lines(found), reasons(found)) == (["0.00", "300000.00"], [reason, ""])


def test_several_warehouses_are_added_up_without_a_ceiling() -> None:
    found = result("public_overseas_warehouse", {}, {"name": "洛杉矶仓", "country": "US"}, {"name": "河内仓"})
    assert f"{found.amount:.2f}" == "1100000.00"  # 400000 + 300000 + 400000
    assert uses(found) == [(LIMIT, "迪拜仓", 1), (LIMIT, "洛杉矶仓", 1), (LIMIT, "河内仓", 1)]


@pytest.mark.parametrize("name", ["迪拜仓", " 迪拜仓  "])
def test_a_warehouse_counts_once_in_a_case(name: str) -> None:
    found = result("public_overseas_warehouse", {"country": "US"}, {"name": name})
    assert lines(found) == ["300000.00", "0.00"]
    assert reasons(found) == ["", "同一海外仓本次已计入"]


def test_the_first_row_of_a_warehouse_that_meets_its_conditions_counts() -> None:
    found = result("public_overseas_warehouse", {"recognised_on": "2023-12-31"}, {"country": "US"}, {})
    assert lines(found) == ["0.00", "300000.00", "0.00"]


@pytest.mark.parametrize("key", ["迪拜仓", "  迪拜仓 "])
def test_a_warehouse_paid_before_counts_nothing(key: str) -> None:
    found = result("public_overseas_warehouse", history=[used(LIMIT, key, count=1)])
    assert (found.status, f"{found.amount:.2f}") == ("eligible", "0.00")
    assert reasons(found) == ["该海外仓以前已获奖励"]
    assert limit(found, LIMIT, "迪拜仓") == (1, 1, 0, 0)
    assert uses(found) == []


@pytest.mark.parametrize(("row", "amount"), [({}, "400000.00"), ({"country": "US"}, "300000.00")])
def test_a_warehouse_that_had_the_subsidy_of_its_cost_is_flagged(row: dict[str, str], amount: str) -> None:
    history = [used(COST, " 迪拜仓", count=1)]
    found = by_both_readings("public_overseas_warehouse", "88", "one", row, history=history)
    assert found == (amount, "0.00", "0.00")


@pytest.mark.parametrize(
    ("history", "amount"),
    [
        ([], "400000.00"),
        ([used(COST, "洛杉矶仓", count=1)], "400000.00"),
        ([used(COST, "迪拜仓", count=1), used(LIMIT, "迪拜仓", count=1)], "0.00"),
    ],
)
def test_the_reading_of_both_awards_does_not_decide(history: list[dict[str, Any]], amount: str) -> None:
    found = by_both_readings("public_overseas_warehouse", "88", "one", history=history)
    assert found == (amount, NOT_FLAGGED, amount)


@pytest.mark.parametrize("reading", ["89", "90", "91", "92", "93", "94"])
def test_open_readings_that_no_amount_follows_are_listed(reading: str) -> None:
    assert is_open("public_overseas_warehouse", reading)
