"""第三条(四): routes with at least 15 all-cargo flights a year. 8 万元 HK, MO, TW; 20 万元 Asia; 30 万元 beyond."""

from __future__ import annotations

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

LIMIT = "air_cargo_flights"
ALMATY = "2025|运城—阿拉木图"


@pytest.mark.parametrize(
    ("flights", "amount"),
    [
        (14, "ineligible"),
        (15, "3000000.00"),  # 15 × 200000
        (16, "3200000.00"),
        (0, "ineligible"),
    ],
)
def test_a_route_needs_fifteen_flights_and_then_each_is_paid(flights: int, amount: str) -> None:
    assert paid("air_cargo", {"flights": flights}) == amount


def test_a_route_that_falls_short_says_by_how_much() -> None:
    found = result("air_cargo", {"flights": 14})
    assert check(found, "flights", "facts.routes[0]").shortfall == "差 1 班"
    assert reasons(found) == ["该航线全年货机航班：14 班，要求≥ 15 班"]


@pytest.mark.parametrize(
    ("destination", "amount"),
    [
        ("HK", "1200000.00"),  # 15 × 80000
        ("MO", "1200000.00"),
        ("TW", "1200000.00"),
        ("JP", "3000000.00"),  # 15 × 200000
        ("KZ", "3000000.00"),
        ("AE", "3000000.00"),
        ("US", "4500000.00"),  # 15 × 300000
        ("DE", "4500000.00"),
        ("AU", "4500000.00"),
        ("EG", "4500000.00"),
        ("CN", "ineligible"),
    ],
)
def test_a_flight_is_paid_by_the_zone_of_its_destination(destination: str, amount: str) -> None:
    assert paid("air_cargo", {"destination": destination}) == amount


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"destination": "CN"}, "国际（地区）航线：中国，要求目的地在境外"),
        ({"all_cargo": False}, "全货机航班：否，要求是"),
    ],
)
def test_a_row_that_does_not_count_says_why_and_leaves_the_others_alone(row: dict[str, object], reason: str) -> None:
    found = result("air_cargo", {"route": "运城—香港", "destination": "HK"}, row)
    assert lines(found) == ["1200000.00", "0.00"]
    assert reasons(found) == ["", reason]


@pytest.mark.parametrize(("year", "status"), [(2023, "ineligible"), (2024, "eligible"), (2025, "eligible")])
def test_the_year_lies_in_the_window(year: int, status: str) -> None:
    assert result("air_cargo", year=year).status == status


def test_the_year_after_the_window_does_not_count_even_with_facts_missing() -> None:
    assert result("air_cargo", {"flights": None}, year=2026).status == "ineligible"


def test_rows_of_the_same_route_are_added_up() -> None:
    found = result("air_cargo", {"flights": 7}, {"route": " 运城—阿拉木图 ", "flights": 8})
    assert lines(found) == ["1400000.00", "1600000.00"]
    assert uses(found) == [(LIMIT, ALMATY, 15)]


def test_rows_of_different_routes_are_not_added_up() -> None:
    tashkent = {"route": "运城—塔什干", "destination": "UZ", "flights": 8}
    assert paid("air_cargo", {"flights": 7}, tashkent) == "ineligible"


def test_belly_cargo_does_not_help_a_route_to_fifteen() -> None:
    assert paid("air_cargo", {"flights": 14}, {"flights": 5, "all_cargo": False}) == "ineligible"


def test_only_routes_that_reach_fifteen_are_paid() -> None:
    # X15: 16 × 300000 + 15 × 80000; the third route has 14
    found = result(
        "air_cargo",
        {"route": "运城—法兰克福", "destination": "DE", "flights": 16},
        {"route": "运城—香港", "destination": "HK", "flights": 15},
        {"flights": 14},
    )
    assert lines(found) == ["4800000.00", "1200000.00", "0.00"]
    assert f"{found.amount:.2f}" == "6000000.00"


