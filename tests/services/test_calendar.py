"""The calendar of the bureau in the database: who keeps it, what it changes, and files of days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from tests.bureau import MORNING, Bureau
from ycdesk.domain.calendar_day import CalendarDay, ConfirmedYear
from ycdesk.domain.errors import InputProblem, Refused
from ycdesk.domain.events import Event
from ycdesk.domain.working_days import Deadline, SpecialDay, WorkingDays
from ycdesk.services.calendar import (
    clear_day,
    confirm_year,
    import_days,
    set_day,
    unconfirm_year,
    working_days,
    working_days_in,
)

FRIDAY = date(2025, 7, 4)
FILE = (
    "\ufeffdate,weekday_zh,is_workday,kind,festival\r\n2027-02-05,五,0,放假,春节\r\n2027-02-14,日,1,调休上班,春节\r\n"
)


def events(bureau: Bureau) -> list[tuple[str, str, dict[str, Any]]]:
    """Label, name and content of what stands in the log on the calendar."""
    kinds = ("calendar_day", "calendar_year")
    with bureau.office.reading_sessions() as session:
        found = session.scalars(select(Event).where(Event.kind.in_(kinds)).order_by(Event.id))
        return [(event.label, event.person_name, event.details) for event in found]


def test_a_new_bureau_has_the_published_calendar(bureau: Bureau) -> None:
    assert working_days(bureau.office) == WorkingDays()


def test_a_day_is_set_changed_and_taken_back(bureau: Bureau) -> None:
    """From Wednesday 2025-07-02 two working days are 07-03 and 07-04; without the Friday 07-03 and 07-07."""
    office, admin = bureau.office, bureau.admin
    set_day(office, admin, FRIDAY, False, " 机关  停电 ")
    assert working_days(office).own == {FRIDAY: SpecialDay(False, "机关 停电")}
    assert working_days(office).deadline(date(2025, 7, 2), 2).last_day == date(2025, 7, 7)
    with office.reading_sessions() as session:
        assert working_days_in(session) == working_days(office)
        stored = session.get_one(CalendarDay, FRIDAY)
        assert (stored.recorded_by, stored.recorded_at) == (admin.id, MORNING)
    set_day(office, admin, FRIDAY, True)
    assert working_days(office).own == {FRIDAY: SpecialDay(True)}
    clear_day(office, admin, FRIDAY)
    assert working_days(office) == WorkingDays()
    with pytest.raises(Refused, match=r"^2025-07-04 没有本局自定的安排，不用恢复。"):
        clear_day(office, admin, FRIDAY)
    assert events(bureau) == [
        ("修改工作日历", "管理员", {"day": "2025-07-04", "works": False, "note": "机关 停电"}),
        ("修改工作日历", "管理员", {"day": "2025-07-04", "works": True, "note": ""}),
        ("修改工作日历", "管理员", {"day": "2025-07-04", "works": None}),
    ]


def test_2027_is_estimated_until_it_is_confirmed(bureau: Bureau) -> None:
    """From Monday 2027-02-01 five weekdays: 2 3 4 5 | 8."""
    office, admin = bureau.office, bureau.admin
    assert working_days(office).deadline(date(2027, 2, 1), 5) == Deadline(date(2027, 2, 8), estimated=True)
    confirm_year(office, admin, 2027)
    assert working_days(office).deadline(date(2027, 2, 1), 5) == Deadline(date(2027, 2, 8), estimated=False)
    with pytest.raises(Refused, match="2027 年的放假安排已经确认过了"):
        confirm_year(office, admin, 2027)
    with office.reading_sessions() as session:
        stored = session.get_one(ConfirmedYear, 2027)
        assert (stored.confirmed_by, stored.confirmed_at) == (admin.id, MORNING)
    unconfirm_year(office, admin, 2027)
    assert working_days(office).is_estimated(date(2027, 2, 8))
    with pytest.raises(Refused, match="2027 年的放假安排没有确认过"):
        unconfirm_year(office, admin, 2027)
    assert events(bureau) == [
        ("确认年度放假安排", "管理员", {"year": 2027, "confirmed": True}),
        ("确认年度放假安排", "管理员", {"year": 2027, "confirmed": False}),
    ]


def test_a_published_year_needs_no_confirmation(bureau: Bureau) -> None:
    with pytest.raises(Refused, match="2026 年的放假安排程序已经知道，不用确认"):
        confirm_year(bureau.office, bureau.admin, 2026)


def test_only_years_of_this_bureau(bureau: Bureau) -> None:
    with pytest.raises(InputProblem, match="只管 2000 年到 2100 年，没有 1999 年"):
        confirm_year(bureau.office, bureau.admin, 1999)
    with pytest.raises(InputProblem, match="没有 2101 年"):
        set_day(bureau.office, bureau.admin, date(2101, 1, 3), False)


@pytest.mark.parametrize(
    "deed",
    [
        lambda office, person: set_day(office, person, FRIDAY, False),
        lambda office, person: clear_day(office, person, FRIDAY),
        lambda office, person: import_days(office, person, FILE),
        lambda office, person: confirm_year(office, person, 2027),
        lambda office, person: unconfirm_year(office, person, 2027),
    ],
)
def test_only_the_administrator_keeps_the_calendar(bureau: Bureau, deed: Callable[..., Any]) -> None:
    for person in (bureau.wang, bureau.li, bureau.sun):
        with pytest.raises(Refused, match=f"工作日历由管理员维护，您的岗位是{person.role.label}。"):
            deed(bureau.office, person)
    assert working_days(bureau.office) == WorkingDays()
    assert events(bureau) == []


def test_days_are_taken_from_a_file_over_what_stood_there(bureau: Bureau) -> None:
    office, admin = bureau.office, bureau.admin
    set_day(office, admin, date(2027, 2, 5), True)
    set_day(office, admin, FRIDAY, False)
    assert import_days(office, admin, FILE) == [date(2027, 2, 5), date(2027, 2, 14)]
    calendar = working_days(office)
    assert calendar.own == {
        FRIDAY: SpecialDay(False),
        date(2027, 2, 5): SpecialDay(False, "春节"),
        date(2027, 2, 14): SpecialDay(True, "春节"),
    }
    assert calendar.is_estimated(date(2027, 2, 5))  # until somebody confirms it
    assert events(bureau)[-1][2] == {
        "imported": [
            {"day": "2027-02-05", "works": False, "note": "春节"},
            {"day": "2027-02-14", "works": True, "note": "春节"},
        ]
    }


def test_a_file_as_a_spreadsheet_leaves_it(bureau: Bureau) -> None:
    """Chinese headings in another order, days without zeros, empty lines and no festival."""
    written = "备注,是否上班,日期\n,放假,2027/2/5\n,,\n\n,上班,2027.2.14\n"
    assert import_days(bureau.office, bureau.admin, written) == [date(2027, 2, 5), date(2027, 2, 14)]
    assert working_days(bureau.office).own == {
        date(2027, 2, 5): SpecialDay(False),
        date(2027, 2, 14): SpecialDay(True),
    }


def test_every_line_that_cannot_be_read_is_named_and_nothing_is_taken(bureau: Bureau) -> None:
    wrong = (
        "date,is_workday,festival\n2027-02-05,0,春节\n2027-02-30,0,春节\n\n2027-02-05,1,春节\n"
        "春节,x,\n1027-02-06,0,春节\n2027-02-07\n"
    )
    with pytest.raises(InputProblem) as caught:
        import_days(bureau.office, bureau.admin, wrong)
    assert caught.value.problems == {
        "line 3": "第 3 行：“2027-02-30”不是日期，请写成 2027-02-08 的样子。",
        "line 5": "第 5 行：2027-02-05 前面已经有了。",
        "line 6": "第 6 行：“春节”不是日期，请写成 2027-02-08 的样子；是否上班要写 1（上班）或 0（休息），不是“x”。",
        "line 7": "第 7 行：年份 1027 不对。",
        "line 8": "第 8 行：是否上班要写 1（上班）或 0（休息），不是“”。",
    }
    assert working_days(bureau.office) == WorkingDays()
    assert events(bureau) == []


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("", "第 1 行：要有 date（日期）、is_workday（是否上班）两列"),
        ("日期,节日\n2027-02-05,春节\n", "第 1 行：要有 date（日期）、is_workday（是否上班）两列"),
        ("date,is_workday\n", "文件里没有一天"),
        (f"date,is_workday\n2027-02-05,{'0' * 200_000}\n", "第 2 行：不是 CSV 的写法"),
    ],
)
def test_a_file_of_something_else_is_one_sentence(bureau: Bureau, written: str, sentence: str) -> None:
    with pytest.raises(InputProblem, match=sentence):
        import_days(bureau.office, bureau.admin, written)


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        (
            "INSERT INTO calendar_days VALUES ('2027-01-01', false, '', :wang, '2026-12-01')",
            "由在岗的管理员维护",
        ),
        ("UPDATE calendar_days SET works = true, recorded_by = :wang", "由在岗的管理员维护"),
        ("INSERT INTO confirmed_years VALUES (2028, :wang, '2026-12-01')", "由在岗的管理员确认"),
        ("UPDATE confirmed_years SET year = 2028, confirmed_by = :admin", "只能撤销"),
    ],
)
def test_the_database_takes_the_calendar_only_from_administrators(
    bureau: Bureau, statement: str, sentence: str
) -> None:
    set_day(bureau.office, bureau.admin, FRIDAY, False)
    confirm_year(bureau.office, bureau.admin, 2027)
    people = {name: getattr(bureau, name).id for name in ("wang", "admin") if f":{name}" in statement}
    with pytest.raises(IntegrityError, match=sentence), bureau.office.engine.begin() as connection:
        connection.execute(text(statement), people)
    assert working_days(bureau.office) == WorkingDays({FRIDAY: SpecialDay(False)}, frozenset({2027}))
