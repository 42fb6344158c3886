"""Deputies (代办) of supervisors on leave: entered by the administrator, or by the one who goes.

Caseworkers and clerks need none: whoever has the same role takes a case over as it is.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from ycdesk.database.log import append_event
from ycdesk.domain.deputy import Deputy
from ycdesk.domain.errors import InputProblem, Refused
from ycdesk.domain.people import Person, Role
from ycdesk.services.acts import away_for
from ycdesk.services.office import Office, actor, deed, query


@deed
def add_deputy(
    session: Session,
    office: Office,
    person: Person,
    away_id: int,
    deputy_id: int,
    first_day: date | None,
    last_day: date | None,
    reason: str = "",
) -> Deputy:
    """Let one person act for another on leave, from the first to the last day.

    The administrator does, or whoever goes on leave. A deputy never decides what the two of them entered. Raises
    InputProblem; Refused for anybody else.
    """
    by = actor(session, person)
    away, deputy = session.get_one(Person, away_id), session.get_one(Person, deputy_id)
    if by.role is not Role.ADMINISTRATOR and by.id != away.id:
        raise Refused("代办由管理员登记，或者由请假的人自己登记。")
    problems = {}
    if away.role is not Role.SUPERVISOR:
        problems["away"] = "只有审批人请假才登记代办；别的岗位由同岗位的人直接接手。"
    if deputy.id == away.id or not deputy.active:
        problems["deputy"] = "请选择另一位在岗人员代办。"
    elif deputy.role is Role.ADMINISTRATOR:
        problems["deputy"] = "管理员不代办业务。"
    if first_day is None or last_day is None or first_day > last_day:
        problems["last_day"] = "请填写代办的起止日期，起始日不晚于截止日。"
    elif first_day < office.clock().date():
        problems["first_day"] = "代办只能从今天或以后开始。"
    if problems or first_day is None or last_day is None:
        raise InputProblem(problems)
    entry = Deputy(
        person_id=away.id,
        deputy_id=deputy.id,
        first_day=first_day,
        last_day=last_day,
        reason=reason.strip(),
        recorded_by=by.id,
        recorded_at=office.clock(),
    )
    session.add(entry)
    session.flush()
    content = {"away": away.name, "deputy": deputy.name, "first_day": str(first_day), "last_day": str(last_day)}
    append_event(session, office.clock(), by, "deputy", content)
    session.refresh(entry)
    return entry


@deed
def end_deputy(session: Session, office: Office, person: Person, entry_id: int) -> Deputy:
    """The person is back: the deputy acts for the last time today, or not at all where the leave has not begun."""
    by = actor(session, person)
    entry = session.get_one(Deputy, entry_id)
    if by.role is not Role.ADMINISTRATOR and by.id != entry.person_id:
        raise Refused("代办由管理员或者请假的人自己结束。")
    today = office.clock().date()
    if entry.last_day <= today:
        raise Refused("这次代办已经结束。")
    entry.last_day = max(today, entry.first_day)
    session.flush()
    content = {"away": entry.person.name, "deputy": entry.deputy.name, "last_day": str(entry.last_day)}
    append_event(session, office.clock(), by, "deputy", content)
    return entry


@query
def stands_in_for(session: Session, office: Office, person: Person) -> list[Person]:
    """Those on leave for whom the person acts today."""
    return away_for(session, office, person)


@query
def deputies(session: Session, office: Office) -> list[Deputy]:
    """All leaves, the latest first."""
    return list(session.scalars(select(Deputy).order_by(Deputy.first_day.desc(), Deputy.id.desc())))
