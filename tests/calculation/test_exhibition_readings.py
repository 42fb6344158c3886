"""第三条(一): the readings of open words that the sum of an exhibition follows, and those that it does not."""

from __future__ import annotations

import pytest

from tests.calculation.build import NOT_FLAGGED, Row, by_both_readings, flags, is_open, result

SEVEN = tuple({"fee": fee} for fee in ("10000", "20000", "30000", "40000", "50000", "60000", "70000"))
DECIDED: list[tuple[str, str, tuple[Row, ...], dict[str, str], tuple[str, str]]] = [
    ("8", "80", ({"fee": "10000"},), {"country": "CN"}, ("7000.00", "8000.00")),
    ("8", "80", ({"fee": "11428.57"},), {"country": "CN"}, ("7999.99", "8000.00")),
    ("9", "domestic", ({"fee": "30000"},), {"country": "HK"}, ("21000.00", "8000.00")),
    ("9", "domestic", ({"fee": "11428.60"},), {"country": "TW"}, ("8000.02", "8000.00")),
    ("10", "today", ({"fee": "30000"},), {"country": "IT", "opens_on": "2024-03-22"}, ("24000.00", "21000.00")),
    ("10", "today", ({"fee": "30000"},), {"country": "CO", "opens_on": "2025-05-13"}, ("21000.00", "24000.00")),
    ("12", "domestic_cap", ({"fee": "36000"},), {"tier": "general", "country": "CN"}, ("20000.00", "8000.00")),
    ("12", "domestic_cap", ({"fee": "13333.35"},), {"tier": "general", "country": "CN"}, ("8000.01", "8000.00")),
    ("15", "spread", ({"fee": "90000", "area_m2": "30"},), {}, ("64800.00", "72000.00")),  # 3 × 80 % of 30000
    ("16", "first", SEVEN, {"country": "US"}, ("135000.00", "117000.00")),  # 7000+14000+21000+3×25000
]


@pytest.mark.parametrize(("reading", "other", "rows", "case", "amounts"), DECIDED)
def test_a_reading_that_decides_is_flagged_with_the_other_amount(
    reading: str, other: str, rows: tuple[Row, ...], case: dict[str, str], amounts: tuple[str, str]
) -> None:
    assert by_both_readings("exhibition", reading, other, *rows, **case) == (amounts[0], amounts[1], amounts[1])


UNDECIDED: list[tuple[str, str, tuple[Row, ...], dict[str, str], str]] = [
    ("8", "80", ({"fee": "11428.58"},), {"country": "CN"}, "8000.00"),  # both at the cap
    ("8", "80", ({"fee": "10000"},), {"country": "CN", "tier": "general"}, "6000.00"),
    ("9", "domestic", ({"fee": "11428.57"},), {"country": "HK"}, "7999.99"),  # below either cap
    ("9", "domestic", ({"fee": "30000"},), {"country": "US"}, "21000.00"),
    ("10", "today", ({"fee": "40000"},), {"country": "IT", "opens_on": "2024-03-22"}, "25000.00"),  # cap either way
    ("10", "today", ({"fee": "30000"},), {"country": "IT", "opens_on": "2024-03-23"}, "21000.00"),
    ("12", "domestic_cap", ({"fee": "13333.34"},), {"tier": "general", "country": "CN"}, "8000.00"),
    ("12", "domestic_cap", ({"fee": "36000"},), {"tier": "general", "country": "HK"}, "20000.00"),
    ("15", "spread", ({"fee": "81000", "area_m2": "27"},), {}, "64800.00"),  # nothing is left over
    ("15", "spread", ({"fee": "127800", "area_m2": "30"},), {}, "75000.00"),  # 30672 and 34080: cap either way
    ("16", "first", SEVEN[1:], {"country": "US"}, "135000.00"),  # six booths: no choice
    ("16", "first", SEVEN[:0:-1] + SEVEN[:1], {"country": "US"}, "135000.00"),  # the first six are the best paid
    ("16", "first", SEVEN[:1] * 7, {"country": "US"}, "42000.00"),  # all alike
]


@pytest.mark.parametrize(("reading", "other", "rows", "case", "amount"), UNDECIDED)
def test_a_reading_that_does_not_decide_is_not_flagged(
    reading: str, other: str, rows: tuple[Row, ...], case: dict[str, str], amount: str
) -> None:
    assert by_both_readings("exhibition", reading, other, *rows, **case) == (amount, NOT_FLAGGED, amount)


def test_two_readings_that_decide_one_case_are_flagged_each_with_its_own_amount() -> None:
    # 5000×9/10 = 4500: 70 % = 3150, 80 % = 3600; the whole 5000 spread: 70 % = 3500
    found = result("exhibition", {"fee": "5000", "area_m2": "10"}, country="CN")
    assert (f"{found.amount:.2f}", flags(found)) == ("3150.00", {"8": "3600.00", "15": "3500.00"})


@pytest.mark.parametrize("reading", ["7", "11", "13", "14", "17", "18", "19", "21", "22", "23", "24", "25", "26"])
def test_open_readings_that_no_amount_follows_are_listed(reading: str) -> None:
    assert is_open("exhibition", reading)
