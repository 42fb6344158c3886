"""The time machine: decided cases come out as they were frozen; under other values exactly those change that must.

``YCDESK_REPLAY=5000`` proves that many cases, and tries every reading, too; by default some hundred, and the
parameters and readings that the calculation follows.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import ROUND_DOWN, Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from tests.bureau import HANOI, Bureau, make_bureau
from tests.decided import decided_office
from tests.successor import changed, predecessor, successor
from ycdesk.calculation import Assessment, PackageError, PolicyPackage, assess, load_package, read_case
from ycdesk.calculation.casefile import EarlierAward
from ycdesk.calculation.measures import measure_ids, module_of
from ycdesk.calculation.parameters import Parameter, parameters_of
from ycdesk.domain.case import Case
from ycdesk.domain.states import CaseState
from ycdesk.paths import sqlite_url
from ycdesk.services.deeds import approve
from ycdesk.services.replay import Total, prove, what_if
from ycdesk.services.rulings import frozen_ruled

CASES = 140
MANY = int(os.environ.get("YCDESK_REPLAY", "0"))
FOLLOWED = {reading for measure in measure_ids() for reading in module_of(measure).READINGS}
PARAMETERS = [
    each
    for each in parameters_of(predecessor())
    if not each.choices or (len(each.choices) > 1 and (MANY or each.name.removeprefix("reading.") in FOLLOWED))
]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bureau]:
    """Many decided cases on SQLite, made once."""
    home = tmp_path_factory.mktemp("replay")
    made = make_bureau(sqlite_url(home / "ycdesk.sqlite3"), home)
    decided_office(made, 20_251, CASES)
    yield made
    made.office.close()


@pytest.fixture(scope="module")
def cases(office: Bureau) -> list[Case]:
    """All decided ones in the order of their submission."""
    with office.office.reading_sessions() as session:
        found = session.scalars(select(Case).where(Case.decided_by.is_not(None)))
        return sorted(found, key=lambda case: (case.submitted_at, case.id))


# As it was.


@pytest.mark.skipif(not MANY, reason="part of the soak")
def test_thousands_of_decided_cases_come_out_as_they_were_frozen(home: Path) -> None:
    bureau = make_bureau(sqlite_url(home / "ycdesk.sqlite3"), home)
    decided_office(bureau, 5_000, MANY)
    proof = prove(bureau.office)
    assert (proof.count, proof.unequal) == (MANY, ())
    bureau.office.close()


def test_every_decided_case_comes_out_as_it_was_frozen(office: Bureau, cases: list[Case]) -> None:
    proof = prove(office.office)
    assert proof.unequal == ()
    assert proof.count == len(cases) == CASES
    assert proof.total == sum(case.award or 0 for case in cases)
    assert {case.state for case in cases} >= {CaseState.SUPPORTED, CaseState.REFUSED}
    assert any((case.facts or {}).get("history") for case in cases)


def test_on_either_database(bureau: Bureau) -> None:
    decided_office(bureau, 7, 12)
    proof = prove(bureau.office)
    assert (proof.count, proof.unequal) == (12, ())
    assert what_if(bureau.office, {}).changes == ()


def test_what_was_tampered_with_is_named(home: Path) -> None:
    """Somebody takes the guards away and writes another amount into the result."""
    bureau = make_bureau(sqlite_url(home / "ycdesk.sqlite3"), home)
    case = bureau.pending()
    approve(bureau.office, bureau.li, case.id, case.version)
    with bureau.office.engine.begin() as connection:
        names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all()
        for name in names:
            connection.execute(text(f'DROP TRIGGER "{name}"'))
        connection.execute(text("""UPDATE cases SET result = replace(result, '"25000.00"', '"26000.00"')"""))
    [unequal] = prove(bureau.office).unequal
    assert unequal.number == case.number
    assert unequal.why == "冻结的结果是 26,000.00 元，重算是 25,000.00 元"
    bureau.office.close()


# Under other values.


def test_one_rate_and_its_sums(bureau: Bureau) -> None:
    """Hanoi: 80 % of 31 250 is 25 000.00, the cap; 70 % is 21 875.00. Two cases, one county."""
    found = [bureau.pending(), bureau.pending()]
    for case in found:
        approve(bureau.office, bureau.li, case.id, case.version)
    reduced = bureau.pending()
    approve(bureau.office, bureau.li, reduced.id, reduced.version, Decimal("20000.00"), "核减")
    outcome = what_if(bureau.office, {"exhibition.key_group_percent": "70"})
    assert outcome.count == 3
    assert [(each.number, each.before, each.after) for each in outcome.changes] == [
        (case.number, Decimal("25000.00"), Decimal("21875.00")) for case in found
    ]
    total = Total("参展补助", 2, *map(Decimal, ("50000.00", "43750.00", "10000.00", "8750.00")))
    assert outcome.by("measure") == (total,)
    assert outcome.by("county") == (replace(total, title="临猗县"),)


def test_room_that_a_case_leaves_reaches_the_later_ones(bureau: Bureau) -> None:
    """Six booths an exhibition: three, three and none. With two booths the first gets two, the second none."""
    rows = [{"booth_no": f"{letter}{number}", "fee": "31250"} for letter in "AB" for number in range(3)]
    for part in (rows[:3], rows[3:]):
        case = bureau.pending({**HANOI, "rows": part})
        approve(bureau.office, bureau.li, case.id, case.version)
    outcome = what_if(bureau.office, {"exhibition.key_booths": "2"})
    assert [(each.before, each.after) for each in outcome.changes] == [
        (Decimal("75000.00"), Decimal("50000.00")),
        (Decimal("75000.00"), Decimal("0.00")),
    ]
    outcome = what_if(bureau.office, {"exhibition.key_booths": "5"})
    assert [each.after for each in outcome.changes] == [Decimal("50000.00")]


def test_another_package(bureau: Bureau) -> None:
    """A version with 70 %; the successor of 2026 as it is admits nothing of 2025, with an earlier window 75 %."""
    case = bureau.pending()
    approve(bureau.office, bureau.li, case.id, case.version)
    other = changed("1.0.1", ("measures/exhibition.toml", "key_group_percent = 80", "key_group_percent = 70"))
    found = [
        [each.after for each in what_if(bureau.office, values, package).changes]
        for values, package in (
            ({}, predecessor()),
            ({}, other),
            ({}, successor()),
            ({"window.from": "2024-01-01"}, successor()),
        )
    ]
    assert found == [[], [Decimal("21875.00")], [Decimal("0.00")], [Decimal("23437.50")]]


def test_an_unknown_name_is_refused_with_those_that_come_near(bureau: Bureau) -> None:
    with pytest.raises(PackageError, match=r"是不是 exhibition\.key_booths"):
        what_if(bureau.office, {"exhibition.key_boots": "2"})
    with pytest.raises(PackageError, match="写成数字"):
        what_if(bureau.office, {"exhibition.key_booths": "两"})


class Stop(Exception):
    """The person gave up."""


def test_it_can_be_watched_and_stopped(office: Bureau) -> None:
    seen: list[tuple[int, int]] = []

    def watch(count: int, total: int) -> None:
        seen.append((count, total))
        if count == 3:
            raise Stop

    with pytest.raises(Stop):
        prove(office.office, watch)
    assert seen == [(count, CASES) for count in range(4)]


# Brute force: every case anew, its history made from all that stood before it, by the test's own reading of the texts.


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


def test_brute_force_without_a_change_finds_what_was_frozen(cases: list[Case]) -> None:
    results = Brute(predecessor()).run(cases)
    assert {number: result.as_dict() for number, result in results.items()} == {c.number: c.result for c in cases}


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


@pytest.mark.parametrize("parameter", PARAMETERS, ids=lambda each: each.name)
def test_each_parameter_changes_what_brute_force_finds(office: Bureau, cases: list[Case], parameter: Parameter) -> None:
    value = other_value(parameter)
    results = Brute(edited(parameter.name, value)).run(cases)
    expected = [change for case in cases if (change := expected_change(case, results[case.number]))]
    found = what_if(office.office, {parameter.name: value}).changes
    listed = [(each.case_id, each.before, each.after, each.city_before, each.city_after) for each in found]
    assert listed == sorted(expected, key=lambda change: change[0])
