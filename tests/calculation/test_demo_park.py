"""第三条(二): parks. Trade > 150 000 000, active firms > 15 or large ≥ 3, one year, ≥ 3 000 m²: 500 000 yuan once."""

from __future__ import annotations

from typing import Any

import pytest

from tests.calculation.build import check, flags, is_open, limit, paid, result, used, uses

PARK = "运城跨境电商园"


@pytest.mark.parametrize(
    ("trade", "status", "shortfall"),
    [
        (("50000000", "50000000", "49999999.99"), "ineligible", "差 0.01 元以上"),
        (("50000000", "50000000", "50000000"), "ineligible", "恰好等于，须超过 150,000,000 元"),
        (("50000000", "50000000", "50000000.01"), "eligible", None),
        (("150000000.01", "0", "0"), "eligible", None),
        (("0", "150000000.01", "0"), "eligible", None),
        (("0", "0", "150000000.01"), "eligible", None),
        (("0", "0", "0"), "ineligible", "差 150,000,000 元以上"),
    ],
)
def test_the_three_kinds_of_trade_together_must_exceed_the_bound(
    trade: tuple[str, str, str], status: str, shortfall: str | None
) -> None:
    found = result("demo_park", trade=dict(zip(("1210", "9710", "9810"), trade, strict=True)))
    assert (found.status, check(found, "trade").shortfall) == (status, shortfall)


@pytest.mark.parametrize(
    ("active", "large", "status", "shortfall"),
    [
        (16, 0, "eligible", None),
        (0, 3, "eligible", None),
        (15, 3, "eligible", None),
        (16, 3, "eligible", None),
        (0, 4, "eligible", None),
        (15, 2, "ineligible", "实绩企业差 1 家，或达 1 亿元企业差 1 家"),
        (14, 0, "ineligible", "实绩企业差 2 家，或达 1 亿元企业差 3 家"),
    ],
)
def test_more_than_fifteen_active_or_at_least_three_large_firms(
    active: int, large: int, status: str, shortfall: str | None
) -> None:
    found = result("demo_park", active_enterprises=active, large_enterprises=large)
    assert (found.status, check(found, "firms").shortfall) == (status, shortfall)


@pytest.mark.parametrize(
    ("active", "large", "words"),
    [
        (16, None, "实绩企业 16 家"),
        (None, 3, "达 1 亿元企业 3 家"),
        (15, 2, "实绩企业 15 家、达 1 亿元企业 2 家"),
        (None, None, "未填"),
    ],
)
def test_the_check_says_which_firms_were_found(active: int | None, large: int | None, words: str) -> None:
    found = result("demo_park", active_enterprises=active, large_enterprises=large)
    assert check(found, "firms").found == words


@pytest.mark.parametrize(
    ("since", "applied_on", "status", "shortfall"),
    [
        ("2024-06-02", "2025-06-01", "ineligible", "差 1 天"),
        ("2024-06-01", "2025-06-01", "eligible", None),
        ("2024-05-31", "2025-06-01", "eligible", None),
        ("2024-02-29", "2025-02-27", "ineligible", "差 1 天"),
        ("2024-02-29", "2025-02-28", "eligible", None),
        ("2024-02-28", "2025-02-27", "ineligible", "差 1 天"),
        ("2024-02-28", "2025-02-28", "eligible", None),
    ],
)
def test_the_park_has_run_for_a_year_by_the_day_of_application(
    since: str, applied_on: str, status: str, shortfall: str | None
) -> None:
    found = result("demo_park", operating_since=since, applied_on=applied_on, recognised_on="2024-12-31")
    assert (found.status, check(found, "operating").shortfall) == (status, shortfall)


@pytest.mark.parametrize(
    ("area", "status", "shortfall"),
    [
        ("2999.99", "ineligible", "差 0.01 ㎡"),
        ("3000", "eligible", None),
        ("3000.01", "eligible", None),
    ],
)
def test_the_used_area_is_at_least_3000(area: str, status: str, shortfall: str | None) -> None:
    found = result("demo_park", area_m2=area)
    assert (found.status, check(found, "area").shortfall) == (status, shortfall)


