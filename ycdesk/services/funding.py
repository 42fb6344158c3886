"""Giving a case its money, or the money back to the budget, after the public notice."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from ycdesk.domain.budget import FundState
from ycdesk.domain.case import Case, CaseState
from ycdesk.domain.errors import Refused
from ycdesk.domain.payment import PaymentLine
from ycdesk.domain.people import Person
from ycdesk.domain.states import Action
from ycdesk.services.acts import case_for, leave_event, move, need_reason
from ycdesk.services.budget import allot, commit_money, parts_of, release, set_aside, taken_by
from ycdesk.services.office import Office, deed


def fund_case(session: Session, office: Office, case: Case, year: int) -> None:
    """Commit a case's money from the year's budget and write its lines of payment, where they are not yet there."""
    if taken_by(session, case):
        commit_money(session, case, office.clock())
    else:
        set_aside(session, office, case, year, FundState.COMMITTED)
    if session.scalar(select(PaymentLine.id).where(PaymentLine.case_id == case.id).limit(1)) is None:
        parts = parts_of(session, office, case)
        assert parts is not None  # money was set aside by these parts
        for treasury, amount in parts.amounts.items():
            ruling_id = parts.ruling.id if parts.ruling else None
            line = PaymentLine(case_id=case.id, treasury=treasury, amount=amount, ruling_id=ruling_id)
            line.at = office.clock()
            session.add(line)
    session.flush()


@deed
def fund(session: Session, office: Office, person: Person, year: int) -> list[str]:
    """Give the year's money to the cases that wait for it, in order of priority; returns the numbers funded."""
    waiting = list(session.scalars(select(Case).where(Case.state == CaseState.UNFUNDED).order_by(Case.id)))
    numbers = []
    for each in allot(session, office, year, waiting):
        if not each.funded:
            continue
        case, by = case_for(session, office, person, each.claim.case_id, None, Action.FUND)
        fund_case(session, office, case, year)
        move(case, Action.FUND, office)
        money = {use.treasury: f"{use.amount:.2f}" for use in taken_by(session, case)}
        leave_event(session, office, by, case, Action.FUND, year=year, money=money)
        numbers.append(case.number)
    if not waiting:
        raise Refused("没有等待资金的办件。")
    return numbers


@deed
def defer(session: Session, office: Office, person: Person, case_id: int, version: int, reason: str) -> Case:
    """Give an unpaid case's money back to the budget (转待资金); the case waits for another year's."""
    case, by = case_for(session, office, person, case_id, version, Action.DEFER)
    reason = need_reason(reason, Action.DEFER.label)
    release(session, case, office.clock())
    move(case, Action.DEFER, office)
    leave_event(session, office, by, case, Action.DEFER, reason=reason)
    return case
