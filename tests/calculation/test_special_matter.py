"""第九条: special matters. No formula: the amount is the recorded decision, borne by the city."""

from __future__ import annotations

from typing import Any

import pytest

from tests.calculation.build import flags, is_open, paid, result, uses


@pytest.mark.parametrize("decided", ["0.00", "0.01", "123456.78", "20000000.00"])
def test_the_amount_is_the_decision_and_the_city_bears_it(decided: str) -> None:
    found = result("special_matter", decided_amount=decided)
    assert (found.status, found.as_dict()["amount"]) == ("eligible", decided)
    assert found.as_dict()["funding"] == {"city": decided, "county": "0.00"}
    assert (found.steps[-1].result, uses(found), flags(found)) == (found.amount, [], {})


@pytest.mark.parametrize(
    "facts",
    [
        {"decided_amount": None, "decision_document": None},
        {"decided_amount": None},
        {"decision_document": None},
        {"decision_document": " "},
    ],
)
def test_without_a_recorded_decision_the_case_needs_a_ruling(facts: dict[str, Any]) -> None:
    found = result("special_matter", **facts)
    assert (found.status, found.amount, found.funding) == ("needs_ruling", None, None)
    assert (found.missing, found.steps, found.flags) == ((), (), ())


@pytest.mark.parametrize(
    "kind", ["enterprise", "park", "college", "association", "organisation", "institution", "government"]
)
def test_any_applicant_is_admitted(kind: str) -> None:
    assert paid("special_matter", kind=kind) == "123456.78"


@pytest.mark.parametrize("county", ["140881", "140800", "1408KF"])
def test_the_city_bears_it_in_any_county(county: str) -> None:
    found = result("special_matter", county=county)
    assert found.as_dict()["funding"] == {"city": "123456.78", "county": "0.00"}
    assert flags(found) == {}


@pytest.mark.parametrize("fact", ["kind", "county"])
def test_a_missing_applicant_comes_before_the_ruling(fact: str) -> None:
    found = result("special_matter", decided_amount=None, **{fact: None})
    assert (found.status, found.missing) == ("incomplete", (f"applicant.{fact}",))


def test_the_open_reading_of_who_bears_the_cost_is_listed() -> None:
    assert is_open("special_matter", "107")
