"""Column queries for lists: rows without entities, sorted and filtered in SQL."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import Boolean, ColumnElement, Select, case, func, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from ycdesk.domain.applicant import Applicant
from ycdesk.domain.case import Case, CaseEditor, CaseState
from ycdesk.domain.dossier import Dossier
from ycdesk.domain.events import Event
from ycdesk.domain.meeting import Batch, Objection, Outcome
from ycdesk.domain.payment import Recovery
from ycdesk.domain.states import EDITABLE

_SHORT = 3
"""Characters of a fragment that PostgreSQL finds faster as a pattern."""
Statement: TypeAlias = Select[*tuple[Any, ...]]


class ListedCase(NamedTuple):
    """A case as lists show it, from its submission on under the name the applicant had then.

    ``since``: when it came into its state (a draft: last changed); money in yuan.
    """

    case_id: int
    dossier_id: int
    number: str
    measure: str
    state: CaseState
    applicant_id: int
    applicant: str
    county: str
    applied_on: date | None
    computed: Decimal | None
    award: Decimal | None
    proposal: str | None
    reason: str
    entered_by: int
    submitted_by: int | None
    since: datetime
    decided_by: int | None
    own_due: date | None
    """The last day written down for its state: of the supplement period, the public notice, the repayment."""


def listed_cases() -> Statement:
    """The statement for :class:`ListedCase` rows, to be filtered, sorted and limited."""
    submitted = Case.applicant_snapshot["name"].as_string()
    name = case((Case.state.in_(EDITABLE), Applicant.name), else_=func.coalesce(submitted, Applicant.name))
    return (
        select(
            Case.id,
            Case.dossier_id,
            Case.number,
            Case.measure,
            Case.state,
            Applicant.id,
            name,
            Applicant.county,
            Case.applied_on,
            Case.computed,
            Case.award,
            Case.proposal,
            Case.reason,
            Case.entered_by,
            Case.submitted_by,
            case((Case.state == CaseState.DRAFT, Case.changed_at), else_=Case.state_since).label("since"),
            Case.decided_by,
            case(
                (Case.state == CaseState.SUPPLEMENT, Case.supplement_due),
                (Case.state == CaseState.PUBLICISED, Batch.last_day),
                (Case.state == CaseState.RECOVERING, Recovery.due_on),
            ),
        )
        .join(Dossier, Case.dossier_id == Dossier.id)
        .join(Applicant, Dossier.applicant_id == Applicant.id)
        .outerjoin(Batch, Case.batch_id == Batch.id)
        .outerjoin(Recovery, Recovery.case_id == Case.id)
    )


def rows_of(session: Session, statement: Statement) -> list[ListedCase]:
    """Run a statement made from ``listed_cases``."""
    return [ListedCase._make(row) for row in session.execute(statement)]


def printing_of(paper: str) -> ColumnElement[bool]:
    """Whether an event is a printing of a paper, by the paper's label."""
    return (Event.kind == "print") & Event.content.contains(f'"paper":"{paper}"', autoescape=True)


def printed(paper: str) -> ColumnElement[bool]:
    """Whether a paper of the case was printed at least once."""
    return select(Event.id).where(Event.case_id == Case.id, printing_of(paper)).correlate(Case).exists()


def editors_of(session: Session, case_ids: Iterable[int]) -> dict[int, set[int]]:
    """For each case the ids of all who entered or changed it."""
    found: dict[int, set[int]] = {case_id: set() for case_id in case_ids}
    pairs = select(CaseEditor.case_id, CaseEditor.person_id).where(CaseEditor.case_id.in_(found))
    for case_id, person_id in session.execute(pairs):
        found[case_id].add(person_id)
    return found


def held_cases() -> Select[int]:
    """The statement for the ids of the cases that an objection holds."""
    holding = Objection.outcome.is_(None) | (Objection.outcome == Outcome.UPHELD)
    return select(Objection.case_id).where(holding)


class _Holds(FunctionElement[bool]):
    """Whether the first text holds the second; the third is the second as a pattern for LIKE."""

    inherit_cache = True
    type = Boolean()


class _HoldsShort(_Holds):
    """The same for a fragment of a few characters."""

    inherit_cache = True


@compiles(_Holds)
def _by_position(element: _Holds, compiler: SQLCompiler, **options: Any) -> str:
    function = "instr" if compiler.dialect.name == "sqlite" else "strpos"
    text, fragment, _ = element.clauses
    return f"{function}({compiler.process(text, **options)}, {compiler.process(fragment, **options)}) > 0"


@compiles(_HoldsShort, "postgresql")
def _by_pattern(element: _HoldsShort, compiler: SQLCompiler, **options: Any) -> str:
    """Before it looks for a fragment, strpos makes a table for it, which costs more than to look for a short one."""
    text, _, pattern = element.clauses
    return f"{compiler.process(text, **options)} LIKE {compiler.process(pattern, **options)}"


def holds(column: InstrumentedAttribute[Any], fragment: str) -> ColumnElement[bool]:
    """Whether a text holds a fragment, byte for byte; no character means anything but itself."""
    pattern = re.sub(r"([\\%_])", r"\\\1", fragment)
    return (_HoldsShort if len(fragment) <= _SHORT else _Holds)(column, fragment, f"%{pattern}%")
