"""Deputies (代办): who stands in for a person on leave, from day to day, never for more than that person may do."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ycdesk.domain.people import Person
from ycdesk.domain.record import Record, beijing_now


class Deputy(Record):
    """One leave: ``deputy_id`` acts for ``person_id`` from the first to the last day, both included."""

    __tablename__ = "deputies"
    __table_args__ = (
        CheckConstraint("person_id <> deputy_id", "two_persons"),
        CheckConstraint("first_day <= last_day", "days_in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    deputy_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    first_day: Mapped[date]
    last_day: Mapped[date]
    """Only ever made earlier, when the person is back."""
    reason: Mapped[str] = mapped_column(default="")
    recorded_by: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    recorded_at: Mapped[datetime] = mapped_column(default=beijing_now)

    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="joined", viewonly=True)
    deputy: Mapped[Person] = relationship(foreign_keys=[deputy_id], lazy="joined", viewonly=True)
