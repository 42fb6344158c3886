"""The money of the played year: a batch a month to the meeting, its notice, objections, payments of both parts."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy import select

from ycdesk.domain.case import Case, CaseState
from ycdesk.domain.errors import Refused
from ycdesk.domain.meeting import Batch, Outcome
from ycdesk.domain.payment import CITY, PaymentLine
from ycdesk.domain.people import Person
from ycdesk.services.funding import fund
from ycdesk.services.meeting import (
    answer,
    batches,
    clear,
    object_to,
    objections_to,
    open_batch,
    publicise,
    record_minutes,
)
from ycdesk.services.office import Office
from ycdesk.services.payments import Account, archive, bounce, change_account, pay, recover, repay
from ycdesk.services.undoing import correct

MEETING_DAY = 18
"""Day of the month from which on a batch is put together."""


class MoneyDesk:
    """The supervisor of the batches and the clerk of the payments, day by day."""

    def __init__(self, office: Office, dice: Random, supervisor: Person, clerk: Person) -> None:
        self.office, self.dice, self.supervisor, self.clerk = office, dice, supervisor, clerk
        self.met: set[tuple[int, int]] = set()
        self.due: dict[int, date] = {}
        """Lines of payment, and the day on which their treasury pays."""

    def work(self, now: datetime) -> None:
        """One working day."""
        day = now.date()
        if day.day >= MEETING_DAY and (day.year, day.month) not in self.met:
            self.met.add((day.year, day.month))
            self._meet(day)
        for batch, _ in batches(self.office):
            self._look_at(batch, day)
        if day.month in (7, 12) and day.day in (8, 9, 10) and self._ids(CaseState.UNFUNDED):
            fund(self.office, self.supervisor, day.year)
        self._pay(day)
        self._close(day)

    def _meet(self, day: date) -> None:
        ids = self._ids(CaseState.SUPPORTED)
        if not ids:
            return
        batch = open_batch(self.office, self.supervisor, f"{day.month} 月", ids)
        minutes = f"局党组会议纪要〔{day.year}〕{day.month}号"
        batch = record_minutes(self.office, self.supervisor, batch.id, batch.version, minutes, day)
        publicise(self.office, self.supervisor, batch.id, batch.version, day, place="运城市商务局网站")
        for case_id in ids:
            if self.dice.random() < 0.015:
                object_to(self.office, self.supervisor, case_id, day, "群众来信", "", "反映材料不实")

    def _look_at(self, batch: Batch, day: date) -> None:
        """Objections are answered; the day after the last one the batch goes on."""
        if batch.last_day is None or day <= batch.last_day:
            return
        with self.office.reading_sessions() as session:
            mine = select(Case.id).where(Case.batch_id == batch.id, Case.state == CaseState.PUBLICISED)
            waiting = list(session.scalars(mine.order_by(Case.id)))
        for case_id in waiting:
            for objection in objections_to(self.office, case_id):
                if objection.outcome is None:
                    outcome = Outcome.UPHELD if self.dice.random() < 0.3 else Outcome.DISMISSED
                    answer(self.office, self.supervisor, objection.id, outcome, "经核查原件")
        if waiting:
            clear(self.office, self.supervisor, batch.id)
        for case in self._cases(CaseState.PUBLICISED):
            if any(each.outcome is Outcome.UPHELD for each in objections_to(self.office, case.id)):
                correct(self.office, self.supervisor, case.id, case.version, "异议成立，重新办理")

    def _pay(self, day: date) -> None:
        with self.office.reading_sessions() as session:
            payable = Case.state.in_((CaseState.PAYABLE, CaseState.PART_PAID))
            lines = session.scalars(select(PaymentLine).join(Case).where(payable).order_by(PaymentLine.id)).all()
        for line in lines:
            if line.paid is not None:
                continue
            slow = (3, 12) if line.treasury == CITY else (10, 70)
            when = self.due.setdefault(line.id, day + timedelta(days=self.dice.randint(*slow)))
            if when > day:
                continue
            pay(self.office, self.clerk, line.id, day, f"记{day.month:02}-{line.id:04}")
            if self.dice.random() < 0.02:
                self._return(line, day)

    def _return(self, line: PaymentLine, day: date) -> None:
        """The bank sends it back; the firm changes its account once, and it is paid again some days later."""
        first = not any(payment.returned_on for payment in line.payments)
        bounce(self.office, self.clerk, line.id, day, "账号与户名不符")
        if first:
            account = Account("变更后的户名", "演示银行", "", f"6299{line.id:012}")
            with suppress(Refused):  # the other part has come back before: there is only one change
                change_account(self.office, self.clerk, line.case_id, account, f"确认书{line.id}号")
        self.due[line.id] = day + timedelta(days=self.dice.randint(3, 10))

    def _close(self, day: date) -> None:
        """Paid cases are filed after a month; now and then one is taken back."""
        for case in self._cases(CaseState.PAID):
            if (day - case.state_since.date()).days < 30:
                continue
            if self.dice.random() < 0.01:
                recover(self.office, self.supervisor, case.id, case.version, "绩效检查发现材料不实")
            else:
                archive(self.office, self.clerk, case.id, case.version)
        for case in self._cases(CaseState.RECOVERING):
            if (day - case.state_since.date()).days >= 12:
                repay(self.office, self.clerk, case.id, day, f"库{day.month:02}-{case.id:04}")

    def _cases(self, state: CaseState) -> list[Case]:
        with self.office.reading_sessions() as session:
            return list(session.scalars(select(Case).where(Case.state == state).order_by(Case.id)))

    def _ids(self, state: CaseState) -> list[int]:
        with self.office.reading_sessions() as session:
            return list(session.scalars(select(Case.id).where(Case.state == state).order_by(Case.id)))
