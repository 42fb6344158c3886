"""第五条(一): joint training platforms. By decision, at most the year's cost and 300 000 a year."""

from __future__ import annotations

from typing import Any

import pytest

from tests.calculation.build import flags, is_open, limit, lines, paid, reasons, result, used, uses

LIMIT = "talent_platform_year"


@pytest.mark.parametrize(
    ("decided", "cost", "amount"),
    [
        ("79999.99", "80000", "79999.99"),
        ("80000", "80000", "80000.00"),
        ("80000.01", "80000", "80000.00"),  # at most the cost
        ("299999.99", "400000", "299999.99"),
        ("300000", "400000", "300000.00"),
        ("300000.01", "400000", "300000.00"),  # at most 300 000 a year
        ("400000", "299999.99", "299999.99"),
        ("0", "80000", "0.00"),
    ],
)
def test_the_award_is_the_least_of_decision_cost_and_ceiling(decided: str, cost: str, amount: str) -> None:
    assert paid("talent_platform", {"fee": cost}, decided_amount=decided) == amount


@pytest.mark.parametrize(
    ("key", "before", "amount", "left"),
    [
        ("2025", "250000", "50000.00", "0.00"),  # exactly what is left
        ("2025", "249999.99", "50000.00", "0.01"),
        ("2025", "250000.01", "49999.99", "0.00"),
        (" 2025 ", "290000", "10000.00", "0.00"),
        ("2025", "300000", "0.00", "0.00"),
        ("2025", "310000", "0.00", "0.00"),
        ("2024", "300000", "50000.00", "250000.00"),  # another year
    ],
)
def test_what_the_year_used_before_leaves_the_rest(key: str, before: str, amount: str, left: str) -> None:
    found = result("talent_platform", history=[used(LIMIT, key, amount=before)])
    assert (found.status, f"{found.amount:.2f}") == ("eligible", amount)
    assert limit(found, LIMIT, "2025")[2:] == (amount, left)


def test_the_award_uses_up_its_year() -> None:
    assert uses(result("talent_platform")) == [(LIMIT, "2025", "50000.00")]


@pytest.mark.parametrize(
    ("invoiced_on", "counts"),
    [("2024-12-31", False), ("2025-01-01", True), ("2025-12-31", True), ("2026-01-01", False)],
)
def test_a_cost_counts_when_it_was_invoiced_in_the_year(invoiced_on: str, counts: bool) -> None:
    rows = ({"fee": "30000", "invoiced_on": invoiced_on}, {"fee": "10000"})
    found = result("talent_platform", *rows)
    assert f"{found.amount:.2f}" == ("40000.00" if counts else "10000.00")
    assert lines(found) == ["30000.00" if counts else "0.00", "10000.00"]
    assert reasons(found)[0] == ("" if counts else f"开票日期在本年度：{invoiced_on}，要求2025 年内")


@pytest.mark.parametrize(("year", "status"), [(2023, "ineligible"), (2024, "eligible"), (2026, "ineligible")])
def test_the_year_lies_in_the_window(year: int, status: str) -> None:
    assert result("talent_platform", {"invoiced_on": f"{year}-05-01"}, year=year).status == status


@pytest.mark.parametrize(
    "facts",
    [
        {"decided_amount": None, "decision_document": None},
        {"decided_amount": None},
        {"decision_document": None},
        {"decision_document": "  "},
    ],
)
def test_without_a_recorded_decision_the_case_needs_a_ruling(facts: dict[str, Any]) -> None:
    found = result("talent_platform", **facts)
    assert (found.status, found.amount, found.funding) == ("needs_ruling", None, None)
    assert (lines(found), reasons(found), uses(found), found.missing) == ([None], ["待决定"], [], ())


@pytest.mark.parametrize(
    ("row", "header", "status"),
    [
        ({"fee": None}, {}, "incomplete"),  # missing comes before the ruling
        ({"invoiced_on": "2024-12-31"}, {}, "ineligible"),  # no row that counts, too
        ({"invoiced_on": "2024-12-31", "fee": None}, {}, "incomplete"),
        ({}, {"year": 2026}, "ineligible"),
        ({"fee": None}, {"year": 2026}, "ineligible"),
        ({"fee": None}, {"kind": "government"}, "ineligible"),
    ],
)
def test_the_order_of_the_statuses(row: dict[str, Any], header: dict[str, Any], status: str) -> None:
    assert result("talent_platform", row, decided_amount=None, **header).status == status


def test_foreign_costs_are_converted_half_up() -> None:
    row = {"fee": "1.245", "currency": "USD", "exchange_rate": "1"}
    assert paid("talent_platform", row) == "1.25"


@pytest.mark.parametrize("kind", ["enterprise", "park", "college", "association", "organisation", "institution"])
def test_all_but_governments_may_apply(kind: str) -> None:
    assert paid("talent_platform", kind=kind) == "50000.00"


def test_no_reading_decides_an_ordinary_case() -> None:
    assert flags(result("talent_platform", decided_amount="400000")) == {}


@pytest.mark.parametrize("reading", ["4", "66", "67", "68"])
def test_open_readings_that_no_amount_follows_are_listed(reading: str) -> None:
    assert is_open("talent_platform", reading)
