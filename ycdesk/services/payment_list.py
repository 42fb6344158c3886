"""All lines of payment on one list: to whom, from which treasury, to which account, for how long they wait."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import Label, Row, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from ycdesk.domain.budget import TAKEN, BudgetUse
from ycdesk.domain.case import Case, CaseState
from ycdesk.domain.clock import Due, due_in
from ycdesk.domain.meeting import Batch
from ycdesk.domain.payment import CITY, AccountChange, Payment, PaymentLine
from ycdesk.domain.step import CaseStep, StepKind
from ycdesk.services.bureau_settings import limits_in
from ycdesk.services.calendar import working_days_in
from ycdesk.services.office import Office, query
from ycdesk.services.payments import Account

TO_PAY = (CaseState.PAYABLE, CaseState.PART_PAID)
"""States in which an open line is to be paid."""
CITY_WORDS = "市本级"


class LineState(StrEnum):
    """Where a line stands."""

    OPEN = "open"
    RETURNED = "returned"
    """Paid and sent back by the bank: it is to be paid again."""
    PAID = "paid"

    @property
    def label(self) -> str:
        """The Chinese word on the screen."""
        return {"open": "待付", "returned": "退汇", "paid": "已付"}[self.value]


@dataclass(frozen=True, slots=True)
class ListedLine:
    """One line of payment, money in yuan."""

    line_id: int
    case_id: int
    dossier_id: int
    number: str
    case_state: CaseState
    applicant: str
    credit_code: str
    county: str
    """Code of the applicant's county, whoever pays."""
    measure_id: str
    measure: str
    """Short title."""
    treasury: str
    amount: Decimal
    state: LineState
    account: Account
    """Where the money went, or will go."""
    batch_id: int | None
    batch: str
    """Number and name."""
    paid_on: date | None = None
    voucher: str = ""
    return_reason: str = ""
    """Why the last payment came back, while the line is open again."""
    days: int = 0
    """Calendar days for which it has been waiting."""
    due: Due | None = None
    """When it has to be paid, while it is open."""
    reminded_on: date | None = None
    """The last reminder to its county."""

    @property
    def open(self) -> bool:
        """Whether it is to be paid."""
        return self.state is not LineState.PAID

    @property
    def late(self) -> int:
        """Working days since it should have been paid."""
        return self.due.late if self.due else 0

    @property
    def has_account(self) -> bool:
        """Whether there is an account to pay to."""
        return bool(self.account.account_name and self.account.account_number)


@query
def payment_list(session: Session, office: Office) -> list[ListedLine]:
    """Every line that is to be paid or was paid: the city's first, then county by county, the longest waiting first."""
    return lines_in(session, office)


def lines_in(session: Session, office: Office) -> list[ListedLine]:
    """The same within a reading."""
    today, calendar, limits = office.clock().date(), working_days_in(session), limits_in(session)

    @cache
    def due(since: date) -> Due | None:
        return due_in(CaseState.PAYABLE, datetime.combine(since, time()), today, calendar, limits)

    lines = [_line(office, row, today, due) for row in session.execute(_statement())]
    return sorted(
        lines, key=lambda each: (each.treasury != CITY, each.treasury, not each.open, -each.days, each.line_id)
    )


def treasury_words(office: Office, treasury: str) -> str:
    """The name of a treasury: 市本级, or that of the county."""
    county = office.package.counties.get(treasury)
    return CITY_WORDS if treasury == CITY else county.name if county else treasury


def _statement() -> Select[*tuple[Any, ...]]:
    """One row a line, with the last payment, the account as it is now and since when its money has been there."""
    last = select(func.max(Payment.id)).where(Payment.line_id == PaymentLine.id).correlate(PaymentLine)
    reminded = (
        select(CaseStep.case_id, func.max(CaseStep.on_day).label("reminded_on"))
        .where(CaseStep.kind == StepKind.REMINDER)
        .group_by(CaseStep.case_id)
        .subquery()
    )
    money = (
        BudgetUse.case_id == PaymentLine.case_id,
        BudgetUse.treasury == PaymentLine.treasury,
        BudgetUse.state.in_(TAKEN),
    )
    case = (Case.id.label("case_id"), Case.dossier_id, Case.number, Case.state.label("case_state"), Case.measure)
    return (
        select(
            PaymentLine.id.label("line_id"),
            PaymentLine.treasury,
            PaymentLine.amount,
            *case,
            Case.applicant_snapshot.label("applicant"),
            Batch.id.label("batch_id"),
            Batch.number.label("batch_number"),
            Batch.name.label("batch_name"),
            Payment.paid_on,
            Payment.voucher,
            Payment.returned_on,
            Payment.return_reason,
            *_account_of(Payment, "paid"),
            *_account_of(AccountChange, "new"),
            BudgetUse.changed_at.label("since"),
            reminded.c.reminded_on,
        )
        .join(Case, PaymentLine.case_id == Case.id)
        .outerjoin(Batch, Case.batch_id == Batch.id)
        .outerjoin(Payment, Payment.id == last.scalar_subquery())
        .outerjoin(AccountChange, AccountChange.case_id == Case.id)
        .outerjoin(BudgetUse, and_(*money))
        .outerjoin(reminded, reminded.c.case_id == Case.id)
        .where(or_(Case.state.in_(TO_PAY), and_(Payment.id.is_not(None), Payment.returned_on.is_(None))))
    )


_ACCOUNT = ("account_name", "bank_name", "bank_branch_code", "account_number")


def _account_of(kind: type[Payment] | type[AccountChange], prefix: str) -> list[Label[str]]:
    return [getattr(kind, name).label(f"{prefix}_{name}") for name in _ACCOUNT]


def _line(office: Office, row: Row[*tuple[Any, ...]], today: date, due: Callable[[date], Due | None]) -> ListedLine:
    """``due``: when a line has to be paid that has been waiting since a day."""
    kept = row.applicant or {}
    paid = row.paid_on is not None and row.returned_on is None
    state = LineState.PAID if paid else LineState.RETURNED if row.returned_on else LineState.OPEN
    of = "paid" if paid else "new" if row.new_account_number else ""
    account = Account(*((getattr(row, f"{of}_{name}") if of else kept.get(name)) or "" for name in _ACCOUNT))
    since = None if paid or row.since is None else row.since.date()
    return ListedLine(
        line_id=row.line_id,
        case_id=row.case_id,
        dossier_id=row.dossier_id,
        number=row.number,
        case_state=row.case_state,
        applicant=kept.get("name") or "",
        credit_code=kept.get("credit_code") or "",
        county=kept.get("county") or "",
        measure_id=row.measure,
        measure=office.titles.get(row.measure, row.measure),
        treasury=row.treasury,
        amount=row.amount,
        state=state,
        account=account,
        batch_id=row.batch_id,
        batch=f"{row.batch_number} {row.batch_name}".strip() if row.batch_id else "",
        paid_on=row.paid_on if paid else None,
        voucher=row.voucher if paid else "",
        return_reason=row.return_reason if state is LineState.RETURNED else "",
        days=max((today - since).days, 0) if since else 0,
        due=due(since) if since else None,
        reminded_on=row.reminded_on if row.treasury != CITY else None,
    )
