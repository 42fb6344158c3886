"""The event days by which a case finds its package; each measure's ``event_days`` names its own."""

from __future__ import annotations

from datetime import MAXYEAR, date


def known(*days: date | None) -> tuple[date, ...]:
    """The days that are known."""
    return tuple(day for day in days if day is not None)


def of_year(year: int | None, *days: date | None) -> tuple[date, ...]:
    """The event day of a measure that is counted by the year: its last day, on which also its rates are looked up.

    While the year is not known, the days of the rows stand for it.
    """
    if year is not None and 1 <= year <= MAXYEAR:
        return (date(year, 12, 31),)
    return known(*days)
