"""What an import will do, row by row, before it does anything: the preview that a person reads.

Each row is new, known (it was imported before), wrong (it waits until the sender has put it right) or not data
(headings, totals, empty). All mistakes of the sheet are found in one pass, each with its cell and a sentence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from ycdesk.services.sheets.book import Book, Mark, SheetCells
from ycdesk.services.sheets.importing.headings import Layout
from ycdesk.services.sheets.importing.targets import Target


class Fate(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    KNOWN = "known"
    WRONG = "wrong"
    SKIPPED = "skipped"

    @property
    def label(self) -> str:
        """The word on the screen."""
        return {"new": "新增", "known": "已有", "wrong": "有错", "skipped": "不导入"}[self.value]


@dataclass(slots=True)
class PlannedRow:
    """One row of the sheet."""

    number: int
    """As the sheet counts, from 1."""
    texts: dict[str, str]
    """What it says, by the keys of the fields."""
    fate: Fate = Fate.NEW
    words: str = ""
    """What becomes of it, in words."""
    marks: list[Mark] = field(default_factory=list)
    """Its mistakes."""
    notes: list[str] = field(default_factory=list)
    """What to verify; it goes in all the same."""
    hidden: bool = False
    case_id: int | None = None
    """The case that has the row already, or is to get it."""


@dataclass(slots=True)
class PlannedCase:
    """One case that rows of the sheet become, or whose table they are added to."""

    key: str
    """Digest of what makes it the same case in the next file: measure, applicant, day, header facts."""
    measure: str
    applicant: dict[str, str] = field(default_factory=dict)
    """The fields of the applicant as the sheet gives them; empty for an import into a case."""
    known_by: str = ""
    """Credit code or folded name: what its applicant is known by among the cases of the plan."""
    applicant_id: int | None = None
    """None: to be entered anew."""
    applied_on: date | None = None
    header: dict[str, str] = field(default_factory=dict)
    numbers: list[int] = field(default_factory=list)
    """The rows of the sheet that go in."""
    rows: list[dict[str, str]] = field(default_factory=list)
    """What each of them adds to the table of the case; empty texts where the measure has none."""
    county: dict[str, str] = field(default_factory=dict)
    """What the county's table says about it."""
    case_id: int | None = None
    """The case that is there already, with its number and version."""
    case_number: str = ""
    version: int = 0


@dataclass(frozen=True)
class Plan:
    """The whole of it. ``problem`` is a sentence where nothing can be planned: a column that has to be named first."""

    book: Book
    sheet: SheetCells
    target: Target
    layout: Layout
    rows: Sequence[PlannedRow] = ()
    cases: Sequence[PlannedCase] = ()
    problem: str = ""

    @property
    def marks(self) -> list[Mark]:
        """All mistakes, from top to bottom."""
        return [mark for row in self.rows for mark in row.marks]

    @property
    def counts(self) -> Mapping[Fate, int]:
        """How many rows have each fate."""
        found = Counter(row.fate for row in self.rows)
        return {fate: found[fate] for fate in Fate}

    @property
    def new_cases(self) -> int:
        """How many cases come into being."""
        return sum(case.case_id is None for case in self.cases if case.numbers)

    @property
    def summary(self) -> str:
        """One sentence for all rows."""
        if self.problem:
            return self.problem
        counts = self.counts
        new = f"新增 {counts[Fate.NEW]} 行"
        if self.target.case_id is None and counts[Fate.NEW]:
            new += f"（新办件 {self.new_cases} 件）"
        parts = [new, f"已有 {counts[Fate.KNOWN]} 行", f"有错 {counts[Fate.WRONG]} 行（{len(self.marks)} 处）"]
        hidden = sum(row.hidden for row in self.rows if row.fate is not Fate.SKIPPED)
        if hidden:
            parts.append(f"其中 {hidden} 行在表里是隐藏的")
        return "，".join(parts) + "。"

    def as_dict(self) -> dict[str, Any]:
        """The plan for ``--json``."""
        return {
            "sheet": self.sheet.name,
            "summary": self.summary,
            "rows": {fate.value: count for fate, count in self.counts.items()},
            "new_cases": self.new_cases,
            "errors": [
                {"sheet": mark.sheet, "row": mark.row, "column": mark.column, "message": mark.words}
                for mark in self.marks
            ],
        }
