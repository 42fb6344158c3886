"""The steps: whoever has only them can redo the sum; and what must hold of every award, whatever the case."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.calculation.cases import FACTS, random_case
from tests.calculation.expressions import evaluate, numbers
from tests.calculation.oracle_values import is_known
from ycdesk.calculation import PolicyPackage, assess, load_package, read_case
from ycdesk.paths import policy_folder

PACKAGE: PolicyPackage = load_package(policy_folder())

# Every number of the policy that may stand in a step: 第三条(一) … 第七条.
PARAMETERS = {
    Fraction(number)
    for number in (
        100, 80, 70, 60, 30, 20, 9, 25_000, 8_000, 20_000, 500_000, 100_000, 150_000, 200_000, 80_000, 300_000, 400,
    )
}  # fmt: skip
MONEY = {"exhibition": ("booths", "fee"), "certification": ("items", "fee"), "talent_platform": ("costs", "fee"),
         "store_global": ("stores", "sales"), "independent_site": ("sites", "sales"),
         "overseas_warehouse": ("warehouses", "cost"), "support_service": ("contracts", "fee"),
         "credit_insurance": ("policies", "premium")}  # fmt: skip
OPTIONAL = {"booth_no", "currency", "renewal", "compulsory", "other_support", "open_ended", "support_form"}
OPTIONAL_OF = {"exhibition": {"area_m2"}, "certification": {"name"}}
CEILING_OF_CASE = {"exhibition": 150_000, "demo_park": 500_000, "demo_enterprise": 200_000, "certification": 100_000,
                   "talent_training": 100_000, "talent_platform": 300_000, "store_global": 300_000,
                   "independent_site": 300_000, "support_service": 500_000}  # fmt: skip
CEILING_OF_ROW = {"overseas_warehouse": 500_000, "public_overseas_warehouse": 400_000}

randoms = st.builds(Random, st.integers(0, 2**40))
measures = st.sampled_from(tuple(FACTS))


def result_of(case: dict[str, Any]) -> dict[str, Any]:
    return assess(read_case(case, PACKAGE), PACKAGE).as_dict()


def eligible_case(rng: Random, measure: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """A random case of the measure that is eligible, and its result."""
    while True:
        case = random_case(rng, measure)
        result = result_of(case)
        if result["status"] == "eligible":
            return case, result


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Each single value of a case, with its path."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for no, item in enumerate(value):
            yield from leaves(item, f"{path}[{no}]")
    else:
        yield path, value


def without(case: dict[str, Any], path: str) -> dict[str, Any]:
    """A copy of a case in which the value at a path is empty."""
    changed = copy.deepcopy(case)
    *way, last = [int(no) if no else key for no, key in re.findall(r"\[(\d+)\]|(\w+)", path)]
    place: Any = changed
    for part in way:
        place = place[part]
    place[last] = None
    return changed


def numbers_of(case: dict[str, Any], result: dict[str, Any]) -> set[Fraction]:
    """The facts of a case that are numbers, what earlier awards used up, and counts up to the rows and booths there."""
    known = set(PARAMETERS)
    for _, value in leaves(case):
        if not isinstance(value, bool) and re.fullmatch(r"\d+(\.\d+)?", str(value).strip()):
            known.add(Fraction(str(value).strip()))
    known |= {Fraction(str(limit["used_before"])) for limit in result["limits"]}
    rows = max((len(item) for item in case["facts"].values() if isinstance(item, list)), default=0)
    return known | {Fraction(count) for count in range(max(rows, 6) + 1)}


@pytest.mark.parametrize("measure", FACTS)
def test_the_steps_alone_give_the_amount(measure: str) -> None:
    for no in range(150):
        case = random_case(Random(f"steps-{measure}-{no}"), measure)
        result = result_of(case)
        known = numbers_of(case, result)
        results: dict[int, Fraction] = {}
        for step in result["steps"]:
            assert step["no"] == len(results) + 1
            assert re.fullmatch(r"\d+\.\d\d", step["result"])
            results[step["no"]] = evaluate(step["expression"], results)
            assert results[step["no"]] == Fraction(step["result"]), step
            assert set(numbers(step["expression"])) <= known, step
            assert step["label"]
            assert step["text"]
        if result["amount"] is None:
            assert not results
        else:
            assert results[len(results)] == Fraction(result["amount"])


@settings(max_examples=150)
@given(randoms, measures)
def test_city_and_county_are_the_amount_and_nothing_is_negative(rng: Random, measure: str) -> None:
    result = result_of(random_case(rng, measure))
    if result["amount"] is None:
        assert result["funding"] is None
        assert result["uses"] == []
        return
    if result["funding"] is not None:
        city, county = Fraction(result["funding"]["city"]), Fraction(result["funding"]["county"])
        assert city + county == Fraction(result["amount"])
        assert min(city, county) >= 0
    assert Fraction(result["amount"]) >= 0
    assert all(Fraction(line["amount"]) >= 0 for line in result["lines"])
    assert all(Fraction(str(limit["left"] or 0)) >= 0 for limit in result["limits"])
    assert all(Fraction(str(use.get("count", use.get("amount")))) > 0 for use in result["uses"])
    assert all(Fraction(str(flag.get("other_amount") or 0)) >= 0 for flag in result["flags"])


@settings(max_examples=150)
@given(randoms, measures)
def test_no_ceiling_is_exceeded(rng: Random, measure: str) -> None:
    case, result = eligible_case(rng, measure)
    amount = Fraction(result["amount"])
    assert amount <= CEILING_OF_CASE.get(measure, amount)
    for line in result["lines"]:
        assert Fraction(line["amount"]) <= CEILING_OF_ROW.get(measure, Fraction(line["amount"]))
    if measure == "exhibition":
        facts = case["facts"]
        cap = 20_000 if facts["tier"] == "general" else 8_000 if facts["country"] == "CN" else 25_000
        assert all(Fraction(line["amount"]) <= cap * line["count"] for line in result["lines"])
        assert sum(line["count"] for line in result["lines"]) <= (6 if facts["tier"] == "key" else 4)
    for limit in result["limits"]:
        if limit["ceiling"] is not None:
            ceiling, before, now, left = (
                Fraction(str(limit[name])) for name in ("ceiling", "used_before", "used_now", "left")
            )
            assert before + now <= max(ceiling, before)
            assert left == max(ceiling - before - now, 0)


@settings(max_examples=150)
@given(randoms, st.sampled_from(tuple(MONEY)), st.integers(1, 10**7))
def test_a_higher_fee_never_lowers_the_amount(rng: Random, measure: str, fen: int) -> None:
    case, result = eligible_case(rng, measure)
    table, money = MONEY[measure]
    row = rng.choice(case["facts"][table])
    row[money] = str(Decimal(row[money]) + Decimal(fen).scaleb(-2))
    higher = result_of(case)
    assert higher["status"] == "eligible"
    assert Fraction(higher["amount"]) >= Fraction(result["amount"])


@settings(max_examples=150)
@given(randoms, measures)
def test_without_a_required_fact_there_is_no_number(rng: Random, measure: str) -> None:
    case, _ = eligible_case(rng, measure)
    path = rng.choice([path for path, value in leaves(case) if is_required(case, path, value)])
    less = result_of(without(case, path))
    if path.split(".")[-1] in ("decided_amount", "decision_document"):
        assert (less["status"], less["missing"]) == ("needs_ruling", [])
    else:
        row = _row_of(case, path)
        unclear = path.endswith("].kind") and measure == "store_global" and not is_known(row.get("orders"))
        also = [path.replace("].kind", "].orders")] if unclear else []  # of a store that may be b2c
        assert (less["status"], less["missing"]) == ("incomplete", [path, *also])
    assert less["amount"] is less["funding"] is None
    assert less["steps"] == less["uses"] == less["limits"] == less["flags"] == []
    assert all(line["amount"] in (None, "0.00") for line in less["lines"])


def is_required(case: dict[str, Any], path: str, value: Any) -> bool:
    """Tell whether a fact is required in an eligible case, by the words of the case file."""
    facts, name = case["facts"], path.split(".")[-1]
    if path in ("measure", "applicant.name") or path.startswith("history") or not is_known(value):
        return False
    if path == "applied_on":
        return case["measure"] in ("demo_park", "overseas_warehouse")
    if name in ("active_enterprises", "large_enterprises"):
        enough = {"active_enterprises": int(facts.get("active_enterprises") or 0) > 15}
        enough["large_enterprises"] = int(facts.get("large_enterprises") or 0) >= 3
        return enough.pop(name) and not any(enough.values())
    row = _row_of(case, path)
    if name in ("orders", "contract_to", "exchange_rate"):
        return bool(
            {
                "orders": row.get("kind") == "b2c",
                "contract_to": row.get("open_ended") is not True,
                "exchange_rate": str(row.get("currency") or "CNY") != "CNY",
            }[name]
        )
    optional = OPTIONAL | (OPTIONAL_OF.get(case["measure"], set()) if row else set())
    return name not in optional


def _row_of(case: dict[str, Any], path: str) -> dict[str, Any]:
    match = re.fullmatch(r"facts\.(\w+)\[(\d+)\]\.\w+", path)
    row: dict[str, Any] = case["facts"][match[1]][int(match[2])] if match else {}
    return row


@settings(max_examples=150)
@given(randoms, measures)
def test_what_a_result_uses_is_the_history_of_the_next(rng: Random, measure: str) -> None:
    case, result = eligible_case(rng, measure)
    case["history"] = []
    used: dict[tuple[str, str | None], Fraction] = {}
    ceilings: dict[tuple[str, str | None], Any] = {}
    paid = Fraction(0)
    for no in range(4):
        result = result_of(case)
        case["history"] = [*case["history"], {"case": f"2025-{no:04}", "uses": result["uses"]}]
        paid += Fraction(result["amount"])
        for limit in result["limits"]:
            ceilings[limit["limit"], limit["key"]] = limit["ceiling"]
        for use in result["uses"]:
            assert set(use) == {"limit", "key", "count"} or set(use) == {"limit", "key", "amount"} or "key" not in use
            place = use["limit"], use.get("key")
            used[place] = used.get(place, Fraction(0)) + Fraction(str(use.get("count", use.get("amount"))))
    assert all(value <= Fraction(str(ceilings[place])) for place, value in used.items() if ceilings[place] is not None)
    if measure in CEILING_OF_CASE and measure != "demo_enterprise":
        assert paid <= CEILING_OF_CASE[measure]
