"""Rates, caps and bounds are dated: the block in force on the event date of each row, or at the end of its year."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.calculation.build import Row, case_data, printed, yuncheng
from ycdesk.calculation import assess, read_case

NEW_YEAR = date(2025, 1, 1)


def paid_from(start: date, measure: str, change: dict[str, Any], *rows: Row, **header: Any) -> str | None:
    """The amount under a package in which some parameters change on a day."""
    package = yuncheng()
    first = package.parameters[measure][0]
    values = first[1].model_dump() | change
    changed = (start, type(first[1]).model_validate(values))
    package = replace(package, parameters={**package.parameters, measure: (first, changed)})
    found = assess(read_case(case_data(measure, *rows, **header), package), package)
    return printed(found.amount) if found.status == "eligible" else found.status.value


@pytest.mark.parametrize(("opens_on", "amount"), [("2024-12-31", "8000.00"), ("2025-01-01", "5000.00")])
def test_an_exhibition_has_the_rate_of_its_opening_day(opens_on: str, amount: str) -> None:
    change = {"key_group_percent": 50}
    assert paid_from(NEW_YEAR, "exhibition", change, {"fee": "10000"}, opens_on=opens_on) == amount


def test_each_certificate_has_the_rate_of_its_own_day() -> None:
    rows = ({"obtained_on": "2025-01-01"}, {"obtained_on": "2024-12-31"})
    assert paid_from(NEW_YEAR, "certification", {"percent": 20}, *rows) == "5000.00"  # 2000 + 3000


def test_the_sum_of_certificates_has_the_cap_of_the_last_one() -> None:
    rows = ({"obtained_on": "2025-01-01", "fee": "400000"}, {"obtained_on": "2024-12-31", "fee": "400000"})
    assert paid_from(NEW_YEAR, "certification", {"total_cap": 150000}, *rows) == "150000.00"


@pytest.mark.parametrize(("year", "amount"), [(2024, "100000.00"), (2025, "ineligible")])
def test_the_bound_of_a_store_is_that_of_its_year(year: int, amount: str) -> None:
    assert paid_from(NEW_YEAR, "store_global", {"b2c_sales": 4000001}, year=year) == amount


@pytest.mark.parametrize(("since", "amount"), [("2023-12-31", "300000.00"), ("2024-01-01", "ineligible")])
def test_the_bound_of_a_warehouse_is_that_of_the_day_its_year_is_full(since: str, amount: str) -> None:
    change = {"area_at_least": 801}
    assert paid_from(NEW_YEAR, "overseas_warehouse", change, {"in_use_since": since}) == amount


def test_each_trainee_has_the_sum_of_the_later_of_both_days() -> None:
    rows = (
        {"id_no": "1", "training_ended_on": "2024-12-01", "contract_from": "2024-12-31"},
        {"id_no": "2", "training_ended_on": "2024-12-01", "contract_from": "2025-01-01"},
    )
    assert paid_from(NEW_YEAR, "talent_training", {"per_person": 500}, *rows) == "900.00"  # 400 + 500
