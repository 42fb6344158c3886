"""The calendar of the bureau: reading it, and what the administrator enters where the published one does not do."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from ycdesk.database.log import append_event
from ycdesk.domain.calendar_day import CalendarDay, ConfirmedYear
from ycdesk.domain.errors import InputProblem, Refused
from ycdesk.domain.people import Person, Role
from ycdesk.domain.working_days import SpecialDay, WorkingDays, published_years
from ycdesk.services.office import Office, actor, deed, query
from ycdesk.services.text_file import read_text

EARLIEST, LATEST = 2000, 2100
"""Years that a period of this bureau can touch."""

_COLUMNS = {"date": ("date", "日期"), "works": ("is_workday", "是否上班"), "note": ("festival", "节日")}
_DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", re.ASCII)
_WORKS = {"1": True, "是": True, "上班": True, "0": False, "否": False, "休息": False, "放假": False}


def working_days_in(session: Session) -> WorkingDays:
    """The calendar as it is in this transaction."""
    days = session.execute(select(CalendarDay.day, CalendarDay.works, CalendarDay.note))
    own = {day: SpecialDay(works, note) for day, works, note in days}
    return WorkingDays(own, frozenset(session.scalars(select(ConfirmedYear.year))))


@query
def working_days(session: Session, office: Office) -> WorkingDays:
    """The calendar as it is now."""
    return working_days_in(session)


@deed
def set_day(session: Session, office: Office, person: Person, day: date, works: bool, note: str = "") -> None:
    """Let the bureau work or rest on a day, whatever its weekday and the published arrangement say."""
    by = _administrator(session, person)
    _check_year(day.year)
    special = SpecialDay(works, " ".join(note.split()))
    _record(session, office, by, day, special)
    _event(session, office, by, _line(day, special))


@deed
def clear_day(session: Session, office: Office, person: Person, day: date) -> None:
    """Take the bureau's own word on a day back: the published arrangement or the weekday decides again."""
    by = _administrator(session, person)
    own = session.get(CalendarDay, day)
    if own is None:
        raise Refused(f"{day.isoformat()} 没有本局自定的安排，不用恢复。")
    session.delete(own)
    _event(session, office, by, {"day": day.isoformat(), "works": None})


def import_file(office: Office, person: Person, path: Path) -> list[date]:
    """Take the days of a UTF-8 or GB18030 file, as :func:`import_days` does."""
    return import_days(office, person, read_text(path))


@deed
def import_days(session: Session, office: Office, person: Person, text: str) -> list[date]:
    """Take days from a CSV with the columns date, is_workday (1 or 0) and festival; returns them in order.

    Nothing is taken unless all of it can be read. Raises InputProblem with every line that cannot.
    """
    by = _administrator(session, person)
    days = _read_days(text)
    for day, special in days.items():
        _record(session, office, by, day, special)
    _event(session, office, by, {"imported": [_line(day, special) for day, special in days.items()]})
    return sorted(days)


@deed
def confirm_year(session: Session, office: Office, person: Person, year: int) -> None:
    """Say that the days of a year agree with the arrangement that was published: it is not estimated any more."""
    by = _administrator(session, person)
    _check_year(year)
    if year in published_years():
        raise Refused(f"{year} 年的放假安排程序已经知道，不用确认。")
    if session.get(ConfirmedYear, year) is not None:
        raise Refused(f"{year} 年的放假安排已经确认过了。")
    session.add(ConfirmedYear(year=year, confirmed_by=by.id, confirmed_at=office.clock()))
    append_event(session, office.clock(), by, "calendar_year", {"year": year, "confirmed": True})


@deed
def unconfirm_year(session: Session, office: Office, person: Person, year: int) -> None:
    """Take the confirmation of a year back: it is estimated again."""
    by = _administrator(session, person)
    confirmed = session.get(ConfirmedYear, year)
    if confirmed is None:
        raise Refused(f"{year} 年的放假安排没有确认过。")
    session.delete(confirmed)
    append_event(session, office.clock(), by, "calendar_year", {"year": year, "confirmed": False})


def _administrator(session: Session, person: Person) -> Person:
    by = actor(session, person)
    if by.role is not Role.ADMINISTRATOR:
        raise Refused(f"工作日历由管理员维护，您的岗位是{by.role.label}。", "请联系管理员。")
    return by


def _check_year(year: int) -> None:
    if not EARLIEST <= year <= LATEST:
        raise InputProblem({"year": f"工作日历只管 {EARLIEST} 年到 {LATEST} 年，没有 {year} 年。"})


def _record(session: Session, office: Office, by: Person, day: date, special: SpecialDay) -> None:
    own = session.get(CalendarDay, day) or CalendarDay(day=day)
    own.works, own.note = special
    own.recorded_by, own.recorded_at = by.id, office.clock()
    session.add(own)


def _line(day: date, special: SpecialDay) -> dict[str, object]:
    return {"day": day.isoformat(), "works": special.works, "note": special.note}


def _event(session: Session, office: Office, by: Person, content: dict[str, object]) -> None:
    append_event(session, office.clock(), by, "calendar_day", content)


def _read_days(text: str) -> dict[date, SpecialDay]:
    lines = csv.reader(text.removeprefix("\ufeff").splitlines())
    days: dict[date, SpecialDay] = {}
    problems: dict[str, str] = {}
    try:
        places = _places(next(lines, []))
        for cells in lines:
            if not any(cell.strip() for cell in cells):
                continue
            cell = {name: cells[place].strip() if place < len(cells) else "" for name, place in places.items()}
            day, works = _day(cell["date"]), _WORKS.get(cell["works"])
            wrong = list(_wrong(cell, day, days))
            if day is None or works is None or wrong:
                problems[f"line {lines.line_num}"] = f"第 {lines.line_num} 行：{'；'.join(wrong)}。"
            else:
                days[day] = SpecialDay(works, " ".join(cell.get("note", "").split()))
    except csv.Error:
        problems[f"line {lines.line_num}"] = f"第 {lines.line_num} 行：不是 CSV 的写法，请核对文件。"
    if problems:
        raise InputProblem(problems)
    if not days:
        raise InputProblem({"text": "文件里没有一天，请核对文件。"})
    return days


def _places(headings: list[str]) -> dict[str, int]:
    found = [heading.strip().lower() for heading in headings]
    places = {name: found.index(word) for name, words in _COLUMNS.items() for word in words if word in found}
    if not {"date", "works"} <= set(places):
        columns = "date（日期）、is_workday（是否上班）两列，可以再有 festival（节日）一列"
        raise InputProblem({"line 1": f"第 1 行：要有 {columns}。"})
    return places


def _day(text: str) -> date | None:
    found = _DAY.fullmatch(text)
    try:
        return date(*(int(part) for part in found.groups())) if found else None
    except ValueError:
        return None


def _wrong(cell: dict[str, str], day: date | None, days: dict[date, SpecialDay]) -> Iterator[str]:
    if day is None:
        yield f"“{cell['date']}”不是日期，请写成 2027-02-08 的样子"
    elif not EARLIEST <= day.year <= LATEST:
        yield f"年份 {day.year} 不对"
    elif day in days:
        yield f"{day.isoformat()} 前面已经有了"
    if cell["works"] not in _WORKS:
        yield f"是否上班要写 1（上班）或 0（休息），不是“{cell['works']}”"