@pytest.mark.parametrize(
    ("key", "before", "flights", "amount"),
    [
        (ALMATY, 14, 1, "200000.00"),  # flights paid before count towards the fifteen, only the new one is paid
        (ALMATY, 13, 1, "ineligible"),
        (" 2025 | 运城—阿拉木图 ", 14, 1, "200000.00"),
        ("2024|运城—阿拉木图", 14, 1, "ineligible"),  # another year
        ("2025|运城—塔什干", 14, 1, "ineligible"),  # another route
        (ALMATY, 30, 2, "400000.00"),  # there is no ceiling
    ],
)
def test_flights_paid_before_on_the_route_in_the_year_count_in(
    key: str, before: int, flights: int, amount: str
) -> None:
    assert paid("air_cargo", {"flights": flights}, history=[used(LIMIT, key, count=before)]) == amount


def test_the_flights_are_counted_without_a_ceiling() -> None:
    found = result("air_cargo", {"flights": 5}, history=[used(LIMIT, ALMATY, count=15)])
    assert limit(found, LIMIT, ALMATY) == (None, 15, 5, None)


def test_a_missing_number_of_flights_is_asked_for_though_the_route_has_enough_without_it() -> None:
    found = result("air_cargo", {"flights": 20}, {"flights": None})
    assert (found.status, found.missing) == ("incomplete", ("facts.routes[1].flights",))


def test_fifteen_flights_of_all_routes_together_are_another_reading() -> None:
    # 15 × 80000; the other reading pays 14 × 200000 too
    rows = ({"flights": 14}, {"route": "运城—香港", "destination": "HK", "flights": 15})
    found = by_both_readings("air_cargo", "41", "applicant", *rows)
    assert found == ("1200000.00", "4000000.00", "4000000.00")


def test_the_other_reading_may_turn_an_ineligible_case() -> None:
    # fifteen together: 7 × 200000 + 8 × 80000
    rows = ({"flights": 7}, {"route": "运城—香港", "destination": "HK", "flights": 8})
    assert by_both_readings("air_cargo", "41", "applicant", *rows) == ("0.00", "2040000.00", "2040000.00")


def test_flights_paid_before_on_other_routes_count_in_the_other_reading() -> None:
    history = [used(LIMIT, "2025|运城—香港", count=15), used(LIMIT, "2024|运城—首尔", count=50)]
    found = by_both_readings("air_cargo", "41", "applicant", {"flights": 5}, history=history)
    assert found == ("0.00", "1000000.00", "1000000.00")  # 5 × 200000


@pytest.mark.parametrize(
    ("one", "two", "amount"),
    [
        (7, 7, "0.00"),  # 14 together
        (15, 15, "4200000.00"),  # each has enough: 15 × 200000 + 15 × 80000
    ],
)
def test_the_reading_of_fifteen_does_not_decide(one: int, two: int, amount: str) -> None:
    rows = ({"flights": one}, {"route": "运城—香港", "destination": "HK", "flights": two})
    assert by_both_readings("air_cargo", "41", "applicant", *rows) == (amount, NOT_FLAGGED, amount)


@pytest.mark.parametrize(
    ("destination", "amount", "other"),
    [
        ("TR", "3000000.00", "4500000.00"),
        ("RU", "4500000.00", "3000000.00"),
        ("GE", "3000000.00", "4500000.00"),
        ("KZ", "3000000.00", NOT_FLAGGED),
        ("SA", "3000000.00", NOT_FLAGGED),
        ("HK", "1200000.00", NOT_FLAGGED),
    ],
)
def test_countries_between_two_zones_are_flagged(destination: str, amount: str, other: str) -> None:
    found = by_both_readings("air_cargo", "44", "other", {"destination": destination})
    assert found == (amount, other, amount if other == NOT_FLAGGED else other)


@pytest.mark.parametrize("reading", ["5", "42", "43", "45", "46", "47", "48", "49", "50"])
def test_open_readings_that_no_amount_follows_are_listed(reading: str) -> None:
    assert is_open("air_cargo", reading)
