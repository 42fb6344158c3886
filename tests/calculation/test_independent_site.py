"""第五条(二): independent sites launched in the year with sales ≥ 3 000 000: 150 000 a site, two in all."""

from __future__ import annotations

from typing import Any

import pytest

from tests.calculation.build import check, flags, is_open, limit, lines, paid, reasons, result, used, uses

DOMAIN, TOTAL = "site_domain", "site_total"
ROW = "facts.sites[0]"


@pytest.mark.parametrize(
    ("sales", "amount", "shortfall"),
    [
        ("2999999.99", "ineligible", "差 0.01 元"),
        ("3000000", "150000.00", None),
        ("3000000.01", "150000.00", None),
    ],
)
def test_the_sales_of_the_year_reach_three_million(sales: str, amount: str, shortfall: str | None) -> None:
    assert paid("independent_site", {"sales": sales}) == amount
    assert check(result("independent_site", {"sales": sales}), "sales", ROW).shortfall == shortfall


@pytest.mark.parametrize(
    ("sales", "amount"),
    [
        ("422535.21", "ineligible"),  # × 7.1 = 2 999 999.991
        ("422535.2112", "150000.00"),  # × 7.1 = 2 999 999.99952, half up 3 000 000.00
    ],
)
def test_foreign_sales_are_converted_half_up_before_they_are_compared(sales: str, amount: str) -> None:
    assert paid("independent_site", {"sales": sales, "currency": "USD", "exchange_rate": "7.1"}) == amount


@pytest.mark.parametrize(
    ("year", "launched_on", "amount"),
    [
        (2024, "2023-12-31", "ineligible"),
        (2024, "2024-01-01", "150000.00"),
        (2024, "2024-12-31", "150000.00"),
        (2024, "2025-01-01", "ineligible"),
        (2025, "2024-12-31", "ineligible"),
        (2025, "2025-12-31", "150000.00"),
        (2025, "2026-01-01", "ineligible"),
        (2026, "2026-01-01", "ineligible"),
        (2023, "2023-12-31", "ineligible"),
    ],
)
def test_the_site_is_launched_in_the_year_inside_the_window(year: int, launched_on: str, amount: str) -> None:
    assert paid("independent_site", {"launched_on": launched_on}, year=year) == amount


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"holds_domain": False}, "直接持有域名：否，要求是"),
        ({"launched_on": "2024-12-31"}, "当年新建上线：2024-12-31，要求2025 年内"),
        ({"sales": "2999999.99"}, "当年交易额：2,999,999.99 元，要求≥ 3,000,000 元"),
    ],
)
def test_a_site_that_does_not_count_says_why(row: dict[str, Any], reason: str) -> None:
    found = result("independent_site", row, {"domain": "second.com"})
    assert (lines(found), reasons(found)) == (["0.00", "150000.00"], [reason, ""])


def test_two_sites_count_in_the_order_given() -> None:
    found = result("independent_site", *({"domain": f"{name}.com"} for name in "abc"))
    assert lines(found) == ["150000.00", "150000.00", "0.00"]
    assert reasons(found) == ["", "", "超出单家企业 2 个独立站的上限"]
    assert limit(found, TOTAL) == (2, 0, 2, 0)
    assert limit(found, DOMAIN, "a.com") == (1, 0, 1, 0)
    assert limit(found, DOMAIN, "c.com") == (1, 0, 0, 1)
    assert uses(found) == [(DOMAIN, "a.com", 1), (DOMAIN, "b.com", 1), (TOTAL, None, 2)]


@pytest.mark.parametrize("domain", ["Example.com", "EXAMPLE.COM", " example.com "])
def test_a_domain_is_known_without_case_and_spaces(domain: str) -> None:
    found = result("independent_site", {}, {"domain": domain}, {"domain": "third.com"})
    assert lines(found) == ["150000.00", "0.00", "150000.00"]
    assert reasons(found) == ["", "同一域名本次已计入", ""]


def test_the_first_row_of_a_domain_that_meets_its_conditions_counts() -> None:
    found = result("independent_site", {"sales": "1"}, {}, {})
    assert lines(found) == ["0.00", "150000.00", "0.00"]


@pytest.mark.parametrize("key", ["example.com", "EXAMPLE.com", "  example.com "])
def test_a_domain_paid_before_counts_nothing(key: str) -> None:
    found = result("independent_site", history=[used(DOMAIN, key, count=1)])
    assert (found.status, f"{found.amount:.2f}") == ("eligible", "0.00")
    assert reasons(found) == ["该独立站以前已获奖励"]
    assert uses(found) == []


@pytest.mark.parametrize(
    ("before", "amount", "left"), [(0, "300000.00", 0), (1, "150000.00", 0), (2, "0.00", 0), (3, "0.00", 0)]
)
def test_sites_paid_before_leave_the_rest_of_two(before: int, amount: str, left: int) -> None:
    found = result("independent_site", {}, {"domain": "second.com"}, history=[used(TOTAL, count=before)])
    assert (found.status, f"{found.amount:.2f}") == ("eligible", amount)
    assert limit(found, TOTAL)[3] == left


def test_one_site_leaves_one() -> None:
    assert limit(result("independent_site"), TOTAL) == (2, 0, 1, 1)


def test_a_year_outside_the_window_fails_before_missing_facts() -> None:
    assert paid("independent_site", {"sales": None}, year=2026) == "ineligible"


def test_no_reading_decides_an_ordinary_case() -> None:
    assert flags(result("independent_site")) == {}


@pytest.mark.parametrize("reading", ["70", "75", "78", "79", "80", "81"])
def test_open_readings_that_no_amount_follows_are_listed(reading: str) -> None:
    assert is_open("independent_site", reading)
