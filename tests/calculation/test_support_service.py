"""第六条: counties with service providers. 20 % of what was paid in the year, 500 000 a county a year, by the city."""

from __future__ import annotations

import pytest

from tests.calculation.build import (
    NOT_FLAGGED,
    by_both_readings,
    is_open,
    limit,
    lines,
    paid,
    reasons,
    result,
    used,
    uses,
)

LIMIT = "support_service_year"


@pytest.mark.parametrize(
    ("fee", "amount"),
    [
        ("0.04", "0.00"),  # 0.008
        ("0.05", "0.01"),
        ("0.09", "0.01"),  # 0.018 would round to 0.02
        ("33.33", "6.66"),  # 6.666
        ("2499999.99", "499999.99"),  # 499 999.998
        ("2500000", "500000.00"),  # X17, the cap exactly
        ("2500000.05", "500000.00"),  # 500 000.01 meets the cap
        ("3000000", "500000.00"),  # X17
    ],
)
def test_twenty_per_cent_are_cut_down_and_capped(fee: str, amount: str) -> None:
    assert paid("support_service", {"fee": fee}) == amount


def test_the_percentage_is_taken_of_the_sum() -> None:
    rows = ({"contract_no": "HT-1", "fee": "0.04"}, {"contract_no": "HT-2", "fee": "0.01"})
    assert paid("support_service", *rows) == "0.01"  # 20 % of 0.05; of each it would be nothing


@pytest.mark.parametrize(
    ("paid_on", "counts"),
    [("2024-12-31", False), ("2025-01-01", True), ("2025-12-31", True), ("2026-01-01", False)],
)
def test_a_contract_counts_when_it_was_paid_in_the_year(paid_on: str, counts: bool) -> None:
    found = result("support_service", {"paid_on": paid_on}, {"contract_no": "HT-2", "fee": "500000"})
    assert lines(found) == ["200000.00" if counts else "0.00", "100000.00"]
    assert f"{found.amount:.2f}" == ("300000.00" if counts else "100000.00")
    assert reasons(found)[0] == ("" if counts else f"支付日期在本年度：{paid_on}，要求2025 年内")


@pytest.mark.parametrize(
    ("year", "status"), [(2023, "ineligible"), (2024, "eligible"), (2025, "eligible"), (2026, "ineligible")]
)
def test_the_year_lies_in_the_window(year: int, status: str) -> None:
    assert result("support_service", {"paid_on": f"{year}-06-01"}, year=year).status == status


@pytest.mark.parametrize(
    ("key", "before", "amount", "left"),
    [
        ("2025", "299999.99", "200000.00", "0.01"),
        ("2025", "300000", "200000.00", "0.00"),  # exactly what is left
        ("2025", "300000.01", "199999.99", "0.00"),
        (" 2025 ", "400000", "100000.00", "0.00"),
        ("2025", "500000", "0.00", "0.00"),
        ("2025", "510000", "0.00", "0.00"),
        ("2024", "500000", "200000.00", "300000.00"),  # another year
    ],
)
def test_what_the_county_had_in_the_year_leaves_the_rest(key: str, before: str, amount: str, left: str) -> None:
    found = result("support_service", history=[used(LIMIT, key, amount=before)])
    assert (found.status, f"{found.amount:.2f}") == ("eligible", amount)
    assert limit(found, LIMIT, "2025")[2:] == (amount, left)


def test_the_award_uses_up_its_year() -> None:
    assert uses(result("support_service")) == [(LIMIT, "2025", "200000.00")]


def test_foreign_fees_are_converted_half_up() -> None:
    # 0.245 is 0.25 yuan, 20 % = 0.05; of 0.245 it would be 0.04
    assert paid("support_service", {"fee": "0.245", "currency": "USD", "exchange_rate": "1"}) == "0.05"


@pytest.mark.parametrize("kind", ["enterprise", "park", "college", "association", "organisation", "institution"])
def test_only_governments_may_apply(kind: str) -> None:
    assert paid("support_service", {"fee": None}, kind=kind) == "ineligible"


@pytest.mark.parametrize("county", ["140821", "140802", "1408KF", "140881"])
def test_the_city_bears_the_whole_in_any_county(county: str) -> None:
    found = result("support_service", {"fee": "0.05"}, county=county)
    assert found.as_dict()["funding"] == {"city": "0.01", "county": "0.00"}


@pytest.mark.parametrize(
    ("fees", "before", "amount", "other"),
    [
        (("2500000", "500000"), "0", "500000.00", "600000.00"),  # 500000 + 100000
        (("3000000", "3000000"), "0", "500000.00", "1000000.00"),  # each contract at its cap
        (("1000000",), "400000", "100000.00", "200000.00"),  # another project than the one paid before
        (("1000000",), "500000", "0.00", "200000.00"),
    ],
)
def test_a_ceiling_for_each_project_is_another_reading(
    fees: tuple[str, ...], before: str, amount: str, other: str
) -> None:
    rows = [{"contract_no": f"HT-{number}", "fee": fee} for number, fee in enumerate(fees)]
    history = [used(LIMIT, "2025", amount=before)]
    assert by_both_readings("support_service", "98", "project", *rows, history=history) == (amount, other, other)


@pytest.mark.parametrize(
    ("fees", "amount"),
    [
        (("2500000",), "500000.00"),  # the ceiling exactly
        (("3000000",), "500000.00"),  # one project: capped either way
        (("1000000", "1500000"), "500000.00"),
    ],
)
def test_the_reading_of_the_ceiling_does_not_decide(fees: tuple[str, ...], amount: str) -> None:
    rows = [{"contract_no": f"HT-{number}", "fee": fee} for number, fee in enumerate(fees)]
    found = by_both_readings("support_service", "98", "project", *rows)
    assert found == (amount, NOT_FLAGGED, amount)


def test_cents_lost_by_cutting_each_contract_are_no_other_result_below_the_ceiling() -> None:
    rows = ({"contract_no": "HT-1", "fee": "0.04"}, {"contract_no": "HT-2", "fee": "0.01"})
    assert by_both_readings("support_service", "98", "project", *rows) == ("0.01", NOT_FLAGGED, "0.01")


@pytest.mark.parametrize("reading", ["96", "97", "99"])
def test_open_readings_that_no_amount_follows_are_listed(reading: str) -> None:
    assert is_open("support_service", reading)
