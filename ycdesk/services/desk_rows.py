"""One case as a line of a list: what it is, since when it is where it is, when it is due, and what comes next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from ycdesk.database.queries import ListedCase, Statement, rows_of
from ycdesk.domain.case import CaseState
from ycdesk.domain.clock import Due, due_in
from ycdesk.services.bureau_settings import limits_in
from ycdesk.services.calendar import working_days_in
from ycdesk.services.office import Office


@dataclass(frozen=True, slots=True)
class DeskRow:
    """One case on a list. ``amount`` in yuan: awarded, else computed; ``days`` in this state; ``blocked``: why not."""

    case_id: int
    dossier_id: int
    number: str
    applicant_id: int
    applicant: str
    measure: str
    """Short title."""
    amount: Decimal | None
    days: int
    since: datetime
    state: CaseState
    next_step: str
    note: str = ""
    """Why it was returned, withdrawn, refused or not accepted."""
    blocked: str = ""
    due: date | None = None
    """The last day in this state; None where nothing presses."""
    late: int = 0
    """Working days since then."""
    estimated: bool = False
    """Whether ``due`` was counted through a year that nobody has confirmed."""
    hit: str = ""
    """The text in the case by which a search has found it."""


Row = Callable[[ListedCase, str], DeskRow]


def row_maker(session: Session, office: Office) -> Row:
    """Makes rows with the calendar and the limits as they are now."""
    calendar, limits, now = working_days_in(session), limits_in(session), office.clock()

    def make(case: ListedCase, blocked: str = "") -> DeskRow:
        due = due_in(case.state, case.since, now.date(), calendar, limits, case.own_due)
        return _row(office, case, blocked, now, due)

    return make


def desk_rows(session: Session, office: Office, statement: Statement) -> tuple[DeskRow, ...]:
    """The rows of a statement made from ``listed_cases``."""
    make = row_maker(session, office)
    return tuple(make(case, "") for case in rows_of(session, statement))


def _row(office: Office, case: ListedCase, blocked: str, now: datetime, due: Due | None) -> DeskRow:
    next_step = NEXT.get(case.state, "")
    if case.state is CaseState.PENDING and case.proposal == "refuse":
        next_step = "审批（报请不予支持）"
    elif due is not None and due.late and case.state in _OVER:
        next_step = _OVER[case.state]
    return DeskRow(
        case_id=case.case_id,
        dossier_id=case.dossier_id,
        number=case.number,
        applicant_id=case.applicant_id,
        applicant=case.applicant,
        measure=office.titles.get(case.measure, case.measure),
        amount=case.computed if case.award is None else case.award,
        days=max((now.date() - case.since.date()).days, 0),
        since=case.since,
        state=case.state,
        next_step=next_step,
        note=case.reason,
        blocked=blocked,
        due=due.day if due else None,
        late=due.late if due else 0,
        estimated=due.estimated if due else False,
    )


NEXT = {
    CaseState.DRAFT: "填写并提交",
    CaseState.RECEIVED: "受理或通知补正",
    CaseState.SUPPLEMENT: "等企业补正",
    CaseState.ACCEPTED: "审核并提交",
    CaseState.RETURNED: "修改后重新提交",
    CaseState.PENDING: "审批",
    CaseState.COUNTERSIGN: "复签",
    CaseState.SUPPORTED: "列入批次上会",
    CaseState.PUBLICISED: "公示期满后拨付",
    CaseState.UNFUNDED: "等安排资金",
    CaseState.PAYABLE: "拨付",
    CaseState.PART_PAID: "拨付余下部分",
    CaseState.PAID: "归档",
    CaseState.RECOVERING: "等企业退款",
    CaseState.REJECTED: "告知申报主体",
    CaseState.REFUSED: "告知申报主体",
}
_OVER = {
    CaseState.SUPPLEMENT: "已过期，可视为放弃",
    CaseState.PUBLICISED: "公示期满，可转拨付",
    CaseState.RECOVERING: "退款已逾期，催缴",
}
