"""Rulings (裁定): how the bureau has decided a point that the policy leaves open, on what paper and from when.

A ruling never changes; a later one on the same point takes its place for applications from its own day on.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from ycdesk.domain.record import Record, as_text


class Subject(StrEnum):
    """What is ruled."""

    READING = "reading"
    """Which alternative of a reading is in force."""
    SPLIT = "split"
    """The city's part where 第十条(二) gives no ratio."""
    RATE = "rate"
    """The rate of a measure whose clause gives none: 五(一)."""
    AMOUNT = "amount"
    """The amount for one case: 一事一议."""

    @property
    def label(self) -> str:
        """The Chinese word on the screens."""
        return _LABELS[self]


_LABELS = {
    Subject.READING: "口径",
    Subject.SPLIT: "分担比例",
    Subject.RATE: "补助比例",
    Subject.AMOUNT: "一事一议",
}


class Ruling(Record):
    """One ruling. ``document``, ``decided_on`` and ``signer`` are those of the paper it stands on."""

    __tablename__ = "rulings"
    __table_args__ = (
        CheckConstraint("percent IS NULL OR percent BETWEEN 0 AND 100", "percent_of_hundred"),
        CheckConstraint("amount_fen IS NULL OR amount_fen >= 0", "amount_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    policy_id: Mapped[str]
    subject: Mapped[Subject] = mapped_column(as_text(Subject))
    reading_id: Mapped[str] = mapped_column(default="")
    choice: Mapped[str] = mapped_column(default="")
    """Id of the alternative (reading)."""
    county: Mapped[str] = mapped_column(default="")
    """Code of the county (split)."""
    measure: Mapped[str] = mapped_column(default="")
    """Id of the measure (rate)."""
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))
    """The one case that it decides (amount)."""
    percent: Mapped[int | None]
    """The city's part (split) or the rate."""
    amount: Mapped[Decimal | None] = mapped_column("amount_fen")
    """Yuan (amount)."""
    document: Mapped[str]
    decided_on: Mapped[date]
    signer: Mapped[str]
    valid_from: Mapped[date]
    """It governs applications of this day and later."""
    note: Mapped[str] = mapped_column(default="")
    recorded_by: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    recorded_at: Mapped[datetime]

    @property
    def cited(self) -> str:
        """As papers and steps cite it: document, day, signer."""
        return f"{self.document}（{self.decided_on.isoformat()}，{self.signer}）"
