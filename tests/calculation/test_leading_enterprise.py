"""第五条(四): leading enterprises. No formula: the amount is the recorded decision, shared with the county."""

from __future__ import annotations

from typing import Any

import pytest

from tests.calculation.build import flags, is_open, paid, result, uses


@pytest.mark.parametrize("decided", ["0.00", "0.01", "7333.33", "800000.00", "123456789.01"])
def test_the_amount_is_the_decision(decided: str) -> None:
    found = result("leading_enterprise", decided_amount=decided)
    assert (found.status, f"{found.amount:.2f}") == ("eligible", decided)
    assert (found.steps[-1].result, uses(found), flags(found)) == (found.amount, [], {})


@pytest.mark.parametrize(
    "facts",
    [
        {"decided_amount": None, "decision_document": None},
        {"decided_amount": None},
        {"decision_document": None},
        {"decision_document": ""},
        {"decided_amount": ""},
    ],
)
def test_without_a_recorded_decision_the_case_needs_a_ruling(facts: dict[str, Any]) -> None:
    found = result("leading_enterprise", **facts)
    assert (found.status, found.amount, found.funding) == ("needs_ruling", None, None)
    assert (found.missing, found.steps, found.flags) == ((), (), ())


@pytest.mark.parametrize("support_form", [None, "场地、租金"])
def test_the_form_of_support_does_not_change_the_amount(support_form: str | None) -> None:
    assert paid("leading_enterprise", support_form=support_form) == "800000.00"


@pytest.mark.parametrize("kind", ["park", "college", "association", "organisation", "institution", "government"])
def test_only_enterprises_may_apply_whatever_was_decided(kind: str) -> None:
    assert paid("leading_enterprise", kind=kind) == "ineligible"
    assert paid("leading_enterprise", kind=kind, decided_amount=None) == "ineligible"


def test_a_missing_county_comes_before_the_ruling() -> None:
    found = result("leading_enterprise", county=None, decided_amount=None)
    assert (found.status, found.missing) == ("incomplete", ("applicant.county",))


@pytest.mark.parametrize(
    ("decided", "city", "county"),
    [
        ("0.04", "0.00", "0.04"),  # 20 % = 0.008
        ("0.05", "0.01", "0.04"),
        ("7333.33", "1466.66", "5866.67"),  # 1 466.666
        ("800000", "160000.00", "640000.00"),
    ],
)
def test_the_cost_is_shared_with_the_county(decided: str, city: str, county: str) -> None:
    funding = result("leading_enterprise", decided_amount=decided).as_dict()["funding"]
    assert funding == {"city": city, "county": county}


def test_the_open_reading_of_who_bears_the_cost_is_listed() -> None:
    assert is_open("leading_enterprise", "95")
