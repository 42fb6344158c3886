"""The desk of each role: what waits for me, since when, and what I may not do and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from ycdesk.database.queries import ListedCase, Statement, editors_of, listed_cases, printed, rows_of
from ycdesk.domain.applicant import Applicant
from ycdesk.domain.case import Case, CaseState
from ycdesk.domain.dossier import Dossier
from ycdesk.domain.people import Person, Role
from ycdesk.domain.pinyin import search_form
from ycdesk.domain.states import STANDING
from ycdesk.domain.workflow import may_decide
from ycdesk.services.office import Office, query

__all__ = [
    "SLIP",
    "DeskGroup",
    "DeskRow",
    "applicant_cases",
    "desk",
    "find_cases",
    "queue",
    "year_figures",
]

SLIP = "审批单"
RECENT_DAYS = 30


@dataclass(frozen=True, slots=True)
class DeskRow:
    """One case on a list. ``amount`` in yuan: awarded, else computed; ``days`` in this state; ``blocked``: why not."""

    case_id: int
    dossier_id: int
    number: str
    applicant_id: int
    applicant: str
    measure: str
    """Short title."""
    amount: Decimal | None
    days: int
    since: datetime
    state: CaseState
    next_step: str
    note: str = ""
    """Why it was returned, withdrawn or refused."""
    blocked: str = ""


@dataclass(frozen=True, slots=True)
class DeskGroup:
    """A heading of the desk with its cases; ``empty`` is what the desk says when there are none."""

    key: str
    title: str
    rows: tuple[DeskRow, ...]
    empty: str = ""


@query
def desk(session: Session, office: Office, person: Person) -> list[DeskGroup]:
    """The groups of the person's role, the oldest first in what waits, the newest first in what is done."""
    office.notice(session)
    match person.role:
        case Role.CASEWORKER:
            return _caseworker_desk(session, office, person)
        case Role.SUPERVISOR:
            waiting = _queue(session, office, person)
            mine = Case.decided_by == person.id
            return [
                DeskGroup("queue", "待我审批", tuple(r for r in waiting if not r.blocked), "没有等您审批的办件。"),
                DeskGroup("blocked", "须由他人审批", tuple(r for r in waiting if r.blocked)),
                DeskGroup("done", "近日由我办结", _recent(session, office, mine)),
            ]
        case Role.CLERK:
            empty = "没有等待打印的审批单。"
            return [DeskGroup("print", "待打印", _to_print(session, office), empty)]
        case _:
            return [
                DeskGroup(state.value, state.label, _rows(session, office, _in(state).limit(200)))
                for state in (CaseState.PENDING, CaseState.RETURNED, CaseState.DRAFT)
            ]


@query
def queue(session: Session, office: Office, person: Person) -> list[DeskRow]:
    """All cases that wait for a decision, the longest waiting first; ``blocked`` where this person may not decide."""
    return _queue(session, office, person)


@query
def find_cases(
    session: Session, office: Office, text: str, limit: int = 50, state: CaseState | None = None
) -> list[DeskRow]:
    """Cases by a fragment of their number, or of the applicant's name or pinyin initials; newest first, all for "".

    ``state`` narrows them to one state.
    """
    wanted = search_form(text)
    hit = or_(
        Case.number.contains(wanted.upper(), autoescape=True),
        Applicant.search_name.contains(wanted, autoescape=True),
        Applicant.pinyin.contains(wanted, autoescape=True),
    )
    statement = listed_cases().order_by(Case.id.desc()).limit(limit)
    if state is not None:
        statement = statement.where(Case.state == state)
    return list(_rows(session, office, statement.where(hit) if wanted else statement))


@query
def applicant_cases(session: Session, office: Office, applicant_id: int) -> list[DeskRow]:
    """All cases of an applicant, newest first."""
    statement = listed_cases().where(Dossier.applicant_id == applicant_id).order_by(Case.id.desc())
    return list(_rows(session, office, statement))


@dataclass(frozen=True, slots=True)
class YearFigures:
    """The cases of one year by state, every state named; what was awarded of them, in yuan."""

    counts: dict[CaseState, int]
    awarded: Decimal
    city: Decimal
    county: Decimal
    measures: dict[str, Decimal]
    """Awarded by short title of the measure, the largest first; measures without an award are not named."""


