"""Deadlines counted by hand on a calendar of paper.

How the dates below were counted: the rows of ``tests/data/special_days_2024_2026.csv`` (the notices of the State
Council) were marked on an ordinary calendar, 放假 crossed out, 调休上班 ringed. Then the days after the first were
counted off one by one: Monday to Friday and the ringed days, not the crossed ones. The comment on each line is that
count, ``n=day`` for each working day, ``|`` where days of rest lie between.
"""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest

from ycdesk.domain.working_days import Deadline, SpecialDay, WorkingDays, published_years

NOTICES = Path(__file__).parent.parent / "data" / "special_days_2024_2026.csv"
SHORTER = {"清明节": "清明", "端午节": "端午", "中秋节": "中秋"}
"""What the library calls otherwise than the notices."""
PUBLISHED = WorkingDays()


def day(text: str) -> date:
    return date.fromisoformat(text)


def test_every_day_of_three_years_is_as_the_notices_say() -> None:
    with NOTICES.open(encoding="utf-8", newline="") as stream:
        rows = {day(row["date"]): row for row in csv.DictReader(stream)}
    assert len(rows) == 108
    for number in range(366 + 365 + 365):
        each = date(2024, 1, 1) + timedelta(days=number)
        row = rows.get(each)
        assert PUBLISHED.is_working(each) is (row["is_workday"] == "1" if row else each.weekday() < 5), each
        special = PUBLISHED.special(each)
        festival = row["festival"] if row else ""
        assert (special.note if special else "") == SHORTER.get(festival, festival)
        assert not PUBLISHED.is_estimated(each)


@pytest.mark.parametrize(
    ("start", "working_days", "last_day"),
    [
        # Spring Festival 2024: rest 02-10 Sat – 02-17 Sat; work on 02-04 Sun and 02-18 Sun (除夕 02-09 was worked).
        ("2024-02-02", 5, "2024-02-08"),  # Fri | 1=02-04 Sun 2=05 3=06 4=07 5=08
        ("2024-02-07", 5, "2024-02-20"),  # Wed, 1=08 2=09 | 3=18 Sun 4=19 5=20
        ("2024-02-09", 10, "2024-02-29"),  # Fri | 1=18 2=19 3=20 4=21 5=22 6=23 | 7=26 8=27 9=28 10=29
        ("2024-02-12", 1, "2024-02-18"),  # begins amid the holiday
        # Spring Festival 2025: rest 01-28 Tue – 02-04 Tue; work on 01-26 Sun and 02-08 Sat.
        ("2025-01-24", 5, "2025-02-07"),  # Fri | 1=26 Sun 2=27 | 3=02-05 4=06 5=07
        ("2025-01-27", 5, "2025-02-10"),  # Mon | 1=02-05 2=06 3=07 4=08 Sat | 5=10
        # Mon, 1=21 2=22 3=23 4=24 | 5=26 6=27 | 7=02-05 8=06 9=07 10=08 | 11=10 … 15=14 | 16=17 … 20=21
        ("2025-01-20", 20, "2025-02-21"),
        # Spring Festival 2026: rest 02-15 Sun – 02-23 Mon; work on 02-14 Sat and 02-28 Sat.
        ("2026-02-12", 5, "2026-02-26"),  # Thu, 1=13 2=14 Sat | 3=24 4=25 5=26
        ("2026-02-13", 10, "2026-03-05"),  # Fri, 1=14 | 2=24 3=25 4=26 5=27 6=28 Sat | 7=03-02 8=03 9=04 10=05
        ("2026-02-13", 1, "2026-02-14"),  # ends on the swapped Saturday
        # National Day 2024: rest 10-01 Tue – 10-07 Mon; work on 09-29 Sun and 10-12 Sat.
        ("2024-09-27", 5, "2024-10-10"),  # Fri | 1=29 Sun 2=30 | 3=10-08 4=09 5=10
        ("2024-09-30", 5, "2024-10-12"),  # Mon | 1=10-08 2=09 3=10 4=11 5=12 Sat
        ("2024-09-30", 6, "2024-10-14"),  # … | 6=14 Mon
        # National Day and 中秋 2025: rest 10-01 Wed – 10-08 Wed; work on 09-28 Sun and 10-11 Sat.
        ("2025-09-26", 5, "2025-10-10"),  # Fri | 1=28 Sun 2=29 3=30 | 4=10-09 5=10
        ("2025-09-30", 3, "2025-10-11"),  # Tue | 1=10-09 2=10 3=11 Sat
        ("2025-09-30", 4, "2025-10-13"),  # … | 4=13 Mon
        # 中秋 2026: rest 09-25 Fri – 09-27 Sun. National Day: rest 10-01 Thu – 10-07 Wed; work on 09-20 Sun, 10-10 Sat.
        ("2026-09-18", 10, "2026-10-09"),  # Fri | 1=20 Sun 2=21 3=22 4=23 5=24 | 6=28 7=29 8=30 | 9=10-08 10=09
        ("2026-09-30", 5, "2026-10-13"),  # Wed | 1=10-08 2=09 3=10 Sat | 4=12 5=13
        # Ends of years: rest on 2025-01-01 Wed; rest 2026-01-01 – 01-03, work on 2026-01-04 Sun.
        ("2024-12-30", 3, "2025-01-03"),  # Mon, 1=31 | 2=01-02 3=03
        ("2025-12-30", 5, "2026-01-07"),  # Tue, 1=31 | 2=01-04 Sun 3=05 4=06 5=07
    ],
)
def test_working_days_across_the_holidays(start: str, working_days: int, last_day: str) -> None:
    assert PUBLISHED.deadline(day(start), working_days) == Deadline(day(last_day), estimated=False)
    assert PUBLISHED.working_days_between(day(start), day(last_day)) == working_days


