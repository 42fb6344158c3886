"""第五条(一): 400 yuan for each person trained ≥ 30 days and employed ≥ 1 year, 100 000 in the policy period."""

from __future__ import annotations

from typing import Any

import pytest

from tests.calculation.build import check, flags, is_open, limit, lines, paid, reasons, result, used, uses

PERSON, TOTAL = "talent_trainee", "talent_training_total"
ID = "140802200501010017"
ROW = "facts.trainees[0]"


def people(number: int) -> list[dict[str, str]]:
    """So many trainees, each with a number of their own."""
    return [{"id_no": f"14080220050101{one:04d}"} for one in range(1, number + 1)]


@pytest.mark.parametrize(("days", "amount"), [(29, "ineligible"), (30, "400.00"), (31, "400.00"), (0, "ineligible")])
def test_the_training_lasts_at_least_thirty_days(days: int, amount: str) -> None:
    assert paid("talent_training", {"training_days": days}) == amount


def test_too_few_days_say_by_how_much() -> None:
    found = result("talent_training", {"training_days": 29})
    assert check(found, "training_days", ROW).shortfall == "差 1 天"
    assert reasons(found) == ["实际培训天数：29 天，要求≥ 30 天"]


@pytest.mark.parametrize(
    ("start", "end", "amount"),
    [
        ("2024-07-01", "2025-06-29", "ineligible"),
        ("2024-07-01", "2025-06-30", "400.00"),  # a year to the day
        ("2024-07-01", "2025-07-01", "400.00"),
        ("2024-02-29", "2025-02-26", "ineligible"),
        ("2024-02-29", "2025-02-27", "400.00"),  # 29 February → 28 February
        ("2024-03-01", "2025-02-27", "ineligible"),
        ("2024-03-01", "2025-02-28", "400.00"),
        ("2025-12-31", "2026-12-29", "ineligible"),
        ("2025-12-31", "2026-12-30", "400.00"),
        ("2025-04-01", "9999-12-31", "400.00"),  # the last day there is
    ],
)
def test_the_contract_runs_for_at_least_a_year(start: str, end: str, amount: str) -> None:
    row = {"training_ended_on": "2024-01-31", "contract_from": start, "contract_to": end}
    assert paid("talent_training", row) == amount


def test_a_contract_one_day_short_says_so() -> None:
    found = result("talent_training", {"contract_from": "2025-04-01", "contract_to": "2026-03-30"})
    assert check(found, "contract", ROW).shortfall == "差 1 天"


def test_an_open_ended_contract_needs_no_end() -> None:
    assert paid("talent_training", {"contract_to": None, "open_ended": True}) == "400.00"


@pytest.mark.parametrize("open_ended", [None, False])
def test_a_contract_without_end_that_is_not_open_ended_is_incomplete(open_ended: bool | None) -> None:
    found = result("talent_training", {"contract_to": None, "open_ended": open_ended})
    assert (found.status, found.missing) == ("incomplete", (f"{ROW}.contract_to",))


@pytest.mark.parametrize(
    ("ended_on", "contract_from", "amount"),
    [
        ("2023-12-30", "2023-12-31", "ineligible"),
        ("2023-12-31", "2024-01-01", "400.00"),  # the later day counts
        ("2024-01-01", "2023-07-01", "400.00"),
        ("2025-12-31", "2025-06-01", "400.00"),
        ("2025-12-01", "2025-12-31", "400.00"),
        ("2025-12-01", "2026-01-01", "ineligible"),
        ("2026-01-01", "2025-06-01", "ineligible"),
    ],
)
def test_the_later_of_training_end_and_contract_start_lies_in_the_window(
    ended_on: str, contract_from: str, amount: str
) -> None:
    row = {"training_ended_on": ended_on, "contract_from": contract_from, "contract_to": "2027-12-31"}
    assert paid("talent_training", row) == amount


def test_an_employer_outside_cross_border_trade_does_not_count() -> None:
    found = result("talent_training", {"employer_is_cbec": False}, {"id_no": "140802200501010025"})
    assert lines(found) == ["0.00", "400.00"]
    assert reasons(found) == ["用人单位为运城跨境电商企业：否，要求是", ""]


def test_without_the_base_the_case_fails_before_missing_facts() -> None:
    assert paid("talent_training", {"training_days": None}, base_agreement=False) == "ineligible"


@pytest.mark.parametrize(
    ("number", "amount", "left"),
    [
        (1, "400.00", "99600.00"),
        (249, "99600.00", "400.00"),
        (250, "100000.00", "0.00"),  # X16
        (251, "100000.00", "0.00"),
        (260, "100000.00", "0.00"),  # X16
    ],
)
def test_a_college_gets_a_hundred_thousand_at_most(number: int, amount: str, left: str) -> None:
    found = result("talent_training", *people(number))
    assert f"{found.amount:.2f}" == amount
    assert limit(found, TOTAL) == ("100000.00", "0.00", amount, left)


@pytest.mark.parametrize(
    ("before", "amount", "left"),
    [
        ("99199.99", "800.00", "0.01"),
        ("99200", "800.00", "0.00"),  # exactly used up
        ("99200.01", "799.99", "0.00"),
        ("100000", "0.00", "0.00"),
        ("100000.01", "0.00", "0.00"),
    ],
)
def test_what_the_college_had_before_leaves_the_rest(before: str, amount: str, left: str) -> None:
    found = result("talent_training", *people(2), history=[used(TOTAL, amount=before)])
    assert (found.status, f"{found.amount:.2f}") == ("eligible", amount)
    assert limit(found, TOTAL)[3] == left


@pytest.mark.parametrize("again", ["14080220050101001X", "14080220050101001x", " 14080220050101001x "])
def test_a_person_counts_once_in_a_case(again: str) -> None:
    found = result("talent_training", {"id_no": "14080220050101001X"}, {"id_no": again})
    assert lines(found) == ["400.00", "0.00"]
    assert reasons(found) == ["", "同一人员本次已计入"]
    assert uses(found) == [(PERSON, "14080220050101001X", 1), (TOTAL, None, "400.00")]
    assert limit(found, PERSON, "14080220050101001X") == (1, 0, 1, 0)


def test_the_first_row_that_meets_its_conditions_counts() -> None:
    found = result("talent_training", {"training_days": 29}, {}, {})
    assert lines(found) == ["0.00", "400.00", "0.00"]


@pytest.mark.parametrize("key", ["14080220050101001X", " 14080220050101001x "])
def test_a_person_paid_before_counts_nothing(key: str) -> None:
    history = [used(PERSON, key, count=1)]
    found = result("talent_training", {"id_no": "14080220050101001X"}, history=history)
    assert (found.status, f"{found.amount:.2f}") == ("eligible", "0.00")
    assert reasons(found) == ["同一人员以前已获补助"]
    assert uses(found) == []


def test_another_person_paid_before_does_not_matter() -> None:
    assert paid("talent_training", history=[used(PERSON, "140802200501010025", count=1)]) == "400.00"


@pytest.mark.parametrize("kind", ["enterprise", "park", "association", "government"])
def test_only_colleges_may_apply(kind: str) -> None:
    assert paid("talent_training", kind=kind) == "ineligible"


def test_no_reading_decides_an_ordinary_case() -> None:
    rows: list[dict[str, Any]] = [{"id_no": ID}, {"id_no": ID}]
    assert flags(result("talent_training", *rows)) == {}


@pytest.mark.parametrize("reading", ["4", "60", "61", "62", "63", "64", "65"])
def test_open_readings_that_no_amount_follows_are_listed(reading: str) -> None:
    assert is_open("talent_training", reading)
