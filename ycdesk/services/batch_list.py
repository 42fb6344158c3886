"""Batches and their cases as the screens list them, and what can be done with a batch now, and why not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from ycdesk.database.queries import held_cases
from ycdesk.domain.budget import BudgetUse, FundState
from ycdesk.domain.case import Case, CaseState
from ycdesk.domain.meeting import Batch, Objection
from ycdesk.domain.people import Person, Role
from ycdesk.domain.states import Action
from ycdesk.domain.workflow import allowed
from ycdesk.services.acts import GONE, away_for
from ycdesk.services.budget import QUEUE
from ycdesk.services.office import Office, query

NONE = Decimal("0.00")


class Deed(StrEnum):
    """What can be done with a batch."""

    PUT_IN = "列入"
    TAKE_OUT = "移出"
    MINUTES = "记录会议纪要"
    PUBLICISE = "公示"
    CLEAR = "公示期满"


@dataclass(frozen=True, slots=True)
class BatchLine:
    """A batch with what it holds. ``batch`` None: the decided cases that are in no batch yet."""

    batch: Batch | None
    count: int
    total: Decimal
    """Yuan awarded."""
    waiting: int = 0
    """Cases still under the public notice."""

    def stage(self, today: date) -> str:
        """Where it stands, in Chinese."""
        batch = self.batch
        if batch is None:
            return "待列入"
        if batch.last_day is None:
            return "已上会" if batch.minutes_number else "待上会"
        if today <= batch.last_day:
            return f"公示中至 {batch.last_day.month} 月 {batch.last_day.day} 日"
        return f"公示期满，{self.waiting} 件待办" if self.waiting else "公示期满"


@dataclass(frozen=True, slots=True)
class BatchCase:
    """One case of a batch; yuan. ``city`` and ``county`` None where nobody has said who pays what."""

    case_id: int
    dossier_id: int
    number: str
    applicant: str
    measure: str
    """Short title."""
    state: CaseState
    amount: Decimal
    city: Decimal | None
    county: Decimal | None
    open_objections: int = 0
    held: bool = False
    """An objection holds it: it is open, or was upheld."""


@query
def batch_lines(session: Session, office: Office) -> list[BatchLine]:
    """First what is in no batch, then the batches, the latest first."""
    sums = (func.count(Case.id), func.sum(Case.award))
    count, total = session.execute(select(*sums).where(_loose())).one()
    waiting = func.count(Case.id).filter(Case.state == CaseState.PUBLICISED)
    rows = select(Batch, *sums, waiting).outerjoin(Case, Case.batch_id == Batch.id).group_by(Batch.id)
    lines = [
        BatchLine(batch, number, amount or NONE, open_)
        for batch, number, amount, open_ in session.execute(rows.order_by(Batch.id.desc()))
    ]
    return [BatchLine(None, count, total or NONE), *lines]


@query
def batch_cases(session: Session, office: Office, batch_id: int | None) -> list[BatchCase]:
    """The cases of a batch, or the decided ones that are in none, by their numbers."""
    return _found(session, office, _loose() if batch_id is None else Case.batch_id == batch_id)


@query
def queue_cases(session: Session, office: Office) -> list[BatchCase]:
    """The cases that ``budget.simulate`` goes through: they wait for money, or have it reserved."""
    return _found(session, office, Case.state.in_(QUEUE))


@query
def committed_cases(session: Session, office: Office, year: int) -> list[BatchCase]:
    """The cases that have their money from a year, none of it paid yet."""
    mine = select(BudgetUse.case_id).where(BudgetUse.year == year, BudgetUse.state == FundState.COMMITTED)
    return _found(session, office, (Case.state == CaseState.PAYABLE) & Case.id.in_(mine))


@query
def case_deeds(session: Session, office: Office, person: Person, case_id: int) -> dict[Action, str | None]:
    """Every action with None (may be done now) or the reason why not, in Chinese; a deputy acts for others."""
    case = session.get(Case, case_id)
    if case is None:
        raise GONE
    return allowed(case, person, away_for(session, office, person))


def batch_deeds(line: BatchLine, person: Person, today: date) -> dict[Deed, str]:
    """For each deed the reason why it cannot be done with this batch now; "" where it can."""
    batch = line.batch
    if person.role is not Role.SUPERVISOR:
        return dict.fromkeys(Deed, f"批次和公示由审批人办理，您的岗位是{person.role.label}。")
    if batch is None:
        found = dict.fromkeys(Deed, "请先在左边选一个批次。")
        return found | {Deed.PUT_IN: "" if line.count else "没有待列入批次的办件。"}
    posted = f"批次 {batch.number} 已经公示，不能再改。" if batch.posted_on else ""
    found = dict.fromkeys(Deed, posted)
    found[Deed.PUT_IN] = "请在左边选“待列入批次”，选中办件后列入。"
    if not posted and not line.count:
        found[Deed.TAKE_OUT] = found[Deed.PUBLICISE] = f"批次 {batch.number} 里没有办件。"
    elif not posted and not batch.minutes_number:
        found[Deed.PUBLICISE] = f"批次 {batch.number} 还没有记录会议纪要，请先记录会议纪要的文号和日期。"
    found[Deed.CLEAR] = _not_over(line, batch, today)
    return found


def _not_over(line: BatchLine, batch: Batch, today: date) -> str:
    if batch.last_day is None:
        return f"批次 {batch.number} 还没有公示。"
    if today <= batch.last_day:
        return f"批次 {batch.number} 公示到 {batch.last_day} 为止，第二天起才能办公示期满。"
    return "" if line.waiting else f"批次 {batch.number} 的公示期满已经办完。"


def _loose() -> ColumnElement[bool]:
    """Decided for support, in no batch."""
    return (Case.state == CaseState.SUPPORTED) & Case.batch_id.is_(None)


def _found(session: Session, office: Office, wanted: ColumnElement[bool]) -> list[BatchCase]:
    of_case = (Objection.case_id == Case.id, Objection.outcome.is_(None))
    objections = select(func.count(Objection.id)).where(*of_case).correlate(Case).scalar_subquery()
    rows = session.execute(
        select(
            Case.id,
            Case.dossier_id,
            Case.number,
            Case.applicant_snapshot,
            Case.measure,
            Case.state,
            Case.award,
            Case.award_city,
            Case.award_county,
            objections,
            Case.id.in_(held_cases()),
        )
        .where(wanted)
        .order_by(Case.id)
    )
    return [
        BatchCase(
            case_id=case_id,
            dossier_id=dossier_id,
            number=number,
            applicant=(applicant or {}).get("name") or "",
            measure=office.titles.get(measure, measure),
            state=state,
            amount=amount or NONE,
            city=city,
            county=county,
            open_objections=open_,
            held=bool(stop),
        )
        for case_id, dossier_id, number, applicant, measure, state, amount, city, county, open_, stop in rows
    ]
