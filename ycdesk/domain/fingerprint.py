"""Fingerprints: the numbers and names by which the radar knows an application again, and why one went on."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from ycdesk.domain.record import Record, beijing_now


class Fingerprint(Record):
    """One key of a case (an invoice, a shop, a trainee …) or of an applicant (account, phone …)."""

    __tablename__ = "fingerprints"
    __table_args__ = (
        Index("ix_fingerprints_kind_exact", "kind", "exact"),
        Index("ix_fingerprints_kind_near", "kind", "near"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), index=True)
    """None for a key of the applicant itself."""
    applicant_id: Mapped[int] = mapped_column(ForeignKey("applicants.id"), index=True)
    kind: Mapped[str]
    exact: Mapped[str]
    """The key as exact comparison takes it."""
    near: Mapped[str]
    """The skeleton by which near keys are found."""
    shown: Mapped[str]
    """As it was typed."""
    path: Mapped[str]
    """Where it was typed."""
    first_day: Mapped[date | None]
    last_day: Mapped[date | None]
    """A period (of an insurance policy), or twice the same day."""
    amount: Mapped[Decimal | None] = mapped_column("amount_fen")
    """Yuan that go with the key, where the row has them."""


class DuplicateReason(Record):
    """Why somebody went on in spite of an alarm."""

    __tablename__ = "duplicate_reasons"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str]
    exact: Mapped[str]
    other_case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"))
    other_applicant_id: Mapped[int] = mapped_column(ForeignKey("applicants.id"))
    reason: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    at: Mapped[datetime] = mapped_column(default=beijing_now)
