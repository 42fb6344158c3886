"""The calculation against the second one (``oracle.py``), on random case files.

``YCDESK_FUZZ=100000`` asks for more cases than the usual run.
"""

from __future__ import annotations

import copy
import json
import os
from collections.abc import Iterator
from fractions import Fraction
from random import Random
from typing import Any

import pytest

from tests.calculation.cases import FACTS, random_case
from tests.calculation.oracle import expected
from tests.calculation.oracle_values import fold
from ycdesk.calculation import PolicyPackage, assess, load_package, read_case
from ycdesk.paths import policy_folder

SEED = 20241004
CASES = int(os.environ.get("YCDESK_FUZZ", "3000"))
PARTS = ("status", "amount", "funding", "missing", "uses", "limits", "lines")


@pytest.fixture(scope="module")
def package() -> PolicyPackage:
    return load_package(policy_folder())


def fraction(text: Any) -> Fraction | None:
    return None if text is None else Fraction(str(text))


def found(case: dict[str, Any], package: PolicyPackage) -> dict[str, Any]:
    """The result of the calculation in the form in which the oracle gives its own."""
    result = json.loads(json.dumps(assess(read_case(case, package), package).as_dict()))
    eligible = result["status"] == "eligible"
    funding = result["funding"]
    uses = [(use, fraction(use.get("count", use.get("amount")))) for use in result["uses"]]
    return {
        "status": result["status"],
        "amount": fraction(result["amount"]),
        "funding": funding and (fraction(funding["city"]), fraction(funding["county"])),
        "missing": set(result["missing"]),
        "uses": {(use["limit"], fold(use["limit"], use.get("key"))): value for use, value in uses},
        "limits": {
            (limit["limit"], fold(limit["limit"], limit.get("key"))): (
                *(fraction(limit[name]) for name in ("ceiling", "used_before", "used_now", "left")),
            )
            for limit in (result["limits"] if eligible else [])
        },
        "lines": [
            (line["path"], line["counted"], fraction(line["amount"])) for line in (result["lines"] if eligible else [])
        ],
    }


def difference(case: dict[str, Any], package: PolicyPackage) -> str:
    """What the two calculations say differently, or nothing."""
    ours, theirs = expected(case), found(case, package)
    return "\n".join(
        f"{part}: oracle {ours[part]!r}, found {theirs[part]!r}" for part in PARTS if ours[part] != theirs[part]
    )


def smaller(value: Any) -> Iterator[Any]:
    """The same value with one item less, anywhere in it."""
    if isinstance(value, dict):
        for key in value:
            yield {other: item for other, item in value.items() if other != key}
            yield from ({**value, key: item} for item in smaller(value[key]))
    elif isinstance(value, list):
        for no, item in enumerate(value):
            yield value[:no] + value[no + 1 :]
            yield from ([*value[:no], less, *value[no + 1 :]] for less in smaller(item))


def smallest(case: dict[str, Any], package: PolicyPackage) -> dict[str, Any]:
    """Take items away as long as the first part that differs still does."""
    part = difference(case, package).split(":")[0]
    for less in smaller({key: item for key, item in case.items() if key != "measure"}):
        candidate = {"measure": case["measure"], **copy.deepcopy(less)}
        try:
            if difference(candidate, package).split(":")[0] == part:
                return smallest(candidate, package)
        except Exception:  # taken away too much: no case file any more
            continue
    return case


@pytest.mark.parametrize("measure", FACTS)
def test_the_calculation_agrees_with_the_second_one(measure: str, package: PolicyPackage) -> None:
    for no in range(CASES // len(FACTS)):
        case = random_case(Random(f"{SEED}-{measure}-{no}"), measure)
        if difference(case, package):
            small = smallest(case, package)
            pytest.fail(f"{difference(small, package)}\n{json.dumps(small, ensure_ascii=False, indent=1)}")
