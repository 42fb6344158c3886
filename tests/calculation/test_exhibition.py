"""第三条(一): booths. 80 % BRI, RCEP; else 70 %; general 60 %. Caps 25 000 abroad, 8 000 in China, general 20 000."""

from __future__ import annotations

from typing import Any

import pytest

from tests.calculation.build import Row, check, limit, lines, paid, printed, reasons, result, used, uses

KEY = "河内国际贸易展|2025"


@pytest.mark.parametrize(
    ("tier", "country", "fee", "amount"),
    [
        ("key", "VN", "31249.99", "24999.99"),  # 24 999.992 is cut
        ("key", "VN", "31250", "25000.00"),  # the cap exactly
        ("key", "VN", "31250.01", "25000.00"),  # 25 000.008 is cut
        ("key", "VN", "31250.02", "25000.00"),  # 25 000.01 meets the cap
        ("key", "US", "35714.28", "24999.99"),  # 24 999.996
        ("key", "US", "35714.29", "25000.00"),  # 25 000.003
        ("key", "US", "35714.30", "25000.00"),  # 25 000.01 meets the cap
        ("key", "CN", "11428.57", "7999.99"),  # 7 999.999
        ("key", "CN", "11428.58", "8000.00"),  # 8 000.006
        ("key", "CN", "11428.60", "8000.00"),  # 8 000.02 meets the cap
        ("general", "VN", "33333.33", "19999.99"),  # 19 999.998
        ("general", "VN", "33333.34", "20000.00"),  # 20 000.004
        ("general", "VN", "33333.35", "20000.00"),  # 20 000.01 meets the cap
        ("general", "CN", "36000", "20000.00"),  # the text writes one cap for general exhibitions
    ],
)
def test_the_cap_of_a_booth_holds_to_the_cent(tier: str, country: str, fee: str, amount: str) -> None:
    assert paid("exhibition", {"fee": fee}, tier=tier, country=country) == amount


@pytest.mark.parametrize(
    ("tier", "country", "fee", "amount"),
    [
        ("key", "VN", "0.05", "0.04"),
        ("key", "VN", "33.33", "26.66"),  # 26.664
        ("key", "US", "0.05", "0.03"),  # 0.035 would round to 0.04
        ("key", "US", "0.01", "0.00"),  # 0.007
        ("key", "US", "33.33", "23.33"),  # 23.331
        ("general", "VN", "0.03", "0.01"),  # 0.018 would round to 0.02
        ("general", "VN", "33.33", "19.99"),  # 19.998 would round to 20.00
        ("key", "VN", "0", "0.00"),
    ],
)
def test_percentages_are_cut_down_to_the_cent(tier: str, country: str, fee: str, amount: str) -> None:
    assert paid("exhibition", {"fee": fee}, tier=tier, country=country) == amount


@pytest.mark.parametrize(
    ("country", "opens_on", "amount"),
    [
        ("VN", "2025-04-15", "8000.00"),  # BRI and RCEP: 80 % once
        ("NZ", "2025-04-15", "8000.00"),  # both, too
        ("JP", "2025-04-15", "8000.00"),  # RCEP only
        ("AE", "2025-04-15", "8000.00"),  # BRI only
        ("US", "2025-04-15", "7000.00"),
        ("BR", "2025-04-15", "7000.00"),  # Silk Road e-commerce is no group of this clause
        ("HK", "2025-04-15", "7000.00"),
        ("MO", "2025-04-15", "7000.00"),
        ("TW", "2025-04-15", "7000.00"),
        ("CN", "2025-04-15", "7000.00"),  # China is no target market of its own
        ("IT", "2024-03-22", "8000.00"),  # last day of the memorandum
        ("IT", "2024-03-23", "7000.00"),
        ("PA", "2025-05-07", "8000.00"),
        ("PA", "2025-05-08", "7000.00"),
        ("CO", "2025-05-13", "7000.00"),
        ("CO", "2025-05-14", "8000.00"),  # first day
    ],
)
def test_the_rate_follows_the_country_on_the_opening_day(country: str, opens_on: str, amount: str) -> None:
    assert paid("exhibition", {"fee": "10000"}, country=country, opens_on=opens_on) == amount


@pytest.mark.parametrize("country", ["HK", "MO", "TW"])
def test_hong_kong_macao_and_taiwan_have_the_cap_abroad(country: str) -> None:
    assert paid("exhibition", {"fee": "40000"}, country=country) == "25000.00"  # 28 000 before the cap


