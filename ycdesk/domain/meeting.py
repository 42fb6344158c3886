"""Batches (批次) that go to the party meeting and to the public notice together, and objections to them."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ycdesk.domain.case import Case
from ycdesk.domain.people import Person
from ycdesk.domain.record import Record, as_text, beijing_now


class Batch(Record):
    """Decided cases on their way: opened, through the meeting (minutes recorded), publicised, closed."""

    __tablename__ = "batches"
    __table_args__ = (CheckConstraint("(posted_on IS NULL) = (last_day IS NULL)", "notice_has_its_days"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    """"P2025-0001"."""
    name: Mapped[str]
    year: Mapped[int]
    """The budget year whose money it asks for."""
    opened_by: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    opened_at: Mapped[datetime] = mapped_column(default=beijing_now)
    version: Mapped[int] = mapped_column()

    minutes_number: Mapped[str] = mapped_column(default="")
    """Number of the minutes of the party meeting (会议纪要)."""
    minutes_on: Mapped[date | None]
    posted_on: Mapped[date | None]
    """Day of the posting."""
    first_day: Mapped[date | None]
    """First day of the period, as it stands on the paper."""
    last_day: Mapped[date | None]
    days: Mapped[int | None]
    working: Mapped[bool] = mapped_column(default=True)
    """Whether the period counts working days."""
    estimated: Mapped[bool] = mapped_column(default=False)
    """Whether a day was counted whose year nobody has confirmed."""
    place: Mapped[str] = mapped_column(default="")
    """Where it was posted."""

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it from the class

    @property
    def label(self) -> str:
        """Number and name."""
        return f"{self.number} {self.name}".strip()


class Outcome(StrEnum):
    """What became of an objection."""

    NOT_ACCEPTED = "not_accepted"
    """Anonymous, without leads, or late."""
    DISMISSED = "dismissed"
    UPHELD = "upheld"

    @property
    def label(self) -> str:
        """The Chinese word on screens and papers."""
        return {"not_accepted": "不予受理", "dismissed": "异议不成立", "upheld": "异议成立"}[self.value]


class Objection(Record):
    """An objection (异议) to a publicised case. While it is open, or upheld, the case goes no further."""

    __tablename__ = "objections"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    received_on: Mapped[date]
    objector: Mapped[str]
    """Kept confidential: on no paper but the objection's own."""
    contact: Mapped[str] = mapped_column(default="")
    content: Mapped[str]
    recorded_by: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    recorded_at: Mapped[datetime] = mapped_column(default=beijing_now)
    outcome: Mapped[Outcome | None] = mapped_column(as_text(Outcome))
    answer: Mapped[str] = mapped_column(default="")
    answered_on: Mapped[date | None]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))

    case: Mapped[Case] = relationship(viewonly=True)
    recorder: Mapped[Person] = relationship(foreign_keys=[recorded_by], lazy="joined", viewonly=True)
