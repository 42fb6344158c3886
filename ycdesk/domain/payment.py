"""Money after the decision: the parts of an award as lines of payment, payments, changes of account, recoveries.

Each part is paid in one sum, from its own treasury, on its own day. What the bank sends back stays on record as a
returned payment; the line is then open again.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ycdesk.domain.case import Case
from ycdesk.domain.people import Person
from ycdesk.domain.record import Record, beijing_now

CITY = "city"
"""The treasury of the city itself; the others are named by the id of their county."""


class PaymentLine(Record):
    """What one treasury owes of one award, in yuan. Written when the parts are known, never changed."""

    __tablename__ = "payment_lines"
    __table_args__ = (
        UniqueConstraint("case_id", "treasury"),
        CheckConstraint("amount_fen > 0", "something_to_pay"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    treasury: Mapped[str]
    amount: Mapped[Decimal] = mapped_column("amount_fen")
    ruling_id: Mapped[int | None] = mapped_column(ForeignKey("rulings.id"))
    """The document that shared the award out where the policy gives no ratio."""
    at: Mapped[datetime] = mapped_column(default=beijing_now)

    case: Mapped[Case] = relationship(viewonly=True)
    payments: Mapped[list[Payment]] = relationship(lazy="selectin", order_by="Payment.id", viewonly=True)

    @property
    def paid(self) -> Payment | None:
        """The payment that stands; None while the line is open."""
        return next((each for each in self.payments if each.returned_on is None), None)


class Payment(Record):
    """One payment of a line, in full; or returned by the bank."""

    __tablename__ = "payments"

    id: Mapped[int] = mapped_column(primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("payment_lines.id"), index=True)
    amount: Mapped[Decimal] = mapped_column("amount_fen")
    paid_on: Mapped[date]
    voucher: Mapped[str]
    """Number of the voucher (凭证号)."""
    account_name: Mapped[str]
    bank_name: Mapped[str]
    bank_branch_code: Mapped[str] = mapped_column(default="")
    account_number: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    at: Mapped[datetime] = mapped_column(default=beijing_now)
    returned_on: Mapped[date | None]
    return_reason: Mapped[str] = mapped_column(default="")
    returned_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))

    by: Mapped[Person] = relationship(foreign_keys=[by_id], lazy="joined", viewonly=True)


class AccountChange(Record):
    """The one change of account that a returned payment allows (账户变更确认书)."""

    __tablename__ = "account_changes"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    account_name: Mapped[str]
    bank_name: Mapped[str]
    bank_branch_code: Mapped[str] = mapped_column(default="")
    account_number: Mapped[str]
    document: Mapped[str]
    """The confirmation, as it is filed."""
    by_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    at: Mapped[datetime] = mapped_column(default=beijing_now)


class Recovery(Record):
    """An award that is taken back: until ``due_on`` without interest."""

    __tablename__ = "recoveries"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    amount: Mapped[Decimal] = mapped_column("amount_fen")
    """What was paid, in yuan."""
    notified_on: Mapped[date]
    due_on: Mapped[date]
    repaid_on: Mapped[date | None]
    voucher: Mapped[str] = mapped_column(default="")
    repaid_to: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    """Who recorded that the money is here."""
