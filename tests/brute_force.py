"""Brute force for the time machine: every case anew, its history made from all that stood before it.

By the tests' own reading of the texts; nothing here comes from the services.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import ROUND_DOWN, Decimal
from typing import Any

from tests.successor import predecessor
from ycdesk.calculation import Assessment, PolicyPackage, assess, load_package, read_case
from ycdesk.calculation.casefile import EarlierAward
from ycdesk.calculation.parameters import Parameter
from ycdesk.domain.case import Case
from ycdesk.domain.states import CaseState
from ycdesk.services.rulings import frozen_ruled


def other_value(parameter: Parameter) -> str:
    """A value that bites: half of a number, another alternative, a shorter window."""
    if parameter.choices:
        return next(choice for choice, _ in parameter.choices if choice != parameter.value)
    if parameter.name.startswith("window."):
        return {"window.from": "2024-07-01", "window.to": "2025-06-30"}[parameter.name]
    number = Decimal(parameter.value or "0")
    return str(int(number) // 2 if number > 1 else int(number) + 1)


def edited(name: str, value: str) -> PolicyPackage:
    """The package with one value changed in its texts, as by an editor."""
    texts = dict(predecessor().texts)
    head, _, rest = name.partition(".")
    if head == "window":
        found = [("package.toml", rf"(?m)^window_{rest} = .*$", f"window_{rest} = {value}")]
    elif head == "county":
        part = rf'(?m)(^code = "{rest}".*\n(?:(?!\[\[).+\n)*?)(?:city_percent = \d+\n|(?=#))'
        found = [("package.toml", part, rf"\g<1>city_percent = {value}\n")]
    elif head == "reading":
        pattern = rf'(?s)(\nid = "{rest}"\n(?:(?!\n\[\[readings\]\]).)*?\nin_force = )"[^"]*"'
        found = [(file, pattern, rf'\g<1>"{value}"') for file in texts if file.endswith(".toml")]
    else:
        found = [(f"measures/{head}.toml", rf"(?m)^{rest} = .*$", f"{rest} = {value}")]
    made = 0
    for file, pattern, new in found:
        texts[file], count = re.subn(pattern, new, texts[file])
        made += count
        if count and head == "county":
            break
    assert made, name
    return load_package(texts)


def keys_in(case: Case, package: PolicyPackage) -> set[str]:
    """The parks and persons of a case, by the facts that name them."""
    facts = (case.facts or {})["facts"]
    named = [facts.get("park_name")] + [row.get("id_no") for row in facts.get("trainees") or ()]
    limits = [limit for limit in package.measures[case.measure].limits if limit.fact]
    return {limit.fold_key(str(value).strip()) or "" for limit in limits for value in named if value}


class Brute:
    """All cases under one package, each against everything that stood before it."""

    def __init__(self, package: PolicyPackage) -> None:
        self.package = package
        self.done: list[tuple[Case, Assessment]] = []

    def run(self, cases: list[Case]) -> dict[str, Assessment]:
        """The result of each case."""
        for case in cases:
            file = read_case({**(case.facts or {}), "policy": self.package.id}, self.package)
            file = replace(file, history=tuple(self.history(case)))
            self.done.append((case, assess(file, self.package, frozen_ruled(case.rulings))))
        return {case.number: result for case, result in self.done}

    def history(self, case: Case) -> Iterator[EarlierAward]:
        """Undecided cases as they were frozen, decided ones as they come out here."""
        decided = {earlier.number for earlier, _ in self.done}
        keys = keys_in(case, self.package)
        for award in (case.facts or {}).get("history") or ():
            if award["case"] not in decided:
                yield EarlierAward.model_validate(award)
        for earlier, result in self.done:
            if self.stood(earlier, case):
                uses = [use for use in self.uses(earlier, result, case) if self.counts(use, earlier, case, keys)]
                if uses:
                    yield EarlierAward.model_validate({"case": earlier.number, "uses": uses})

    def uses(self, earlier: Case, result: Assessment, case: Case) -> Iterator[dict[str, Any]]:
        """What an earlier case used, in the form of the case file; of an amount no more than was awarded by then."""
        most = result.amount or Decimal(0)
        assert earlier.decided_at
        assert case.submitted_at
        if (
            earlier.award is not None
            and earlier.award < (earlier.computed or 0)
            and earlier.decided_at <= case.submitted_at
        ):
            most = min(most, earlier.award)
        for use in result.uses:
            size = {"count": use.count} if use.amount is None else {"amount": f"{min(use.amount, most):.2f}"}
            yield {"limit": use.limit, "key": use.key} | size

    def stood(self, earlier: Case, case: Case) -> bool:
        """Whether it had been submitted, and neither refused against the calculation nor undone, when ``case`` was."""
        assert case.submitted_at
        assert earlier.decided_at
        if earlier.closed_at and earlier.closed_at <= case.submitted_at:
            return False
        against = earlier.award is None and (earlier.result or {})["status"] == "eligible"
        return not (against and earlier.decided_at <= case.submitted_at)

    def counts(self, use: dict[str, Any], earlier: Case, case: Case, keys: set[str]) -> bool:
        """Whether a use is of a limit that both share."""
        limit = self.package.limits[use["limit"]]
        if limit.tally and not (earlier.decided_at and case.submitted_at and earlier.decided_at <= case.submitted_at):
            return False
        match limit.belongs_to:
            case "applicant":
                return earlier.dossier.applicant_id == case.dossier.applicant_id
            case "county":
                return earlier.dossier.applicant.county == case.dossier.applicant.county
            case _:
                return use["key"] in keys


def expected_change(case: Case, result: Assessment) -> tuple[Any, ...] | None:
    """What must be listed of a case that comes out like this: id, amounts and city's parts before and after."""
    nothing = Decimal("0.00")
    if case.state not in (CaseState.SUPPORTED, CaseState.REFUSED):
        return None
    if case.award is None and (case.result or {})["status"] == "eligible":
        return None  # the supervisor refused it all the same
    before = (nothing, nothing) if case.award is None else (case.award, case.award_city)
    after: tuple[Decimal, Decimal | None] = (nothing, nothing)
    if result.amount is not None and result.status == "eligible":
        city = result.funding.city if result.funding else None
        after = (result.amount, city)
        if case.award is not None and case.award < (case.computed or 0) and case.award < result.amount:
            share = None if city is None else (city * 100 / result.amount).quantize(Decimal(1))
            cut = None if share is None else (case.award * share / 100).quantize(Decimal("0.01"), ROUND_DOWN)
            after = (case.award, cut)
    return None if before == after else (case.id, before[0], after[0], before[1], after[1])