@pytest.mark.parametrize(
    ("area", "booths", "amount"),
    [
        (None, 1, "8000.00"),
        ("0", 1, "8000.00"),
        ("0.5", 1, "8000.00"),
        ("8.99", 1, "8000.00"),
        ("9", 1, "8000.00"),
        ("9.01", 1, "7991.12"),  # 10000×9/9.01 = 9988.9012…, 80 % = 7991.1209…
        ("17.99", 1, "4002.22"),  # 10000×9/17.99 = 5002.7793…, 80 % = 4002.2234…
        ("18", 2, "8000.00"),  # 2 × 4000
        ("18.01", 2, "7995.54"),  # 10000×9/18.01 = 4997.2237…, 80 % = 3997.7790… cut 3997.77, ×2
        ("26.99", 2, "5335.30"),  # 10000×9/26.99 = 3334.5683…, 80 % = 2667.6546… cut 2667.65, ×2
        ("53.99", 5, "6667.90"),  # 10000×9/53.99 = 1666.9753…, 80 % = 1333.5802… cut 1333.58, ×5
        ("54", 6, "7999.98"),  # 1666.66…×80 % = 1333.333… cut 1333.33, ×6
    ],
)
def test_a_row_is_one_booth_up_to_nine_square_metres_and_else_as_many_as_fit(
    area: str | None, booths: int, amount: str
) -> None:
    found = result("exhibition", {"fee": "10000", "area_m2": area})
    assert (found.lines[0].count, f"{found.amount:.2f}") == (booths, amount)


def test_the_fee_of_the_left_over_area_is_excluded() -> None:
    # 90000×9/30 = 27000 a booth, 80 % = 21600, three booths; 3 m² are left over
    found = result("exhibition", {"fee": "90000", "area_m2": "30"})
    assert (printed(found.amount), lines(found)) == ("64800.00", ["64800.00"])
    assert [step.result for step in found.steps] == [21600, 64800]


@pytest.mark.parametrize(("tier", "ceiling", "amount"), [("key", 6, "48000.00"), ("general", 4, "24000.00")])
def test_booths_count_up_to_the_limit_of_the_exhibition_and_not_beyond(tier: str, ceiling: int, amount: str) -> None:
    booth = {"fee": "10000"}  # 8000 key, 6000 general
    at = result("exhibition", *[booth] * ceiling, tier=tier)
    above = result("exhibition", *[booth] * (ceiling + 1), tier=tier)
    assert f"{at.amount:.2f}" == f"{above.amount:.2f}" == amount
    assert all(line.counted for line in at.lines)
    assert [line.counted for line in above.lines] == [True] * ceiling + [False]
    assert reasons(above)[-1] == f"超出每届 {ceiling} 个展位的上限"
    assert limit(above, "exhibition_booths", KEY) == (ceiling, 0, ceiling, 0)


def test_one_booth_below_the_limit_leaves_one() -> None:
    found = result("exhibition", *[{"fee": "10000"}] * 5)
    assert f"{found.amount:.2f}" == "40000.00"
    assert limit(found, "exhibition_booths", KEY) == (6, 0, 5, 1)
    assert uses(found) == [("exhibition_booths", KEY, 5)]


def test_the_best_paid_booths_are_taken() -> None:
    fees = ["10000", "20000", "30000", "40000", "50000", "60000", "70000"]
    found = result("exhibition", *({"fee": fee} for fee in fees), country="US")
    # 7000 is left out: 14000 + 21000 + 4 × 25000
    assert lines(found) == ["0.00", "14000.00", "21000.00", "25000.00", "25000.00", "25000.00", "25000.00"]
    assert f"{found.amount:.2f}" == "135000.00"


@pytest.mark.parametrize(
    ("row", "label", "text"),
    [
        (
            {"fee": "40000"},
            "展位第 1 行",
            "40,000 × 80% = 32,000.00 元，超过每个展位上限 25,000 元，计 25,000.00 元",
        ),
        (
            {"fee": "31250", "booth_no": "A1"},
            "展位 A1",
            "31,250 × 80% = 25,000.00 元，未超过每个展位上限 25,000 元，计 25,000.00 元",
        ),
        (
            {"fee": "90000", "area_m2": "30"},
            "展位第 1 行 每个标准展位",
            "90,000 × 9/30 × 80% = 21,600.00 元，未超过每个展位上限 25,000 元，计 21,600.00 元",
        ),
    ],
)
def test_the_step_of_a_booth_says_the_sum_in_words(row: Row, label: str, text: str) -> None:
    step = result("exhibition", row).steps[0]
    assert (step.label, step.text) == (label, text)


