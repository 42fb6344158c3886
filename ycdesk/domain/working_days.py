"""Counting days: which days the bureau works, when a period of working days or of calendar days ends.

民法典 201: the first day is not counted. 203: a period of calendar days that would end on a day of rest ends on the
first working day after it. The published arrangements of the State Council come with ``chinese_calendar``; a year
that it does not know counts Monday to Friday and is *estimated* until the bureau has confirmed it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

ONE_DAY = timedelta(days=1)


class SpecialDay(NamedTuple):
    """A day that somebody has fixed, whatever its weekday; ``note`` names the festival or gives the reason."""

    works: bool
    note: str = ""


class Deadline(NamedTuple):
    """The last day of a period."""

    last_day: date
    estimated: bool
    """Whether a day that was counted lies in a year whose arrangement is not known."""


@cache
def published() -> Mapping[date, SpecialDay]:
    """The days of rest and the swapped working days that come with the program; loaded when first asked for."""
    from chinese_calendar import Holiday, holidays, workdays

    days = {day: SpecialDay(False, Holiday(name).chinese) for day, name in holidays.items()}
    return days | {day: SpecialDay(True, Holiday(name).chinese) for day, name in workdays.items()}


@cache
def published_years() -> range:
    """The years whose arrangement comes with the program."""
    years = {day.year for day in published()}
    return range(min(years), max(years) + 1)


@dataclass(frozen=True)
class WorkingDays:
    """The calendar of the bureau: what is published, its own days, which go before, and the years it has confirmed."""

    own: Mapping[date, SpecialDay] = field(default_factory=dict)
    confirmed: frozenset[int] = frozenset()

    def special(self, day: date) -> SpecialDay | None:
        """The bureau's own word on a day, else what is published; None for a day that only its weekday decides."""
        return self.own.get(day) or published().get(day)

    def is_working(self, day: date) -> bool:
        """Whether the bureau works that day."""
        special = self.special(day)
        return day.weekday() < 5 if special is None else special.works

    def is_estimated(self, day: date) -> bool:
        """Whether the arrangement of that day's year is neither published with the program nor confirmed."""
        return day.year not in published_years() and day.year not in self.confirmed

    def deadline(self, start: date, working_days: int) -> Deadline:
        """The last of so many working days (one at least) after ``start``."""
        _check(working_days)
        day, left = start, working_days
        while left:
            day += ONE_DAY
            left -= self.is_working(day)
        return self._deadline(start, day)

    def calendar_deadline(self, start: date, days: int) -> Deadline:
        """The last of so many calendar days (one at least) after ``start``, moved to a working day if it is none."""
        _check(days)
        day = start + timedelta(days=days)
        while not self.is_working(day):
            day += ONE_DAY
        return self._deadline(start, day)

    def publicity(self, first_day: date, days: int, working: bool, counts_first_day: bool = False) -> Deadline:
        """The last day of a 公示 that is posted on ``first_day``; the day of posting is not counted unless said."""
        start = first_day - ONE_DAY if counts_first_day else first_day
        return self.deadline(start, days) if working else self.calendar_deadline(start, days)

    def working_days_between(self, first: date, last: date) -> int:
        """The number of working days after ``first`` up to and with ``last``; none when ``last`` is not later."""
        return sum(map(self.is_working, _days(first, last)))

    def overdue_by(self, deadline_day: date, today: date) -> int:
        """The number of working days since a last day; 0 while it is not over, and on the days of rest after it."""
        return self.working_days_between(deadline_day, today)

    def _deadline(self, start: date, last_day: date) -> Deadline:
        first = start + ONE_DAY
        years = range(first.year, last_day.year + 1)
        return Deadline(last_day, any(self.is_estimated(date(year, 1, 1)) for year in years))


def _check(days: int) -> None:
    if days < 1:
        raise ValueError(f"a period has at least one day, not {days}")


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range(1, (last - first).days + 1))