@pytest.mark.parametrize(
    ("start", "days", "last_day"),
    [
        ("2025-07-01", 15, "2025-07-16"),  # a Wednesday: 1 + 15, the first not counted
        ("2025-07-01", 4, "2025-07-07"),  # 07-05 is a Saturday: Monday
        ("2024-02-05", 5, "2024-02-18"),  # 02-10, the first day of the holiday: the Sunday that is worked
        ("2024-01-25", 10, "2024-02-04"),  # a Sunday that is worked: stays
        ("2025-01-13", 15, "2025-02-05"),  # 01-28
        ("2026-02-05", 10, "2026-02-24"),  # 02-15
        ("2024-09-21", 10, "2024-10-08"),  # 10-01
        ("2025-09-21", 10, "2025-10-09"),  # 10-01
        ("2026-09-27", 10, "2026-10-08"),  # 10-07
        ("2025-12-22", 10, "2026-01-04"),  # 01-01 of the next year, and the Sunday after it is worked
    ],
)
def test_calendar_days_that_would_end_on_a_day_of_rest_end_after_it(start: str, days: int, last_day: str) -> None:
    assert PUBLISHED.calendar_deadline(day(start), days) == Deadline(day(last_day), estimated=False)


def test_a_notice_is_public_without_its_first_day_unless_that_is_wished() -> None:
    """Posted on Monday 2025-06-23. Working days 24 25 26 27 30; calendar days end on 06-28 Sat or 06-27 Fri."""
    posted = date(2025, 6, 23)
    assert PUBLISHED.publicity(posted, 5, working=True).last_day == date(2025, 6, 30)
    assert PUBLISHED.publicity(posted, 5, working=True, counts_first_day=True).last_day == date(2025, 6, 27)
    assert PUBLISHED.publicity(posted, 5, working=False).last_day == date(2025, 6, 30)
    assert PUBLISHED.publicity(posted, 5, working=False, counts_first_day=True).last_day == date(2025, 6, 27)
    assert PUBLISHED.publicity(posted, 1, working=True, counts_first_day=True).last_day == posted


def test_a_period_has_a_day() -> None:
    with pytest.raises(ValueError, match="at least one day, not 0"):
        PUBLISHED.deadline(date(2025, 7, 1), 0)
    with pytest.raises(ValueError, match="at least one day, not -1"):
        PUBLISHED.calendar_deadline(date(2025, 7, 1), -1)