@query
def year_figures(session: Session, office: Office, year: int) -> YearFigures:
    """The year at a glance, by the year of the case numbers; ``awarded`` holds also what has no ratio yet."""
    of_year = Case.number.startswith(f"{year}-")
    counted = session.execute(select(Case.state, func.count().label("number")).where(of_year).group_by(Case.state))
    counts = dict.fromkeys(CaseState, 0) | {row.state: row.number for row in counted}
    sums = select(func.sum(Case.award), func.sum(Case.award_city), func.sum(Case.award_county))
    supported = (of_year, Case.state.in_(STANDING))
    awarded, city, county = session.execute(sums.where(*supported)).one()
    by_measure = session.execute(select(Case.measure, func.sum(Case.award)).where(*supported).group_by(Case.measure))
    none = Decimal("0.00")
    awards = [(office.titles.get(id_, id_), total or none) for id_, total in by_measure]
    largest = sorted(awards, key=lambda each: -each[1])
    return YearFigures(counts, awarded or none, city or none, county or none, dict(largest))


def _caseworker_desk(session: Session, office: Office, person: Person) -> list[DeskGroup]:
    mine = or_(Case.entered_by == person.id, Case.submitted_by == person.id, Case.changed_by == person.id)
    return [
        DeskGroup("returned", "退回给我", _rows(session, office, _in(CaseState.RETURNED).where(mine))),
        DeskGroup(
            "drafts",
            "草稿",
            _rows(session, office, _in(CaseState.DRAFT).where(mine)),
            "没有草稿。按 Ctrl+N 受理一份新的申请。",
        ),
        DeskGroup("pending", "待审批（我提交的）", _rows(session, office, _in(CaseState.PENDING).where(mine))),
        DeskGroup("done", "近日办结", _recent(session, office, mine)),
    ]


def _in(state: CaseState) -> Statement:
    return listed_cases().where(Case.state == state).order_by("since", Case.id)


def _recent(session: Session, office: Office, whose: ColumnElement[bool]) -> tuple[DeskRow, ...]:
    ended = Case.state.in_((CaseState.SUPPORTED, CaseState.REFUSED, CaseState.WITHDRAWN))
    statement = listed_cases().where(and_(ended, whose)).order_by(Case.changed_at.desc(), Case.id.desc()).limit(200)
    start = office.clock() - timedelta(days=RECENT_DAYS)
    rows = [row for row in _rows(session, office, statement) if row.since >= start]
    return tuple(sorted(rows, key=lambda row: row.since, reverse=True))


def _to_print(session: Session, office: Office) -> tuple[DeskRow, ...]:
    return _rows(session, office, _in(CaseState.SUPPORTED).where(~printed(SLIP)))


@dataclass(frozen=True, slots=True)
class _Editors:
    """What ``may_decide`` asks of a case."""

    entered_by: int
    editor_ids: frozenset[int]


def _queue(session: Session, office: Office, person: Person) -> list[DeskRow]:
    cases = rows_of(session, _in(CaseState.PENDING))
    editors = editors_of(session, (case.case_id for case in cases))
    return [
        _row(office, case, may_decide(_Editors(case.entered_by, frozenset(editors[case.case_id])), person) or "")
        for case in cases
    ]


def _rows(session: Session, office: Office, statement: Statement) -> tuple[DeskRow, ...]:
    return tuple(_row(office, case) for case in rows_of(session, statement))


def _row(office: Office, case: ListedCase, blocked: str = "") -> DeskRow:
    next_step = _NEXT.get(case.state, "")
    if case.state is CaseState.PENDING and case.proposal == "refuse":
        next_step = "审批（报请不予支持）"
    return DeskRow(
        case_id=case.case_id,
        dossier_id=case.dossier_id,
        number=case.number,
        applicant_id=case.applicant_id,
        applicant=case.applicant,
        measure=office.titles.get(case.measure, case.measure),
        amount=case.computed if case.award is None else case.award,
        days=max((office.clock().date() - case.since.date()).days, 0),
        since=case.since,
        state=case.state,
        next_step=next_step,
        note=case.reason,
        blocked=blocked,
    )


_NEXT = {
    CaseState.DRAFT: "填写并提交",
    CaseState.RETURNED: "修改后重新提交",
    CaseState.PENDING: "审批",
    CaseState.SUPPORTED: "打印审批单",
    CaseState.REFUSED: "告知申报主体",
}
