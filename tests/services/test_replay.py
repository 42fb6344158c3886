"""The time machine: decided cases come out as they were frozen; under other values exactly those change that must.

``YCDESK_REPLAY=5000`` proves that many cases, and tries every reading, too; by default some hundred, and the
parameters and readings that the calculation follows.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.brute_force import Brute, edited, expected_change, other_value
from tests.bureau import HANOI, Bureau, make_bureau
from tests.decided import decided_office, tamper
from tests.successor import changed, predecessor, successor
from ycdesk.calculation import PackageError
from ycdesk.calculation.measures import measure_ids, module_of
from ycdesk.calculation.parameters import Parameter, parameters_of
from ycdesk.domain.case import Case
from ycdesk.domain.states import CaseState
from ycdesk.paths import sqlite_url
from ycdesk.services.replay import Total, prove, what_if
from ycdesk.services.signing import approve

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
    tamper(bureau, "UPDATE cases SET result = replace(result, '25000.00', '26000.00')")
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


# Brute force.


def test_brute_force_without_a_change_finds_what_was_frozen(cases: list[Case]) -> None:
    results = Brute(predecessor()).run(cases)
    assert {number: result.as_dict() for number, result in results.items()} == {c.number: c.result for c in cases}


@pytest.mark.parametrize("parameter", PARAMETERS, ids=lambda each: each.name)
def test_each_parameter_changes_what_brute_force_finds(office: Bureau, cases: list[Case], parameter: Parameter) -> None:
    value = other_value(parameter)
    results = Brute(edited(parameter.name, value)).run(cases)
    expected = [change for case in cases if (change := expected_change(case, results[case.number]))]
    found = what_if(office.office, {parameter.name: value}).changes
    listed = [(each.case_id, each.before, each.after, each.city_before, each.city_after) for each in found]
    assert listed == sorted(expected, key=lambda change: change[0])
