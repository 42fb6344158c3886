"""The desk of each role: what waits for me, since when, and what I may not do and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from ycdesk.database.queries import ListedCase, Statement, editors_of, held_cases, listed_cases, printed, rows_of
from ycdesk.domain.case import Case, CaseState
from ycdesk.domain.dossier import Dossier
from ycdesk.domain.people import Person, Role
from ycdesk.domain.states import ENDED, STANDING, WAITING
from ycdesk.domain.workflow import may_decide
from ycdesk.services.acts import away_for
from ycdesk.services.desk_rows import DeskRow, desk_rows, row_maker
from ycdesk.services.office import Office, query

__all__ = [
    "SLIP",
    "DeskGroup",
    "DeskRow",
    "applicant_cases",
    "desk",
    "queue",
    "year_figures",
]

SLIP = "审批单"
RECENT_DAYS = 30
MOST = 200
"""Rows of a group; whoever has more looks in the list of cases."""


@dataclass(frozen=True, slots=True)
class DeskGroup:
    """A heading of the desk with its cases; ``empty`` is what the desk says when there are none."""

    key: str
    title: str
    rows: tuple[DeskRow, ...]
    empty: str = ""


@query
def desk(session: Session, office: Office, person: Person) -> list[DeskGroup]:
    """The groups of the person's role, the oldest first in what waits, the newest first in what is done.

    A case stands in one group only. A deputy sees what the supervisor on leave would.
    """
    office.notice(session)
    groups = {
        Role.CASEWORKER: _caseworker_desk,
        Role.SUPERVISOR: _supervisor_desk,
        Role.CLERK: _clerk_desk,
        Role.ADMINISTRATOR: _administrator_desk,
    }[person.role](session, office, person)
    away = away_for(session, office, person)
    if away and person.role is not Role.SUPERVISOR:
        names = "、".join(other.name for other in away)
        waiting = tuple(row for row in _queue(session, office, person, away) if not row.blocked)
        groups.insert(0, DeskGroup("deputy", f"代{names}审批", waiting))
    return groups


@query
def queue(session: Session, office: Office, person: Person) -> list[DeskRow]:
    """All cases that wait for a decision, the longest waiting first; ``blocked`` where this person may not decide."""
    return _queue(session, office, person, away_for(session, office, person))


@query
def applicant_cases(session: Session, office: Office, applicant_id: int) -> list[DeskRow]:
    """All cases of an applicant, newest first."""
    statement = listed_cases().where(Dossier.applicant_id == applicant_id).order_by(Case.id.desc())
    return list(desk_rows(session, office, statement))


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
    none, counts = Decimal("0.00"), dict.fromkeys(CaseState, 0)
    awarded, city, county, measures = none, none, none, dict[str, Decimal]()
    sums = (func.sum(Case.award), func.sum(Case.award_city), func.sum(Case.award_county))
    # Only the number narrows: the index of the year holds the rest, and no other one is tempting.
    groups = select(Case.state, Case.measure, func.count(), *sums).group_by(Case.state, Case.measure)
    for state, measure, count, *parts in session.execute(groups.where(Case.number.between(f"{year}-", f"{year}-~"))):
        counts[state] += count
        if state.standing:
            award, of_city, of_county = (part or none for part in parts)
            awarded, city, county = awarded + award, city + of_city, county + of_county
            measures[measure] = measures.get(measure, none) + award
    largest = sorted(measures.items(), key=lambda each: -each[1])
    titled = {office.titles.get(measure, measure): award for measure, award in largest}
    return YearFigures(counts, awarded, city, county, titled)


def _caseworker_desk(session: Session, office: Office, person: Person) -> list[DeskGroup]:
    mine = or_(Case.entered_by == person.id, Case.submitted_by == person.id, Case.changed_by == person.id)
    taken_in = (CaseState.SUPPLEMENT, CaseState.RECEIVED, CaseState.ACCEPTED)
    intake = desk_rows(session, office, listed_cases().where(Case.state.in_(taken_in), mine).order_by("since", Case.id))
    today = office.clock().date()
    pressing = tuple(row for row in intake if row.due is not None and row.due <= today)
    groups = [
        DeskGroup("returned", "退回给我", _of(session, office, CaseState.RETURNED, mine)),
        DeskGroup("due", "今天到期和已超期", tuple(sorted(pressing, key=lambda row: row.due or today))),
    ]
    for key, title, state in (
        ("received", "已接收，待受理", CaseState.RECEIVED),
        ("accepted", "已受理，待提交", CaseState.ACCEPTED),
        ("supplement", "待企业补正", CaseState.SUPPLEMENT),
    ):
        groups.append(DeskGroup(key, title, tuple(row for row in intake if row.state is state and row not in pressing)))
    empty = "没有草稿。按 Ctrl+N 受理一份新的申请。"
    waiting = listed_cases().where(Case.state.in_(WAITING), mine).order_by("since", Case.id)
    return [
        *groups,
        DeskGroup("drafts", "草稿", _of(session, office, CaseState.DRAFT, mine), empty),
        DeskGroup("pending", "待审批（我提交的）", desk_rows(session, office, waiting)),
        DeskGroup("done", "近日办结", _recent(session, office, mine)),
    ]


def _supervisor_desk(session: Session, office: Office, person: Person) -> list[DeskGroup]:
    waiting = _queue(session, office, person, away_for(session, office, person))
    publicised = _of(session, office, CaseState.PUBLICISED)
    held = set(session.scalars(held_cases()))
    over = tuple(row for row in publicised if row.late and row.case_id not in held)
    unbatched = listed_cases().where(Case.state == CaseState.SUPPORTED, Case.batch_id.is_(None))
    return [
        DeskGroup("queue", "待我审批", tuple(r for r in waiting if not r.blocked), "没有等您审批的办件。"),
        DeskGroup("blocked", "须由他人审批", tuple(r for r in waiting if r.blocked)),
        DeskGroup("objections", "有异议待处理", tuple(row for row in publicised if row.case_id in held)),
        DeskGroup("over", "公示期满", over),
        DeskGroup("unfunded", "待资金", _of(session, office, CaseState.UNFUNDED)),
        DeskGroup("recovering", "追回中", _of(session, office, CaseState.RECOVERING)),
        DeskGroup("supported", "待列入批次上会", desk_rows(session, office, unbatched.order_by("since", Case.id))),
        DeskGroup("done", "近日由我办结", _recent(session, office, Case.decided_by == person.id)),
    ]


def _clerk_desk(session: Session, office: Office, person: Person) -> list[DeskGroup]:
    to_print = listed_cases().where(Case.state == CaseState.SUPPORTED, ~printed(SLIP)).order_by("since", Case.id)
    to_pay = listed_cases().where(Case.state.in_((CaseState.PAYABLE, CaseState.PART_PAID))).order_by("since", Case.id)
    return [
        DeskGroup("print", "待打印", desk_rows(session, office, to_print), "没有等待打印的审批单。"),
        DeskGroup("pay", "待拨付", desk_rows(session, office, to_pay)),
        DeskGroup("recovering", "待退款", _of(session, office, CaseState.RECOVERING)),
        DeskGroup("paid", "待归档", _of(session, office, CaseState.PAID)),
    ]


def _administrator_desk(session: Session, office: Office, person: Person) -> list[DeskGroup]:
    states = (CaseState.PENDING, CaseState.RETURNED, CaseState.DRAFT)
    return [DeskGroup(state.value, state.label, desk_rows(session, office, _in(state).limit(MOST))) for state in states]


def _in(state: CaseState) -> Statement:
    return listed_cases().where(Case.state == state).order_by("since", Case.id)


def _of(
    session: Session, office: Office, state: CaseState, whose: ColumnElement[bool] | None = None
) -> tuple[DeskRow, ...]:
    statement = _in(state).limit(MOST)
    return desk_rows(session, office, statement if whose is None else statement.where(whose))


def _recent(session: Session, office: Office, whose: ColumnElement[bool]) -> tuple[DeskRow, ...]:
    done = Case.state.in_((*STANDING, CaseState.REFUSED, *ENDED))
    waits_above = Case.state.in_((CaseState.UNFUNDED, CaseState.RECOVERING))
    start = office.clock() - timedelta(days=RECENT_DAYS)
    statement = listed_cases().where(and_(done, ~waits_above, whose, Case.state_since >= start))
    return desk_rows(session, office, statement.order_by(Case.state_since.desc(), Case.id.desc()).limit(MOST))


def _queue(session: Session, office: Office, person: Person, away: Sequence[Person] = ()) -> list[DeskRow]:
    waiting = listed_cases().where(Case.state.in_(WAITING)).order_by("since", Case.id)
    cases = rows_of(session, waiting)
    editors = editors_of(session, (case.case_id for case in cases))
    make = row_maker(session, office)
    return [make(case, _why_not(case, editors[case.case_id], person, away)) for case in cases]


def _why_not(case: ListedCase, editors: set[int], person: Person, away: Sequence[Person]) -> str:
    """Why this person may not sign a case that waits; a deputy may not where the one on leave could not."""
    principals = [] if person.role is Role.SUPERVISOR else away[:1]
    for each in (person, *principals):
        if case.state is CaseState.COUNTERSIGN and each.id == case.decided_by:
            return "第一次签批是您签的，须由另一位审批人复签。"
        why = may_decide(_Editors(case.entered_by, frozenset(editors)), each)
        if why is not None:
            return why
    return ""


@dataclass(frozen=True, slots=True)
class _Editors:
    """What ``may_decide`` asks of a case."""

    entered_by: int
    editor_ids: frozenset[int]
