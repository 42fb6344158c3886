"""The way of a supported case through the meeting, the notice and the treasury, day by day, for tests of its end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from ycdesk.domain.case import Case
from ycdesk.domain.meeting import Batch
from ycdesk.domain.payment import CITY
from ycdesk.domain.people import Person
from ycdesk.services.budget import add_budget, budget_entries
from ycdesk.services.dossiers import get_case
from ycdesk.services.meeting import clear, open_batch, publicise, record_minutes
from ycdesk.services.office import Office
from ycdesk.services.payments import pay, payment_lines, recover, repay

ENOUGH = Decimal("1000000000.00")


def later(office: Office, days: int) -> Office:
    """The same office some days on."""
    now = office.clock() + timedelta(days=days)
    return replace(office, clock=lambda: now)


def posted(office: Office, person: Person, cases: Iterable[Case], money: Decimal | None = ENOUGH) -> Batch:
    """A batch of these cases, minuted and posted today; with a budget unless the year has one."""
    today = office.clock().date()
    if money is not None and not budget_entries(office, today.year):
        add_budget(office, person, today.year, CITY, money, "运财预〔2025〕1号")
    batch = open_batch(office, person, "", [case.id for case in cases])
    batch = record_minutes(office, person, batch.id, batch.version, "党组会议纪要〔2025〕3号", today)
    return publicise(office, person, batch.id, batch.version, today)


def cleared(office: Office, person: Person, case: Case, money: Decimal | None = ENOUGH) -> Case:
    """A case after its public notice: twenty days on."""
    batch = posted(office, person, [case], money)
    clear(later(office, 20), person, batch.id)
    return get_case(office, case.id)


def paid(office: Office, person: Person, case: Case, money: Decimal | None = ENOUGH) -> Case:
    """A case of which every part is paid, thirty days on."""
    cleared(office, person, case, money)
    for line in payment_lines(office, case.id):
        pay(later(office, 30), person, line.id, _day(office, 30), f"凭{line.id}")
    return get_case(office, case.id)


def taken_back(office: Office, person: Person, case: Case, reason: str) -> Case:
    """A case whose award was paid and has come back, sixty days on."""
    case = paid(office, person, case)
    case = recover(later(office, 50), person, case.id, case.version, reason)
    return repay(later(office, 60), person, case.id, _day(office, 60), "库1号")


def _day(office: Office, days: int) -> date:
    return office.clock().date() + timedelta(days=days)
