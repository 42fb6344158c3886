"""The ledger (台账) of limits: what each submission would use up, and whether it still stands.

A line is written when a case is submitted (reserved), becomes final with the approval (committed), and is never
deleted: a refusal, return or withdrawal releases it, a correction or recovery gives it back. The database holds
the same: no line goes back a step, and the lines that stand never exceed their ceiling.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from ycdesk.domain.record import Record, as_text


class UseState(StrEnum):
    """Whether a line of the ledger stands."""

    RESERVED = "reserved"
    COMMITTED = "committed"
    RELEASED = "released"
    GIVEN_BACK = "given_back"

    @property
    def label(self) -> str:
        """The Chinese word on the screens."""
        return _LABELS[self]


_LABELS = {
    UseState.RESERVED: "待审批占用",
    UseState.COMMITTED: "已批准占用",
    UseState.RELEASED: "已释放",
    UseState.GIVEN_BACK: "已退还",
}
STANDING = (UseState.RESERVED, UseState.COMMITTED)


class LedgerUse(Record):
    """One use of one limit by one submission. Quantities are counts, or 分 where ``money``."""

    __tablename__ = "uses"
    __table_args__ = (Index("ix_uses_limit_id_key", "limit_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    submission: Mapped[int]
    """Which submission of the case reserved it, from 1."""
    policy_id: Mapped[str]
    """The policy within which the limit counts; empty for one that lasts over policies (一次性)."""
    limit_id: Mapped[str]
    belongs_to: Mapped[str]
    """``applicant``, ``park``, ``person`` or ``county``, as the limit says."""
    applicant_id: Mapped[int] = mapped_column(ForeignKey("applicants.id"), index=True)
    credit_code: Mapped[str | None] = mapped_column(index=True)
    """The applicant's at the submission: whoever carries it later is the same applicant."""
    county: Mapped[str]
    key: Mapped[str]
    """As ``Limit.fold_key`` compares it; empty for a limit without a key."""
    money: Mapped[bool]
    reserved: Mapped[int] = mapped_column(BigInteger)
    """What the submission would use."""
    quantity: Mapped[int] = mapped_column(BigInteger)
    """What it uses: less than reserved only where less was awarded than computed."""
    ceiling: Mapped[int | None] = mapped_column(BigInteger)
    """None for a tally, which has no ceiling."""
    state: Mapped[UseState] = mapped_column(as_text(UseState))
    at: Mapped[datetime]
    changed_at: Mapped[datetime]

    @property
    def used(self) -> int | Decimal:
        """What it uses: a count, or yuan with two decimals."""
        return Decimal(self.quantity).scaleb(-2) if self.money else self.quantity
