"""Several lines of payment at once: one voucher for many, and the letter that reminds counties of their part."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from sqlalchemy.orm import Session

from ycdesk.database.log import append_event
from ycdesk.domain.errors import DeskError, Refused
from ycdesk.domain.payment import CITY, PaymentLine
from ycdesk.domain.people import Person
from ycdesk.domain.states import Action
from ycdesk.domain.step import CaseStep, StepKind
from ycdesk.services.acts import case_for
from ycdesk.services.office import Office, deed
from ycdesk.services.payments import pay


def pay_each(
    office: Office,
    person: Person,
    line_ids: Sequence[int],
    paid_on: date | None,
    voucher: str,
    progress: Callable[[int, int], object] = lambda count, total: None,
) -> dict[int, DeskError]:
    """Pay lines on one day with one voucher, each in a transaction of its own; returns what failed and why."""
    failed: dict[int, DeskError] = {}
    for number, line_id in enumerate(line_ids):
        progress(number, len(line_ids))
        try:
            pay(office, person, line_id, paid_on, voucher)
        except DeskError as problem:
            failed[line_id] = problem
    return failed


@deed
def remind(
    session: Session, office: Office, person: Person, line_ids: Iterable[int], number: str = ""
) -> list[CaseStep]:
    """Record that counties were reminded (催办) of the parts they have not paid, by one letter; all lines or none.

    Raises Refused for a line of the city, and for one that is not to be paid.
    """
    steps = []
    for line_id in line_ids:
        line = session.get(PaymentLine, line_id)
        if line is None:
            raise Refused("找不到这一笔拨付。")
        case, by = case_for(session, office, person, line.case_id, None, Action.PAY)
        if line.treasury == CITY:
            raise Refused(f"办件 {case.number} 的这一笔由市本级拨付，不用催办。")
        if line.paid is not None:
            raise Refused(f"办件 {case.number} 的县级部分已于 {line.paid.paid_on} 拨付，不用催办。")
        county = (case.words or {}).get("county", line.treasury)
        content = {"county": county, "number": " ".join(number.split())}
        now = office.clock()
        step = CaseStep(
            case_id=case.id, kind=StepKind.REMINDER, on_day=now.date(), content=content, by_id=by.id, at=now
        )
        session.add(step)
        session.flush()
        told = {"number": case.number, "county": county, "document": content["number"], "amount": f"{line.amount:.2f}"}
        append_event(session, now, by, "remind", told, case_id=case.id, dossier_id=case.dossier_id)
        steps.append(step)
    if not steps:
        raise Refused("请先选中要催办的县级拨付。")
    return steps
