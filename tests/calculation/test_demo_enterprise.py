"""第三条(三): demonstration enterprises. 100 000 municipal, 150 000 provincial, 200 000 national; once a level."""

from __future__ import annotations

import pytest

from tests.calculation.build import (
    NOT_FLAGGED,
    by_both_readings,
    check,
    is_open,
    limit,
    paid,
    result,
    used,
    uses,
)

LIMIT = "demo_enterprise_award"


@pytest.mark.parametrize(
    ("level", "amount"), [("municipal", "100000.00"), ("provincial", "150000.00"), ("national", "200000.00")]
)
def test_each_level_has_its_award_and_uses_itself_up(level: str, amount: str) -> None:
    found = result("demo_enterprise", level=level)
    assert f"{found.amount:.2f}" == amount
    assert uses(found) == [(LIMIT, level, 1)]
    assert limit(found, LIMIT, level) == (1, 0, 1, 0)


@pytest.mark.parametrize(
    ("recognised_on", "status", "shortfall"),
    [
        ("2023-12-31", "ineligible", "早 1 天"),
        ("2024-01-01", "eligible", None),
        ("2025-12-31", "eligible", None),
        ("2026-01-01", "ineligible", "晚 1 天"),
    ],
)
def test_the_title_is_given_inside_the_window(recognised_on: str, status: str, shortfall: str | None) -> None:
    found = result("demo_enterprise", recognised_on=recognised_on)
    assert (found.status, check(found, "recognised_on").shortfall) == (status, shortfall)


@pytest.mark.parametrize("level", ["municipal", "provincial", "national"])
def test_the_same_level_is_not_awarded_twice(level: str) -> None:
    found = result("demo_enterprise", level=level, history=[used(LIMIT, f" {level} ", count=1)])
    assert (found.status, f"{found.amount:.2f}", uses(found)) == ("ineligible", "0.00", [])
    assert check(found, "never_before").found == "已获过"


@pytest.mark.parametrize(
    ("level", "before", "amount", "difference"),
    [
        ("provincial", ("municipal",), "150000.00", "50000.00"),  # 150000 − 100000
        ("national", ("municipal",), "200000.00", "100000.00"),
        ("national", ("provincial",), "200000.00", "50000.00"),
        ("national", ("municipal", "provincial"), "200000.00", "50000.00"),  # less the highest, once
        ("municipal", ("national",), "100000.00", "0.00"),  # never below zero
        ("provincial", ("national", "municipal"), "150000.00", "0.00"),
    ],
)
def test_an_award_for_another_level_before_is_flagged_with_the_difference(
    level: str, before: tuple[str, ...], amount: str, difference: str
) -> None:
    history = [used(LIMIT, paid_level, count=1) for paid_level in before]
    found = by_both_readings("demo_enterprise", "35", "difference", level=level, history=history)
    assert found == (amount, difference, difference)


def test_without_an_earlier_award_the_reading_does_not_decide() -> None:
    found = by_both_readings("demo_enterprise", "35", "difference", level="national")
    assert found == ("200000.00", NOT_FLAGGED, "200000.00")


def test_the_same_level_before_fails_before_missing_facts() -> None:
    history = [used(LIMIT, "municipal", count=1)]
    assert paid("demo_enterprise", recognised_on=None, recognition_no=None, history=history) == "ineligible"


@pytest.mark.parametrize("reading", ["36", "37", "38", "39", "40"])
def test_open_readings_that_no_amount_follows_are_listed(reading: str) -> None:
    assert is_open("demo_enterprise", reading)
