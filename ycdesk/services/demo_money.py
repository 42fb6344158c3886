"""The money of the demo data: two batches, one paid out, one under its public notice, played by the services."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from ycdesk.domain.case import Case
from ycdesk.domain.payment import CITY
from ycdesk.domain.people import Person
from ycdesk.domain.states import CaseState
from ycdesk.services.budget import add_budget
from ycdesk.services.dossiers import get_case
from ycdesk.services.meeting import clear, open_batch, publicise, record_minutes
from ycdesk.services.office import Office
from ycdesk.services.payments import archive, pay, payment_lines, recover, repay

MEETING_DAYS = 42
"""How many days ago the batch met whose money is out; its cases are older."""
FRESH = (CaseState.PUBLICISED,)
OLD = (
    CaseState.UNFUNDED,
    CaseState.PAYABLE,
    CaseState.PART_PAID,
    CaseState.PAID,
    CaseState.ARCHIVED,
    CaseState.RECOVERING,
    CaseState.RECOVERED,
)
_BUDGET = Decimal("12000000.00")


def play_money(office: Office, supervisor: Person, clerk: Person, wanted: Sequence[tuple[int, CaseState, str]]) -> None:
    """Lead supported cases to their states: id of the case, the state, and the reason of a recovery."""

    def ago(days: int) -> Office:
        time: datetime = office.clock() - timedelta(days=days)
        clock: Callable[[], datetime] = lambda: time  # noqa: E731 - the clock of one day
        return replace(office, clock=clock)

    for year in {office.clock().year, ago(MEETING_DAYS).clock().year}:
        add_budget(ago(MEETING_DAYS), supervisor, year, CITY, _BUDGET, f"运财预〔{year}〕16号")
    for states, days in ((OLD, MEETING_DAYS), (FRESH, 1)):
        ids = [case_id for case_id, state, _ in wanted if state in states]
        if not ids:
            continue
        then = ago(days)
        batch = open_batch(then, supervisor, "跨境电商扶持资金", ids)
        day = then.clock().date()
        batch = record_minutes(then, supervisor, batch.id, batch.version, f"局党组会议纪要〔{day.year}〕5号", day)
        publicise(then, supervisor, batch.id, batch.version, day, place="运城市商务局网站")
        if states is OLD:
            clear(ago(MEETING_DAYS - 20), supervisor, batch.id)
    for case_id, state, reason in wanted:
        if state in OLD and state is not CaseState.PAYABLE:
            _pay(ago, supervisor, clerk, get_case(office, case_id), state, reason)


def _pay(
    ago: Callable[[int], Office], supervisor: Person, clerk: Person, case: Case, state: CaseState, reason: str
) -> None:
    paid_on = ago(16)
    lines = payment_lines(paid_on, case.id)
    for line in lines if state is not CaseState.PART_PAID else lines[:1]:
        day = paid_on.clock().date()
        pay(paid_on, clerk, line.id, day, f"记{day.month:02}-{line.id:03}")
    case = get_case(paid_on, case.id)
    if state is CaseState.ARCHIVED:
        archive(ago(8), clerk, case.id, case.version)
    elif state in (CaseState.RECOVERING, CaseState.RECOVERED):
        case = recover(ago(12), supervisor, case.id, case.version, reason)
        if state is CaseState.RECOVERED:
            repay(ago(4), clerk, case.id, ago(4).clock().date(), "入库-0018")
