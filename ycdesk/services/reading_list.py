"""The register of readings as the screen shows it: each open clause, what is in force and why, the cases it decided."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import Text, cast, select
from sqlalchemy.orm import Session, load_only

from ycdesk.calculation.clauses import clause_order
from ycdesk.calculation.package import PolicyPackage, Reading
from ycdesk.domain.case import Case
from ycdesk.domain.pinyin import search_form
from ycdesk.domain.ruling import Ruling, Subject
from ycdesk.domain.states import CaseState
from ycdesk.services.office import Office, query
from ycdesk.services.rulings import RATE_READING, SPLIT_READING, book_of

_FLAGGED = re.compile(r'"reading": ?"([^"]+)"')
_BATCH = 500


class Show(StrEnum):
    """Which readings the list shows."""

    ALL = "all"
    OPEN = "open"
    RULED = "ruled"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return {"all": "全部", "open": "待确认", "ruled": "已裁定"}[self.value]


@dataclass(frozen=True, slots=True)
class ReadingLine:
    """One reading of a package. ``rulings`` are those on it, the latest first."""

    policy_id: str
    reading: Reading
    measures: tuple[str, ...]
    """Ids of the measures that it bears on."""
    rulings: tuple[Ruling, ...]

    @property
    def ruling(self) -> Ruling | None:
        """The latest ruling on it."""
        return self.rulings[0] if self.rulings else None

    @property
    def choice(self) -> str:
        """Id of the alternative in force for applications of today: as ruled, else as the package says."""
        latest = next((each for each in self.rulings if each.subject is Subject.READING), None)
        return latest.choice if latest else self.reading.in_force

    @property
    def open(self) -> bool:
        """Whether a supervisor must confirm it case by case: the package says so and no ruling has settled it."""
        return self.reading.confirm and not self.rulings

    @property
    def in_force(self) -> str:
        """The words of what is in force."""
        return self.reading.words(self.choice)

    def answers(self, text: str) -> bool:
        """Whether every word typed stands in its number, clause, question, alternatives or reason."""
        reading = self.reading
        words = [reading.id, f"口径{reading.id}", reading.clause, reading.question, reading.reason]
        known = search_form(" ".join([*words, *(each.text for each in reading.alternatives)]))
        return all(search_form(word) in known for word in text.split())


@dataclass(frozen=True, slots=True)
class FlaggedCase:
    """A case that a reading decided. Yuan; ``other_amount`` is that under the other alternative, if it has one."""

    case_id: int
    dossier_id: int
    number: str
    applicant: str
    measure: str
    """Short title."""
    state: CaseState
    amount: Decimal | None
    other_amount: Decimal | None


@query
def reading_lines(session: Session, office: Office, policy_id: str | None = None) -> list[ReadingLine]:
    """All readings of a package (of ``Office.package`` unless said otherwise), by clause as numbers, then by number."""
    office.notice(session)
    package = (office.packages.get(policy_id) if policy_id else None) or office.package
    rulings = [each for each in reversed(book_of(session).rulings) if each.policy_id == package.id]
    return lines_of(package, rulings)


def lines_of(package: PolicyPackage, rulings: Iterable[Ruling]) -> list[ReadingLine]:
    """The lines of a package under ``rulings``, the latest first."""
    measures: dict[str, list[str]] = {}
    readings: dict[str, Reading] = {}
    for measure, of_measure in package.readings_of.items():
        for reading in of_measure.values():
            readings.setdefault(reading.id, reading)
            measures.setdefault(reading.id, []).append(measure)
    on: dict[str, list[Ruling]] = {}
    for each in rulings:
        on.setdefault(reading_of(each), []).append(each)
    lines = [
        ReadingLine(package.id, reading, tuple(measures[reading.id]), tuple(on.get(reading.id, ())))
        for reading in readings.values()
    ]
    return sorted(lines, key=lambda line: (clause_order(line.reading.clause), _number(line.reading.id)))


def reading_of(ruling: Ruling) -> str:
    """The reading that a ruling settles; empty for the amount of one case."""
    return {
        Subject.READING: ruling.reading_id,
        Subject.SPLIT: SPLIT_READING,
        Subject.RATE: RATE_READING,
        Subject.AMOUNT: "",
    }[ruling.subject]


def narrowed(lines: Iterable[ReadingLine], text: str, show: Show) -> list[ReadingLine]:
    """Those that the list shows for what was typed."""
    return [
        line
        for line in lines
        if (show is Show.ALL or (line.open if show is Show.OPEN else bool(line.rulings))) and line.answers(text)
    ]


@query
def reading_counts(session: Session, office: Office, policy_id: str | None = None) -> dict[str, int]:
    """How many submitted cases of a package each reading decided. Reads every result: for the background."""
    chosen = policy_id or office.package.id
    found: Counter[str] = Counter()
    results = select(cast(Case.result, Text)).where(Case.result.is_not(None), Case.policy_id == chosen)
    for text in session.scalars(results.execution_options(yield_per=_BATCH)):
        found.update(set(_FLAGGED.findall(text or "")))
    return dict(found)


def flags_reading(reading_id: str) -> Any:
    """The condition that a frozen result flags a reading."""
    return cast(Case.result, Text).like(f'%"reading": "{reading_id}"%')


@query
def flagged_cases(
    session: Session, office: Office, reading_id: str, policy_id: str | None = None, most: int = 500
) -> list[FlaggedCase]:
    """The cases that a reading decided, the latest first; at most ``most``."""
    package = (office.packages.get(policy_id) if policy_id else None) or office.package
    found = session.scalars(
        select(Case)
        .where(Case.policy_id == package.id, flags_reading(reading_id))
        .options(load_only(Case.number, Case.measure, Case.state, Case.result, Case.award, Case.dossier_id))
        .order_by(Case.id.desc())
        .limit(most)
    )
    return [_flagged(package, case, reading_id) for case in found]


def _flagged(package: PolicyPackage, case: Case, reading_id: str) -> FlaggedCase:
    result = case.result or {}
    flag: dict[str, Any] = next((each for each in result["flags"] if each["reading"] == reading_id), {})
    amount, other = result["amount"], flag.get("other_amount")
    return FlaggedCase(
        case.id,
        case.dossier_id,
        case.number,
        case.dossier.applicant.name,
        package.measures[case.measure].short_title,
        case.state,
        None if amount is None else Decimal(amount),
        None if other is None else Decimal(other),
    )


def _number(reading_id: str) -> tuple[int, str]:
    return (int(reading_id), "") if reading_id.isdigit() else (10**6, reading_id)
