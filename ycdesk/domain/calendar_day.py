"""What the bureau has entered in its calendar: days that differ from the published ones, and confirmed years."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from ycdesk.domain.record import Record


class CalendarDay(Record):
    """One day on which the bureau works or rests, whatever its weekday and the published arrangement say."""

    __tablename__ = "calendar_days"

    day: Mapped[date] = mapped_column(primary_key=True)
    works: Mapped[bool]
    note: Mapped[str] = mapped_column(default="")
    recorded_by: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    recorded_at: Mapped[datetime]


class ConfirmedYear(Record):
    """A year whose days the bureau has compared with the published arrangement; its deadlines are not estimated."""

    __tablename__ = "confirmed_years"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    confirmed_by: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    confirmed_at: Mapped[datetime]
