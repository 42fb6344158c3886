"""Batches to the party meeting and the public notice: opening and filling them, minutes, posting, objections, the end.

At the posting the batch's cases get their money reserved in order of priority, as far as the year's budget goes; when
the period is over they go on to payment, or wait for money. An objection that is open or upheld holds its case.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ycdesk.database.log import append_event
from ycdesk.database.numbers import BATCHES, next_number
from ycdesk.database.queries import held_cases
from ycdesk.database.transaction import changed_elsewhere
from ycdesk.domain.budget import FundState
from ycdesk.domain.case import Case, CaseState
from ycdesk.domain.errors import InputProblem, Refused
from ycdesk.domain.meeting import Batch, Objection, Outcome
from ycdesk.domain.people import Person, Role
from ycdesk.domain.states import Action
from ycdesk.services.acts import case_for, leave_event, move
from ycdesk.services.budget import allot, set_aside, taken_by
from ycdesk.services.calendar import working_days_in
from ycdesk.services.funding import fund_case
from ycdesk.services.office import Office, actor, deed, query

NOTICE_DAYS = 5
"""Working days of a public notice, unless said otherwise."""


@deed
def open_batch(session: Session, office: Office, person: Person, name: str, case_ids: Iterable[int] = ()) -> Batch:
    """Open a batch (批次) of this year and put decided cases into it."""
    by = _supervisor(session, person)
    year = office.clock().year
    batch = Batch(
        number=next_number(session, BATCHES, year),
        name=" ".join(name.split()),
        year=year,
        opened_by=by.id,
        opened_at=office.clock(),
    )
    session.add(batch)
    session.flush()
    append_event(session, office.clock(), by, "open_batch", {"number": batch.number, "name": batch.name})
    _fill(session, office, by, batch, case_ids, batch.id)
    return batch


@deed
def put_in_batch(
    session: Session, office: Office, person: Person, batch_id: int, version: int, case_ids: Iterable[int]
) -> Batch:
    """Put decided cases into a batch that is not yet posted."""
    by, batch = _open_batch(session, person, batch_id, version)
    _fill(session, office, by, batch, case_ids, batch.id)
    return batch


@deed
def take_from_batch(
    session: Session, office: Office, person: Person, batch_id: int, version: int, case_ids: Iterable[int]
) -> Batch:
    """Take cases out of a batch that is not yet posted."""
    by, batch = _open_batch(session, person, batch_id, version)
    _fill(session, office, by, batch, case_ids, None)
    return batch


@deed
def record_minutes(
    session: Session, office: Office, person: Person, batch_id: int, version: int, number: str, held_on: date | None
) -> Batch:
    """The party meeting has passed the batch: number and day of its minutes."""
    by, batch = _open_batch(session, person, batch_id, version)
    problems = {}
    if not number.strip():
        problems["number"] = "请填写会议纪要的文号。"
    if held_on is None or held_on > office.clock().date():
        problems["held_on"] = "请填写会议日期，不能晚于今天。"
    if problems:
        raise InputProblem(problems)
    batch.minutes_number, batch.minutes_on = " ".join(number.split()), held_on
    session.flush()
    content = {"batch": batch.number, "minutes": batch.minutes_number, "held_on": str(held_on)}
    append_event(session, office.clock(), by, "record_minutes", content)
    return batch


@deed
def publicise(
    session: Session,
    office: Office,
    person: Person,
    batch_id: int,
    version: int,
    posted_on: date,
    days: int = NOTICE_DAYS,
    working: bool = True,
    place: str = "",
) -> Batch:
    """Post the public notice (公示) of a batch: its cases come under it, and get the money that the year has.

    ``days`` are working days or calendar days, the day of posting not counted (民法典 201); first and last day are
    kept with the batch as they stand on the paper. Raises InputProblem; Refused without minutes or without cases.
    """
    by, batch = _open_batch(session, person, batch_id, version)
    cases = list(session.scalars(select(Case).where(Case.batch_id == batch.id).order_by(Case.id)))
    if not batch.minutes_number:
        raise Refused(f"批次 {batch.number} 还没有记录会议纪要，不能公示。", "请先记录会议纪要的文号和日期。")
    if not cases:
        raise Refused(f"批次 {batch.number} 里没有办件，不能公示。")
    if not 1 <= days <= 60:
        raise InputProblem({"days": "公示天数应在 1 到 60 之间。"})
    if batch.minutes_on is not None and posted_on < batch.minutes_on:
        raise InputProblem({"posted_on": "公示日期不能早于会议日期。"})
    calendar = working_days_in(session)
    period = calendar.publicity(posted_on, days, working)
    batch.posted_on, batch.first_day = posted_on, posted_on + timedelta(days=1)
    batch.last_day, batch.estimated = period.last_day, period.estimated
    batch.days, batch.working, batch.place = days, working, place.strip()
    session.flush()
    for each in allot(session, office, batch.year, cases):
        if each.funded and not each.claim.held:
            case = session.get_one(Case, each.claim.case_id)
            set_aside(session, office, case, batch.year, FundState.RESERVED)
    dates = {"first_day": str(batch.first_day), "last_day": str(batch.last_day), "estimated": batch.estimated}
    for case in cases:
        case_for(session, office, by, case.id, None, Action.PUBLICISE)
        move(case, Action.PUBLICISE, office)
        leave_event(session, office, by, case, Action.PUBLICISE, batch=batch.number, **dates)
    return batch


@deed
def object_to(
    session: Session,
    office: Office,
    person: Person,
    case_id: int,
    received_on: date | None,
    objector: str,
    contact: str,
    content: str,
) -> Objection:
    """Register an objection (异议) to a publicised case; it holds the case until it is answered."""
    case, by = case_for(session, office, person, case_id, None, Action.OBJECT)
    problems = {}
    if received_on is None or received_on > office.clock().date():
        problems["received_on"] = "请填写收到异议的日期，不能晚于今天。"
    if not content.strip():
        problems["content"] = "请写明异议的内容。"
    if problems or received_on is None:
        raise InputProblem(problems)
    objection = Objection(
        case_id=case.id,
        received_on=received_on,
        objector=objector.strip(),
        contact=contact.strip(),
        content=content.strip(),
        recorded_by=by.id,
        recorded_at=office.clock(),
    )
    session.add(objection)
    session.flush()
    leave_event(session, office, by, case, Action.OBJECT, objection=objection.id, content=objection.content)
    return objection


@deed
def answer(
    session: Session, office: Office, person: Person, objection_id: int, outcome: Outcome, words: str
) -> Objection:
    """Answer an objection. Upheld, it holds the case until the decision is corrected."""
    objection = session.get(Objection, objection_id)
    if objection is None:
        raise Refused("找不到这条异议。")
    case, by = case_for(session, office, person, objection.case_id, None, Action.ANSWER)
    if objection.outcome is not None:
        raise changed_elsewhere()
    if not words.strip():
        raise InputProblem({"answer": "请写明核查过程和结论。"})
    objection.outcome, objection.answer = outcome, words.strip()
    objection.answered_on, objection.answered_by = office.clock().date(), by.id
    leave_event(session, office, by, case, Action.ANSWER, objection=objection.id, outcome=outcome.value)
    return objection


@deed
def clear(session: Session, office: Office, person: Person, batch_id: int) -> tuple[int, int]:
    """The period is over (公示期满): each case that no objection holds goes on.

    Returns how many are payable and how many wait for money. Raises Refused before the day after the last one.
    """
    by = _supervisor(session, person)
    batch = session.get_one(Batch, batch_id)
    if batch.last_day is None or office.clock().date() <= batch.last_day:
        until = f"公示到 {batch.last_day} 为止，" if batch.last_day else "还没有公示，"
        raise Refused(f"批次 {batch.number} {until}现在不能办公示期满。")
    held = set(session.scalars(held_cases()))
    of_batch = select(Case).where(Case.batch_id == batch.id, Case.state == CaseState.PUBLICISED)
    going = [case for case in session.scalars(of_batch.order_by(Case.id)) if case.id not in held]
    funded = {
        each.claim.case_id for each in allot(session, office, batch.year, going) if each.funded
    }  # in order of priority: what has become free since the posting is given out, too
    for case in going:
        case_for(session, office, by, case.id, None, Action.CLEAR)
        if case.id in funded:
            fund_case(session, office, case, batch.year)
        move(case, Action.CLEAR, office, 0 if case.id in funded else 1)
        money = {use.treasury: f"{use.amount:.2f}" for use in taken_by(session, case)}
        leave_event(session, office, by, case, Action.CLEAR, batch=batch.number, year=batch.year, money=money)
    return len(funded), len(going) - len(funded)


@query
def batches(session: Session, office: Office) -> list[tuple[Batch, int]]:
    """All batches, the latest first, each with the number of its cases."""
    counted = select(Batch, func.count(Case.id)).outerjoin(Case, Case.batch_id == Batch.id).group_by(Batch.id)
    return [(batch, number) for batch, number in session.execute(counted.order_by(Batch.id.desc()))]


@query
def objections_to(session: Session, office: Office, case_id: int) -> list[Objection]:
    """The objections to a case, the earliest first."""
    return list(session.scalars(select(Objection).where(Objection.case_id == case_id).order_by(Objection.id)))


def _fill(session: Session, office: Office, by: Person, batch: Batch, case_ids: Iterable[int], to: int | None) -> None:
    numbers = []
    for case_id in case_ids:
        case = session.get_one(Case, case_id)
        if case.state is not CaseState.SUPPORTED or case.batch_id != (None if to is not None else batch.id):
            where = "已在别的批次里" if case.batch_id is not None else f"现在是“{case.state.label}”"
            raise Refused(f"办件 {case.number} {where}，不能列入或移出批次 {batch.number}。")
        case.batch_id = to
        numbers.append(case.number)
    if numbers:
        session.flush()
        content = {"batch": batch.number, "put_in" if to is not None else "taken_out": numbers}
        append_event(session, office.clock(), by, "fill_batch", content)


def _open_batch(session: Session, person: Person, batch_id: int, version: int) -> tuple[Person, Batch]:
    by = _supervisor(session, person)
    batch = session.get_one(Batch, batch_id)
    if batch.posted_on is not None:
        raise Refused(f"批次 {batch.number} 已经公示，不能再改。")
    if batch.version != version:
        raise changed_elsewhere()
    return by, batch


def _supervisor(session: Session, person: Person) -> Person:
    by = actor(session, person)
    if by.role is not Role.SUPERVISOR:
        raise Refused(f"批次和公示由审批人办理，您的岗位是{by.role.label}。")
    return by
