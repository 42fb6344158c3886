"""The year's budget at work (第八条): what is there, the queue before the meeting, what cases take and give back.

City and counties are separate treasuries. The city has no money before its budget is entered; a county whose budget
nobody has entered here is never short. What is set aside stands in the same transaction as the step of the case, and
the database refuses more than there is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session, defer, lazyload

from ycdesk.calculation.clauses import clause_order
from ycdesk.calculation.ruled import Ruled
from ycdesk.calculation.split import split
from ycdesk.database.log import append_event
from ycdesk.domain.budget import TAKEN, Allotment, BudgetEntry, BudgetUse, Claim, FundState, Pot, allocate
from ycdesk.domain.case import Case, CaseState
from ycdesk.domain.errors import InputProblem, Refused
from ycdesk.domain.payment import CITY
from ycdesk.domain.people import Person, Role
from ycdesk.domain.ruling import Ruling, Subject
from ycdesk.services.office import Office, actor, deed, query
from ycdesk.services.packages import case_package

NONE = Decimal("0.00")
QUEUE = (CaseState.SUPPORTED, CaseState.PUBLICISED, CaseState.UNFUNDED)
"""States in which a case waits for money or has it reserved."""
FUNDED = (CaseState.PAYABLE, CaseState.PART_PAID, CaseState.PAID, CaseState.ARCHIVED)


@dataclass(frozen=True, slots=True)
class Parts:
    """An award in parts, in yuan by treasury, none of them zero; ``ruling`` where a document shared it out."""

    amounts: dict[str, Decimal]
    ruling: Ruling | None = None


def parts_of(session: Session, office: Office, case: Case) -> Parts | None:
    """Who pays what of an award: as decided, or by the last ruling on the county; None where there is neither."""
    county, ruling = (case.facts or {})["applicant"]["county"], None
    city, rest = case.award_city, case.award_county
    if city is None or rest is None:
        on_county = (Ruling.subject == Subject.SPLIT, Ruling.county == county, Ruling.policy_id == case.policy_id)
        ruling = session.scalar(select(Ruling).where(*on_county).order_by(Ruling.id.desc()).limit(1))
        if ruling is None or ruling.percent is None:
            return None
        ruled = Ruled(city_percents={county: ruling.percent})
        funding = split(case.award or NONE, case.measure, county, case_package(session, office, case), ruled)
        if funding is None:
            return None
        city, rest = funding.city, funding.county
    return Parts({treasury: part for treasury, part in ((CITY, city), (county, rest)) if part}, ruling)


# What is there.


@deed
def add_budget(
    session: Session,
    office: Office,
    person: Person,
    year: int,
    treasury: str,
    amount: Decimal | None,
    document: str,
    clause: str = "",
) -> BudgetEntry:
    """Enter money for a year by its document; a negative amount takes some back. Yuan.

    ``treasury``: ``payment.CITY`` or the id of a county; ``clause``: a part of it kept for one clause. Raises
    InputProblem; Refused where more is taken back than is free.
    """
    by = actor(session, person)
    if by.role not in (Role.SUPERVISOR, Role.ADMINISTRATOR):
        raise Refused(f"预算由审批人或管理员登记，您的岗位是{by.role.label}。")
    problems = {}
    if treasury != CITY and treasury not in office.package.counties:
        problems["treasury"] = "请选择市本级或者一个县（市、区）。"
    if amount is None or not amount or amount * 100 != int(amount * 100):
        problems["amount"] = "请填写金额（元，最多两位小数，不为零；减少的填负数）。"
    if not 2024 <= year <= 2100:
        problems["year"] = "请填写 2024 年以后的年度。"
    if not document.strip():
        problems["document"] = "请填写预算文件的文号或者名称。"
    if clause and clause not in {each.clause for each in office.package.measures.values()}:
        problems["clause"] = "政策里没有这个条款。"
    if problems or amount is None:
        raise InputProblem(problems)
    entry = BudgetEntry(
        year=year,
        treasury=treasury,
        clause=clause,
        amount=amount,
        document=" ".join(document.split()),
        by_id=by.id,
        at=office.clock(),
    )
    session.add(entry)
    session.flush()
    content = {"year": year, "treasury": treasury, "clause": clause, "amount": f"{amount:.2f}", "document": document}
    append_event(session, office.clock(), by, "budget", content)
    return entry


@query
def budget_entries(session: Session, office: Office, year: int) -> list[BudgetEntry]:
    """What was entered for a year, in the order of entry."""
    return list(session.scalars(select(BudgetEntry).where(BudgetEntry.year == year).order_by(BudgetEntry.id)))


@dataclass(frozen=True, slots=True)
class PotFigures:
    """One pot of a year in yuan; ``total`` None where no budget is kept for it."""

    treasury: str
    clause: str
    total: Decimal | None
    reserved: Decimal
    committed: Decimal
    paid: Decimal

    @property
    def taken(self) -> Decimal:
        """Reserved, committed or paid."""
        return self.reserved + self.committed + self.paid

    @property
    def free(self) -> Decimal | None:
        """What is left; None where no budget is kept."""
        return None if self.total is None else self.total - self.taken


@query
def budget_figures(session: Session, office: Office, year: int) -> list[PotFigures]:
    """Every pot that has a budget or of which something is taken: the city first, then the counties by their code."""
    return figures(session, year)


def figures(session: Session, year: int) -> list[PotFigures]:
    """The same within a deed."""
    entered = select(BudgetEntry.treasury, BudgetEntry.clause, func.sum(BudgetEntry.amount))
    of_year = entered.where(BudgetEntry.year == year).group_by(BudgetEntry.treasury, BudgetEntry.clause)
    totals: dict[Pot, Decimal] = {(treasury, clause): total for treasury, clause, total in session.execute(of_year)}
    taken: dict[Pot, dict[FundState, Decimal]] = {}
    uses = select(BudgetUse.treasury, BudgetUse.clause, BudgetUse.state, func.sum(BudgetUse.amount))
    grouped = uses.where(BudgetUse.year == year, BudgetUse.state.in_(TAKEN)).group_by(
        BudgetUse.treasury, BudgetUse.clause, BudgetUse.state
    )
    for treasury, clause, state, amount in session.execute(grouped):
        for pot in {(treasury, ""), (treasury, clause)}:
            of_pot = taken.setdefault(pot, {})
            of_pot[state] = of_pot.get(state, NONE) + amount
    whole = {pot for pot in taken if not pot[1]} | set(totals)
    return [
        PotFigures(treasury, clause, totals.get((treasury, clause)), *_states(taken.get((treasury, clause), {})))
        for treasury, clause in sorted(whole, key=lambda pot: (pot[0] != CITY, pot[0], clause_order(pot[1])))
    ]


def _states(amounts: Mapping[FundState, Decimal]) -> tuple[Decimal, Decimal, Decimal]:
    return tuple(amounts.get(state, NONE) for state in TAKEN)  # type: ignore[return-value]  # three states


# The queue, and trying the allocation out.

_BULKY = (Case.entries, Case.result, Case.papers, Case.words, Case.applicant_snapshot)
_LEAN = (lazyload("*"), *(defer(column) for column in _BULKY))
"""A case without what the allocation does not ask: a thousand are looked through while somebody waits."""


@query
def simulate(session: Session, office: Office, year: int, batch_id: int | None = None) -> list[Allotment]:
    """The queue of a year in order of priority, and from which case on the money does not suffice.

    ``batch_id`` narrows the queue to the cases of one batch, and to what has its money already.
    """
    statement = select(Case).options(*_LEAN).where(Case.state.in_(QUEUE)).order_by(Case.id)
    if batch_id is not None:
        statement = statement.where(Case.batch_id == batch_id)
    return allot(session, office, year, session.scalars(statement))


def allot(session: Session, office: Office, year: int, cases: Iterable[Case]) -> list[Allotment]:
    """What the year's money says to these cases, in order of priority; what has its money keeps it."""
    cases = list(cases)
    holding = select(BudgetUse.case_id).where(BudgetUse.case_id.in_([case.id for case in cases]))
    held = set(session.scalars(holding.where(BudgetUse.state.in_(TAKEN))))
    free = {(pot.treasury, pot.clause): pot.free for pot in figures(session, year) if pot.free is not None}
    return list(allocate([_claim(session, office, case, case.id in held) for case in cases], free))