@pytest.mark.parametrize(
    ("recognised_on", "status", "shortfall"),
    [
        ("2023-12-31", "ineligible", "早 1 天"),
        ("2024-01-01", "eligible", None),
        ("2025-12-31", "eligible", None),
        ("2026-01-01", "ineligible", "晚 1 天"),
    ],
)
def test_the_park_is_recognised_inside_the_window(recognised_on: str, status: str, shortfall: str | None) -> None:
    found = result("demo_park", recognised_on=recognised_on)
    assert (found.status, check(found, "recognised_on").shortfall) == (status, shortfall)


def test_the_award_is_paid_once_and_used_up() -> None:
    found = result("demo_park")
    assert f"{found.amount:.2f}" == "500000.00"
    assert uses(found) == [("demo_park_award", PARK, 1)]
    assert limit(found, "demo_park_award", PARK) == (1, 0, 1, 0)


@pytest.mark.parametrize("key", [PARK, f"  {PARK} "])
def test_a_park_that_had_the_award_is_ineligible(key: str) -> None:
    found = result("demo_park", history=[used("demo_park_award", key, count=1)])
    assert (found.status, f"{found.amount:.2f}") == ("ineligible", "0.00")
    assert check(found, "never_before").found == "已获过"
    assert uses(found) == []


def test_the_award_of_another_park_does_not_matter() -> None:
    assert paid("demo_park", history=[used("demo_park_award", "盐湖跨境园", count=1)]) == "500000.00"


@pytest.mark.parametrize(
    ("facts", "missing"),
    [
        ({"active_enterprises": 16, "large_enterprises": None}, ()),  # the first side is met
        ({"active_enterprises": None, "large_enterprises": 3}, ()),
        ({"active_enterprises": 15, "large_enterprises": None}, ("facts.large_enterprises",)),
        ({"active_enterprises": None, "large_enterprises": 2}, ("facts.active_enterprises",)),
        (
            {"active_enterprises": None, "large_enterprises": None},
            ("facts.active_enterprises", "facts.large_enterprises"),
        ),
    ],
)
def test_the_second_count_is_asked_for_only_while_the_first_is_not_enough(
    facts: dict[str, Any], missing: tuple[str, ...]
) -> None:
    found = result("demo_park", **facts)
    assert found.missing == missing
    assert found.status == ("incomplete" if missing else "eligible")


@pytest.mark.parametrize("part", ["1210", "9710", "9810"])
def test_each_part_of_the_trade_is_asked_for_even_when_the_others_suffice(part: str) -> None:
    trade = {"1210": "200000000", "9710": "200000000", "9810": "200000000"}
    del trade[part]
    found = result("demo_park", trade=trade)
    assert (found.status, found.missing) == ("incomplete", (f"facts.trade.{part}",))


@pytest.mark.parametrize(
    "failed",
    [
        {"area_m2": "2999"},
        {"trade": {"1210": "1", "9710": "1", "9810": "1"}},
        {"active_enterprises": 15, "large_enterprises": 2},
        {"recognised_on": "2026-01-01"},
        {"history": [used("demo_park_award", PARK, count=1)]},
        {"kind": "college"},
        {"kind": "association"},
    ],
)
def test_a_condition_known_to_fail_comes_before_missing_facts(failed: dict[str, Any]) -> None:
    assert result("demo_park", **{"recognition_no": None, "operating_since": None, **failed}).status == "ineligible"


@pytest.mark.parametrize("kind", ["park", "enterprise"])
def test_parks_and_enterprises_may_apply(kind: str) -> None:
    assert paid("demo_park", kind=kind) == "500000.00"


def test_no_reading_decides_an_ordinary_case() -> None:
    assert flags(result("demo_park")) == {}


@pytest.mark.parametrize("reading", ["27", "28", "29", "30", "31", "32", "33", "34"])
def test_open_readings_that_no_amount_follows_are_listed(reading: str) -> None:
    assert is_open("demo_park", reading)