def test_overdue_in_working_days() -> None:
    """Due on Tuesday 2025-09-30: not over on that day nor in the holiday; 10-09, 10, 11 (Saturday, worked) are."""
    due = date(2025, 9, 30)
    late = {date(2025, 9, 26): 0, due: 0, date(2025, 10, 8): 0, date(2025, 10, 9): 1, date(2025, 10, 12): 3}
    assert {today: PUBLISHED.overdue_by(due, today) for today in late} == late


def test_the_working_days_of_whole_years() -> None:
    """The numbers of the notices: 251, 248 and 248."""
    counted = [
        PUBLISHED.working_days_between(date(year - 1, 12, 31), date(year, 12, 31)) for year in (2024, 2025, 2026)
    ]
    assert counted == [251, 248, 248]


# What nobody has published.


def test_2027_is_estimated() -> None:
    """2027-01-01 is a Friday and is counted as one, though everybody knows better: hence the word."""
    assert 2026 in published_years()
    assert 2027 not in published_years()
    assert PUBLISHED.is_estimated(date(2027, 6, 1))
    assert PUBLISHED.is_estimated(date(2003, 6, 2))
    assert PUBLISHED.is_working(date(2027, 1, 1))
    assert not PUBLISHED.is_working(date(2027, 1, 2))
    assert PUBLISHED.deadline(date(2027, 2, 1), 5) == Deadline(date(2027, 2, 8), estimated=True)  # 2 3 4 5 | 8


def test_a_period_is_estimated_when_one_of_its_days_is() -> None:
    """2026-12-30 is a Wednesday: one working day after it is 12-31, the second lies in 2027."""
    assert PUBLISHED.deadline(date(2026, 12, 30), 1) == Deadline(date(2026, 12, 31), estimated=False)
    assert PUBLISHED.deadline(date(2026, 12, 30), 2) == Deadline(date(2027, 1, 1), estimated=True)
    assert PUBLISHED.calendar_deadline(date(2026, 12, 21), 10) == Deadline(date(2026, 12, 31), estimated=False)
    assert PUBLISHED.calendar_deadline(date(2026, 12, 21), 12) == Deadline(date(2027, 1, 4), estimated=True)
    confirmed = WorkingDays(confirmed=frozenset({2027}))
    assert confirmed.deadline(date(2026, 12, 31), 250).estimated is False
    assert confirmed.deadline(date(2026, 12, 31), 262).estimated is True  # 261 weekdays in 2027, then 2028


def test_a_confirmed_year_is_not_estimated_and_its_own_days_count() -> None:
    """An invented arrangement: rest 02-05 Fri – 02-11 Thu, work on 02-14 Sun. From 02-03: 1=04 | 2=12 | 3=14 4=15."""
    own = {date(2027, 2, 5) + timedelta(days=n): SpecialDay(False, "春节") for n in range(7)}
    own[date(2027, 2, 14)] = SpecialDay(True, "春节")
    assert WorkingDays(own).deadline(date(2027, 2, 3), 4) == Deadline(date(2027, 2, 15), estimated=True)
    sure = WorkingDays(own, frozenset({2027}))
    assert sure.deadline(date(2027, 2, 3), 4) == Deadline(date(2027, 2, 15), estimated=False)
    assert sure.is_estimated(date(2028, 1, 3))


def test_the_bureau_goes_before_what_is_published() -> None:
    """Rest on Friday 2025-07-04 (a day off), work on National Day and on Saturday 2025-07-12."""
    own = WorkingDays(
        {
            date(2025, 7, 4): SpecialDay(False, "停电"),
            date(2025, 7, 12): SpecialDay(True),
            date(2025, 10, 1): SpecialDay(True),
        }
    )
    assert own.deadline(date(2025, 7, 2), 2).last_day == date(2025, 7, 7)  # 1=03 | 2=07
    assert own.deadline(date(2025, 7, 10), 2).last_day == date(2025, 7, 12)  # 1=11 2=12
    assert own.calendar_deadline(date(2025, 9, 21), 10).last_day == date(2025, 10, 1)
    assert own.special(date(2025, 7, 4)) == SpecialDay(False, "停电")
    assert not own.is_estimated(date(2025, 7, 4))