def test_a_cap_is_not_shared_between_booths() -> None:
    assert paid("exhibition", {"fee": "10000"}, {"fee": "50000"}) == "33000.00"  # 8000 + 25000, not 48000


@pytest.mark.parametrize(
    ("before", "count", "amount", "left"),
    [
        (0, 6, "48000.00", 0),
        (1, 5, "40000.00", 0),
        (4, 2, "16000.00", 0),
        (5, 1, "8000.00", 0),
        (6, 0, "0.00", 0),
        (9, 0, "0.00", 0),
    ],
)
def test_booths_used_before_leave_the_rest(before: int, count: int, amount: str, left: int) -> None:
    history = [used("exhibition_booths", KEY, count=before)]
    found = result("exhibition", {"fee": "60000", "area_m2": "54"}, history=history)  # six at 10000 each
    assert (found.status, f"{found.amount:.2f}", found.lines[0].count) == ("eligible", amount, count)
    assert limit(found, "exhibition_booths", KEY) == (6, before, count, left)


@pytest.mark.parametrize(
    ("key", "amount"),
    [
        ("河内国际贸易展|2025", "8000.00"),
        (" 河内国际贸易展 | 2025 ", "8000.00"),  # spaces do not matter
        ("河内国际贸易展|2024", "16000.00"),  # another session is another exhibition
        ("胡志明国际贸易展|2025", "16000.00"),
    ],
)
def test_only_the_same_exhibition_and_session_use_up_booths(key: str, amount: str) -> None:
    history = [used("exhibition_booths", key, count=3), used("exhibition_booths", key, count=2)]
    assert paid("exhibition", {"fee": "10000"}, {"fee": "10000"}, history=history) == amount


def test_spaces_in_the_name_are_not_part_of_the_key() -> None:
    found = result("exhibition", name="  河内国际贸易展 ", session=" 2025 ")
    assert uses(found) == [("exhibition_booths", KEY, 1)]


@pytest.mark.parametrize(
    ("opens_on", "status", "shortfall"),
    [
        ("2023-12-31", "ineligible", "早 1 天"),
        ("2024-01-01", "eligible", None),
        ("2025-12-31", "eligible", None),
        ("2026-01-01", "ineligible", "晚 1 天"),
    ],
)
def test_the_opening_day_must_lie_in_the_window(opens_on: str, status: str, shortfall: str | None) -> None:
    found = result("exhibition", opens_on=opens_on)
    assert (found.status, check(found, "opens_on").shortfall) == (status, shortfall)


def test_support_by_the_province_for_the_same_exhibition_excludes_the_case() -> None:
    found = result("exhibition", provincial_support=True)
    assert (found.status, f"{found.amount:.2f}") == ("ineligible", "0.00")
    assert lines(found) == ["0.00"]
    assert reasons(found) == ["本办件不符合申报条件"]
    assert uses(found) == []


@pytest.mark.parametrize("case", [{"provincial_support": True}, {"opens_on": "2026-01-01"}, {"kind": "park"}])
def test_a_failed_condition_of_the_case_comes_before_missing_facts(case: dict[str, Any]) -> None:
    assert result("exhibition", {"fee": None}, tier=None, **case).status == "ineligible"


@pytest.mark.parametrize(
    ("fee", "rate", "amount"),
    [
        ("4000", "7.1", "22720.00"),  # 28400 × 80 %
        ("1000", "7.12345", "5698.76"),  # 7123.45 × 80 %
        ("12.45", "0.1", "1.00"),  # 1.245 is 1.25 yuan; 80 % of 1.245 would be 0.99
        ("12.449", "0.1", "0.99"),  # 1.2449 is 1.24 yuan; 80 % = 0.992
        ("18000.0049", "1", "14400.00"),  # four decimals in a foreign currency: 18000.00 yuan
    ],
)
def test_foreign_fees_are_converted_half_up_once_a_row(fee: str, rate: str, amount: str) -> None:
    assert paid("exhibition", {"fee": fee, "currency": "USD", "exchange_rate": rate}) == amount


def test_a_foreign_fee_without_its_rate_is_incomplete_and_yuan_need_none() -> None:
    foreign = result("exhibition", {"currency": "USD"})
    assert (foreign.status, foreign.missing) == ("incomplete", ("facts.booths[0].exchange_rate",))
    assert paid("exhibition", {"currency": "CNY"}) == "24000.00"
