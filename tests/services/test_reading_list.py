"""The register of readings, and what a ruling does to each case."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.bureau import BOOTH, HANOI, Bureau, make_bureau
from ycdesk.domain.errors import InputProblem, Refused
from ycdesk.domain.ruling import Subject
from ycdesk.services.dossiers import get_case
from ycdesk.services.reading_list import Show, flagged_cases, narrowed, reading_counts, reading_lines
from ycdesk.services.ruling_effects import RulingValues, case_numbered, check_values, consequences, record_values
from ycdesk.services.signing import approve

AT_HOME: dict[str, Any] = {
    "header": {**HANOI["header"], "name": "广交会", "country": "CN"},
    "rows": [{**BOOTH, "fee": "10000"}],
}
"""A key exhibition in China: 70 % of 10 000 is 7 000.00 by the package, 80 % is 8 000.00 by the other reading of 8."""


@pytest.fixture
def bureau(database_url: str, home: Path) -> Iterator[Bureau]:
    made = make_bureau(database_url, home)
    yield made
    made.office.close()


def ruling(bureau: Bureau, **changes: Any) -> RulingValues:
    """Reading 8 the other way, for all applications of 2025."""
    reading = bureau.office.package.readings_of["exhibition"]["8"]
    other = next(each.id for each in reading.alternatives if each.id != reading.in_force)
    values: dict[str, Any] = {
        "policy_id": bureau.office.package.id,
        "subject": Subject.READING,
        "reading_id": "8",
        "choice": other,
        "document": "运商函〔2025〕5号",
        "decided_on": date(2025, 6, 1),
        "signer": "李建国",
        "valid_from": date(2025, 1, 1),
    }
    return RulingValues(**(values | changes))


def test_every_reading_is_listed_by_clause_as_a_number(bureau: Bureau) -> None:
    lines = reading_lines(bureau.office)
    assert len(lines) == 124
    clauses = list(dict.fromkeys(line.reading.clause for line in lines))
    assert clauses.index("三(一)") < clauses.index("四") < clauses.index("十(二)")
    line = next(each for each in lines if each.reading.id == "8")
    assert (line.choice, line.ruling, line.open) == (line.reading.in_force, None, line.reading.confirm)
    assert [each.reading.id for each in narrowed(lines, "境内重点展会 比例", Show.ALL)] == ["8"]
    assert narrowed(lines, "", Show.RULED) == []


def test_a_ruling_shows_in_the_list_and_is_no_longer_open(bureau: Bureau) -> None:
    recorded = record_values(bureau.office, bureau.li, ruling(bureau))
    lines = reading_lines(bureau.office)
    assert [line.reading.id for line in narrowed(lines, "", Show.RULED)] == ["8"]
    line = next(each for each in lines if each.reading.id == "8")
    assert (line.choice, line.open) == (recorded.choice, False)


def test_the_cases_that_a_reading_decided(bureau: Bureau) -> None:
    case = bureau.pending(AT_HOME)
    (found,) = flagged_cases(bureau.office, "8")
    assert (found.number, found.amount, found.other_amount) == (case.number, Decimal("7000.00"), Decimal("8000.00"))
    assert reading_counts(bureau.office)["8"] == 1


def test_what_a_ruling_does_is_known_before_it_is_recorded(bureau: Bureau) -> None:
    decided = bureau.pending(AT_HOME)
    flags = [flag["reading"] for flag in decided.result["flags"]] if decided.result else []
    approve(bureau.office, bureau.li, decided.id, decided.version, confirmed_flags=flags)
    names = ("厦门展", "上海展")
    pending, draft = (
        make(AT_HOME | {"header": {**AT_HOME["header"], "name": name}})
        for make, name in zip((bureau.pending, bureau.draft), names, strict=True)
    )
    found = consequences(bureau.office, ruling(bureau))
    groups = {"decided": found.decided, "pending": found.pending, "drafts": found.drafts}
    assert {name: [each.number for each in effects] for name, effects in groups.items()} == {
        "decided": [decided.number],
        "pending": [pending.number],
        "drafts": [draft.number],
    }
    assert {(each.before, each.after) for each in found.all} == {(Decimal("7000.00"), Decimal("8000.00"))}
    assert found.sum_of(found.all) == Decimal("3000.00")
    recorded = record_values(bureau.office, bureau.li, ruling(bureau))
    assert get_case(bureau.office, decided.id).award == Decimal("7000.00")  # nothing decided changes
    again = consequences(bureau.office, RulingValues.of(recorded))
    assert [each.number for each in again.all] == [draft.number, pending.number, decided.number]


def test_a_ruling_for_later_applications_touches_none_of_today(bureau: Bureau) -> None:
    bureau.pending(AT_HOME)
    assert consequences(bureau.office, ruling(bureau, valid_from=date(2025, 7, 1))).all == ()


def test_what_is_missing_is_said_in_one_pass(bureau: Bureau) -> None:
    empty = ruling(bureau, choice="", document="", signer="", decided_on=None, valid_from=None)
    with pytest.raises(InputProblem) as problem:
        check_values(bureau.office, bureau.li, empty)
    assert set(problem.value.problems) == {"choice", "document", "signer", "decided_on", "valid_from"}


def test_caseworkers_do_not_rule(bureau: Bureau) -> None:
    with pytest.raises(Refused, match="裁定由审批人或管理员记录"):
        check_values(bureau.office, bureau.wang, ruling(bureau))


def test_a_case_is_found_by_its_number(bureau: Bureau) -> None:
    case = bureau.draft()
    assert case_numbered(bureau.office, f" {case.number} ") == case.id
    assert case_numbered(bureau.office, "2025-9999") is None