def _claim(session: Session, office: Office, case: Case, held: bool) -> Claim:
    parts = parts_of(session, office, case)
    clause = case_package(session, office, case).measures[case.measure].clause
    accepted = case.accepted_on or case.entered_at.date()
    return Claim(
        case.id, case.number, clause, clause_order(clause), accepted, None if parts is None else parts.amounts, held
    )


# What the steps of a case write.


def set_aside(session: Session, office: Office, case: Case, year: int, state: FundState) -> None:
    """Take a case's parts from the year's budget. The database refuses what is not there."""
    parts = parts_of(session, office, case)
    assert parts is not None  # the allocation has seen to it
    clause = case_package(session, office, case).measures[case.measure].clause
    now = office.clock()
    for treasury, amount in parts.amounts.items():
        session.add(
            BudgetUse(
                case_id=case.id,
                year=year,
                treasury=treasury,
                clause=clause,
                amount=amount,
                state=state,
                at=now,
                changed_at=now,
            )
        )
    session.flush()


def taken_by(session: Session, case: Case) -> list[BudgetUse]:
    """What a case holds of the budget, the city's first."""
    mine = select(BudgetUse).where(BudgetUse.case_id == case.id, BudgetUse.state.in_(TAKEN))
    return list(session.scalars(mine.order_by(BudgetUse.id)))


def commit_money(session: Session, case: Case, now: datetime) -> None:
    """What was reserved is committed."""
    _change(session, taken_by(session, case), FundState.COMMITTED, now)


def release(session: Session, case: Case, now: datetime) -> None:
    """Give back all that a case holds."""
    _change(session, taken_by(session, case), FundState.RELEASED, now)


def mark_paid(session: Session, case: Case, treasury: str, paid: bool, now: datetime) -> None:
    """The part of one treasury is paid, or the bank has sent it back."""
    uses = [use for use in taken_by(session, case) if use.treasury == treasury]
    _change(session, uses, FundState.PAID if paid else FundState.COMMITTED, now)


def _change(session: Session, uses: Iterable[BudgetUse], state: FundState, now: datetime) -> None:
    for use in uses:
        if use.state is not state:
            use.state, use.changed_at = state, now
    session.flush()
