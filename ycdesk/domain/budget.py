"""The yearly special budget (第八条): what is there, what is taken, and who comes first.

The policy lets the bureau allocate "in order of priority" within the budget. The order here is the bureau's default
(``product.md``): by clause, then by the day of acceptance. Nothing is shared out pro rata: what does not fit waits,
and what comes after it and still fits does not overtake it within the same treasury.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from ycdesk.domain.record import Record, as_text, beijing_now


class FundState(StrEnum):
    """What became of money set aside for a case."""

    RESERVED = "reserved"
    COMMITTED = "committed"
    PAID = "paid"
    RELEASED = "released"

    @property
    def label(self) -> str:
        """The Chinese word on the screens."""
        return {"reserved": "预留", "committed": "已安排", "paid": "已支付", "released": "已释放"}[self.value]


TAKEN = (FundState.RESERVED, FundState.COMMITTED, FundState.PAID)


class BudgetEntry(Record):
    """Money given to (or taken from) a treasury for a year, by a document. Never changed; a mistake is countered."""

    __tablename__ = "budget_entries"
    __table_args__ = (Index("ix_budget_entries_year_treasury", "year", "treasury"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    treasury: Mapped[str]
    """``payment.CITY`` or the id of a county."""
    clause: Mapped[str] = mapped_column(default="")
    """A part set aside for one clause ("三(一)"); empty for the whole of the treasury."""
    amount: Mapped[Decimal] = mapped_column("amount_fen")
    document: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    at: Mapped[datetime] = mapped_column(default=beijing_now)


class BudgetUse(Record):
    """What a case takes from a treasury's budget of a year, in yuan."""

    __tablename__ = "budget_uses"
    __table_args__ = (
        CheckConstraint("amount_fen > 0", "something_taken"),
        Index("ix_budget_uses_year_treasury", "year", "treasury"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    year: Mapped[int]
    treasury: Mapped[str]
    clause: Mapped[str]
    amount: Mapped[Decimal] = mapped_column("amount_fen")
    state: Mapped[FundState] = mapped_column(as_text(FundState))
    at: Mapped[datetime] = mapped_column(default=beijing_now)
    changed_at: Mapped[datetime] = mapped_column(default=beijing_now)


# The allocation: pure, so that it can be tried out before the meeting.


@dataclass(frozen=True, slots=True)
class Claim:
    """An award that asks for money. ``parts``: yuan by treasury; None where nobody has said who pays."""

    case_id: int
    number: str
    clause: str
    clause_order: tuple[int, ...]
    accepted_on: date
    parts: Mapping[str, Decimal] | None
    held: bool = False
    """It has its money already (reserved, committed or paid)."""

    @property
    def priority(self) -> tuple[tuple[int, ...], date, int]:
        """The default order of 第八条: clause, then acceptance, then the number in which the cases came."""
        return (self.clause_order, self.accepted_on, self.case_id)


@dataclass(frozen=True, slots=True)
class Allotment:
    """What the allocation says of one claim. ``short``: yuan lacking by treasury; empty when it is funded."""

    claim: Claim
    funded: bool
    short: Mapping[str, Decimal]
    left: Mapping[str, Decimal]
    """Yuan left in the treasuries it asks after this claim."""
    reason: str = ""


Pot = tuple[str, str]
"""A treasury and a clause; "" for the whole of the treasury."""


def allocate(claims: Iterable[Claim], available: Mapping[Pot, Decimal]) -> Sequence[Allotment]:
    """Go through the claims in order of priority and fund each that every pot it draws on can still pay in full.

    ``available``: yuan free in each pot. A county without a pot keeps no budget here and is never short; the city
    without one has no money. Once a claim does not fit, later ones do not draw on the pot that was short.
    """
    free = dict(available)
    closed: set[Pot] = set()
    found = []
    for claim in sorted(claims, key=lambda each: each.priority):
        if claim.held:
            found.append(Allotment(claim, True, {}, _left(free, claim)))
            continue
        if claim.parts is None:
            found.append(Allotment(claim, False, {}, {}, "分担比例没有文件确定，不能安排资金"))
            continue
        wanted = {pot: part for treasury, part in claim.parts.items() for pot in _pots(free, treasury, claim.clause)}
        short = {pot: part - free.get(pot, Decimal(0)) for pot, part in wanted.items() if free.get(pot, 0) < part}
        blocked = [pot for pot in wanted if pot in closed]
        if short or blocked:
            closed.update(short)
            lacking = {pot[0]: amount for pot, amount in short.items()}
            reason = "" if short else "排在前面的办件还在等资金"
            found.append(Allotment(claim, False, lacking, _left(free, claim), reason))
            continue
        for pot, part in wanted.items():
            free[pot] -= part
        found.append(Allotment(claim, True, {}, _left(free, claim)))
    return found


def _pots(free: Mapping[Pot, Decimal], treasury: str, clause: str) -> list[Pot]:
    """The pots that a part draws on: the treasury's whole, and what is set aside for the clause."""
    pots = [(treasury, clause)] if (treasury, clause) in free else []
    if treasury == "city" or (treasury, "") in free:
        pots.append((treasury, ""))
    return pots


def _left(free: Mapping[Pot, Decimal], claim: Claim) -> dict[str, Decimal]:
    return {treasury: free[treasury, ""] for treasury in claim.parts or () if (treasury, "") in free}
