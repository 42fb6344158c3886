"""第五条(二): stores. B2B ≥ 5 000 000, B2C ≥ 3 000 000 and 100 orders: 100 000 each, one a platform, three in all."""

from __future__ import annotations

from typing import Any

import pytest

from tests.calculation.build import check, flags, is_open, limit, lines, paid, reasons, result, used, uses

PLATFORM, TOTAL = "store_platform", "store_total"
ROW = "facts.stores[0]"


@pytest.mark.parametrize(
    ("kind", "sales", "amount", "shortfall"),
    [
        ("b2b", "4999999.99", "ineligible", "差 0.01 元"),
        ("b2b", "5000000", "100000.00", None),  # the bracket （含） decides
        ("b2b", "5000000.01", "100000.00", None),
        ("b2c", "2999999.99", "ineligible", "差 0.01 元"),
        ("b2c", "3000000", "100000.00", None),
        ("b2c", "3000000.01", "100000.00", None),
        ("b2c", "0", "ineligible", "差 3,000,000 元"),
    ],
)
def test_the_sales_of_the_year_reach_the_bound(kind: str, sales: str, amount: str, shortfall: str | None) -> None:
    row = {"kind": kind, "sales": sales}
    assert paid("store_global", row) == amount
    assert check(result("store_global", row), "sales", ROW).shortfall == shortfall


@pytest.mark.parametrize(
    ("orders", "amount", "shortfall"),
    [(99, "ineligible", "差 1 单"), (100, "100000.00", None), (101, "100000.00", None)],
)
def test_a_b2c_store_has_at_least_a_hundred_orders(orders: int, amount: str, shortfall: str | None) -> None:
    assert paid("store_global", {"orders": orders}) == amount
    assert check(result("store_global", {"orders": orders}), "orders", ROW).shortfall == shortfall


@pytest.mark.parametrize("orders", [None, 0, 99])
def test_a_b2b_store_needs_no_orders(orders: int | None) -> None:
    assert paid("store_global", {"kind": "b2b", "sales": "5000000", "orders": orders}) == "100000.00"


@pytest.mark.parametrize("kind", ["b2c", None])
def test_orders_are_asked_for_unless_the_store_is_b2b(kind: str | None) -> None:
    found = result("store_global", {"kind": kind, "orders": None})
    assert found.status == "incomplete"
    assert f"{ROW}.orders" in found.missing


@pytest.mark.parametrize(
    ("sales", "amount"),
    [
        ("422535.21", "ineligible"),  # × 7.1 = 2 999 999.991, half up 2 999 999.99
        ("422535.2112", "100000.00"),  # × 7.1 = 2 999 999.99952, half up 3 000 000.00
        ("422535.22", "100000.00"),
    ],
)
def test_foreign_sales_are_converted_half_up_before_they_are_compared(sales: str, amount: str) -> None:
    assert paid("store_global", {"sales": sales, "currency": "USD", "exchange_rate": "7.1"}) == amount


@pytest.mark.parametrize("condition", ["registered_on_platform", "declares_cbec"])
def test_the_owner_is_registered_and_declares_and_fails_before_missing_facts(condition: str) -> None:
    refused: dict[str, Any] = {condition: False}
    found = result("store_global", {"sales": None}, **refused)
    assert (found.status, check(found, condition).outcome) == ("ineligible", "unmet")


@pytest.mark.parametrize(
    ("year", "status"), [(2023, "ineligible"), (2024, "eligible"), (2025, "eligible"), (2026, "ineligible")]
)
def test_the_year_lies_in_the_window(year: int, status: str) -> None:
    assert result("store_global", year=year).status == status


def test_stores_count_in_the_order_given_one_a_platform_three_in_all() -> None:
    # X14
    platforms = ["Amazon", "Amazon", "Alibaba", "eBay", "AliExpress"]
    found = result("store_global", *({"platform": platform} for platform in platforms))
    assert lines(found) == ["100000.00", "0.00", "100000.00", "100000.00", "0.00"]
    assert reasons(found) == ["", "同一平台本次已计入店铺", "", "", "超出单家企业 3 个店铺的上限"]
    assert f"{found.amount:.2f}" == "300000.00"
    assert limit(found, TOTAL) == (3, 0, 3, 0)
    assert limit(found, PLATFORM, "amazon") == (1, 0, 1, 0)
    assert limit(found, PLATFORM, "aliexpress") == (1, 0, 0, 1)


@pytest.mark.parametrize("platform", ["Amazon", "amazon", "AMAZON", "  Amazon  "])
def test_a_platform_is_known_without_case_and_spaces(platform: str) -> None:
    found = result("store_global", {"platform": "Amazon"}, {"platform": platform})
    assert lines(found) == ["100000.00", "0.00"]
    assert uses(found) == [(PLATFORM, "amazon", 1), (TOTAL, None, 1)]


def test_the_first_store_of_a_platform_that_meets_its_conditions_counts() -> None:
    found = result("store_global", {"orders": 99}, {"shop": "B"}, {"shop": "C"})
    assert lines(found) == ["0.00", "100000.00", "0.00"]


@pytest.mark.parametrize("key", ["amazon", "AMAZON", " Amazon "])
def test_a_platform_paid_before_counts_nothing(key: str) -> None:
    found = result("store_global", {}, {"platform": "eBay"}, history=[used(PLATFORM, key, count=1)])
    assert lines(found) == ["0.00", "100000.00"]
    assert reasons(found) == ["该平台以前已奖励店铺", ""]


@pytest.mark.parametrize(
    ("before", "amount", "left"),
    [(0, "300000.00", 0), (1, "200000.00", 0), (2, "100000.00", 0), (3, "0.00", 0), (4, "0.00", 0)],
)
def test_stores_paid_before_leave_the_rest_of_three(before: int, amount: str, left: int) -> None:
    rows = ({"platform": "Lazada"}, {"platform": "Shopee"}, {"platform": "Ozon"})
    found = result("store_global", *rows, history=[used(TOTAL, count=before)])
    assert (found.status, f"{found.amount:.2f}") == ("eligible", amount)
    assert limit(found, TOTAL)[3] == left


def test_a_limit_that_is_not_used_up_shows_what_is_left() -> None:
    assert limit(result("store_global"), TOTAL) == (3, 0, 1, 2)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"sales": "2999999.99"}, "B2C 年度交易额：2,999,999.99 元，要求≥ 3,000,000 元"),
        ({"orders": 99}, "交易数量：99 单，要求≥ 100 单"),
    ],
)
def test_a_store_that_does_not_count_says_why(row: dict[str, Any], reason: str) -> None:
    found = result("store_global", row)
    assert (found.status, reasons(found), uses(found)) == ("ineligible", [reason], [])


def test_no_reading_decides_an_ordinary_case() -> None:
    assert flags(result("store_global", {}, {})) == {}


@pytest.mark.parametrize("reading", ["69", "70", "71", "72", "73", "74", "75", "76", "77", "81"])
def test_open_readings_that_no_amount_follows_are_listed(reading: str) -> None:
    assert is_open("store_global", reading)
