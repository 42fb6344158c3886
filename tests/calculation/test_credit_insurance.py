"""第七条: export credit insurance. The lesser of 30 % of the premium and what the province left of it, by the city."""

from __future__ import annotations

from typing import Any

import pytest

from tests.calculation.build import (
    NOT_FLAGGED,
    check,
    flags,
    is_open,
    lines,
    paid,
    printed,
    reasons,
    result,
    uses,
)


@pytest.mark.parametrize(
    ("premium", "amount"),
    [
        ("0.03", "0.00"),  # 0.009
        ("0.05", "0.01"),  # 0.015 would round to 0.02
        ("33.33", "9.99"),  # 9.999
        ("120000", "36000.00"),
        ("100000000", "30000000.00"),  # there is no ceiling
        ("0", "0.00"),
    ],
)
def test_thirty_per_cent_are_cut_down(premium: str, amount: str) -> None:
    assert paid("credit_insurance", {"premium": premium, "provincial_support": "0"}) == amount


@pytest.mark.parametrize(
    ("provincial", "amount", "flag"),
    [
        ("0", "36000.00", NOT_FLAGGED),
        ("60000", "36000.00", NOT_FLAGGED),  # X13
        ("83999.99", "36000.00", NOT_FLAGGED),
        ("84000", "36000.00", NOT_FLAGGED),  # X13: 70 % exactly, 36 000 left
        ("84000.01", "35999.99", None),  # more than 70 %: flagged, the other reading has no amount
        ("90000", "30000.00", None),  # X13
        ("120000", "0.00", None),
        ("130000", "0.00", None),  # never below zero
    ],
)
def test_province_and_city_together_never_exceed_the_premium(provincial: str, amount: str, flag: str | None) -> None:
    found = result("credit_insurance", {"provincial_support": provincial})
    assert (found.status, printed(found.amount)) == ("eligible", amount)
    assert flags(found).get("101", NOT_FLAGGED) == flag


def test_the_flag_names_the_policy() -> None:
    found = result("credit_insurance", {}, {"policy_no": "SX-2", "provincial_support": "90000"})
    assert [flag.text for flag in found.flags] == ["保单 SX-2省级补助超过保费的 70%"]


def test_policies_are_added_up_each_cut_by_itself() -> None:
    rows = ({"premium": "0.05", "provincial_support": "0"}, {"premium": "0.05", "provincial_support": "0"})
    found = result("credit_insurance", *rows)
    assert (lines(found), printed(found.amount)) == (["0.01", "0.01"], "0.02")  # not 30 % of 0.10
    assert (uses(found), found.limits) == ([], ())


@pytest.mark.parametrize(
    ("invoiced_on", "amount", "shortfall"),
    [
        ("2023-12-31", "ineligible", "早 1 天"),
        ("2024-01-01", "36000.00", None),
        ("2025-12-31", "36000.00", None),
        ("2026-01-01", "ineligible", "晚 1 天"),
    ],
)
def test_the_invoice_lies_in_the_window(invoiced_on: str, amount: str, shortfall: str | None) -> None:
    assert paid("credit_insurance", {"invoiced_on": invoiced_on}) == amount
    found = result("credit_insurance", {"invoiced_on": invoiced_on})
    assert check(found, "invoiced_on", "facts.policies[0]").shortfall == shortfall


def test_a_policy_outside_the_window_says_why_and_leaves_the_others_alone() -> None:
    found = result("credit_insurance", {"invoiced_on": "2026-01-01", "provincial_support": "90000"}, {})
    assert lines(found) == ["0.00", "36000.00"]
    assert reasons(found) == ["保费发票日期在政策有效期内：2026-01-01，要求2024-01-01至2025-12-31", ""]
    assert flags(found) == {}  # what does not count is not flagged


@pytest.mark.parametrize(
    ("premium", "rate", "provincial", "amount"),
    [
        ("10000", "7.1", "0", "21300.00"),  # 71000 × 30 %
        ("0.95", "0.1", "0", "0.03"),  # 0.095 is 0.10 yuan; 30 % of 0.095 would be 0.02
        ("10000", "7.1", "60000", "11000.00"),  # the province's part is in yuan: 71000 − 60000
    ],
)
def test_foreign_premiums_are_converted_half_up(premium: str, rate: str, provincial: str, amount: str) -> None:
    row = {"premium": premium, "currency": "USD", "exchange_rate": rate, "provincial_support": provincial}
    assert paid("credit_insurance", row) == amount


@pytest.mark.parametrize("support", [None, ""])
def test_the_support_of_the_province_is_asked_for_even_when_there_was_none(support: str | None) -> None:
    found = result("credit_insurance", {"provincial_support": support})
    assert (found.status, found.missing) == ("incomplete", ("facts.policies[0].provincial_support",))


@pytest.mark.parametrize("case", [{"kind": "park"}, {"kind": "government"}])
def test_only_enterprises_may_apply(case: dict[str, Any]) -> None:
    assert paid("credit_insurance", {"premium": None}, **case) == "ineligible"


@pytest.mark.parametrize("county", ["140821", "140881", "140800"])
def test_the_city_bears_the_whole_in_any_county(county: str) -> None:
    found = result("credit_insurance", county=county)
    assert found.as_dict()["funding"] == {"city": "36000.00", "county": "0.00"}


@pytest.mark.parametrize("reading", ["100", "101", "102", "103", "104"])
def test_open_readings_that_no_amount_follows_are_listed(reading: str) -> None:
    assert is_open("credit_insurance", reading)
