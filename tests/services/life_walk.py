"""Random walks over the whole life of many cases, through the services, and what must hold at every moment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from sqlalchemy import func, select

from tests.bureau import HANOI, MORNING, Bureau
from tests.stages import WANTED
from ycdesk.domain.budget import TAKEN, BudgetEntry, BudgetUse
from ycdesk.domain.case import Case
from ycdesk.domain.errors import Conflict, InputProblem, Refused
from ycdesk.domain.meeting import Objection, Outcome
from ycdesk.domain.payment import CITY, Payment, PaymentLine
from ycdesk.domain.people import Person, Role
from ycdesk.domain.states import ENDED, Action, CaseState
from ycdesk.domain.step import StepKind
from ycdesk.domain.workflow import allowed
from ycdesk.services import intake, meeting, payments, signing
from ycdesk.services.budget import add_budget
from ycdesk.services.deeds import submit, withdraw
from ycdesk.services.dossiers import get_case, save_entries
from ycdesk.services.funding import defer, fund
from ycdesk.services.undoing import correct

CHECK = {"item": "行政处罚", "source": "信用中国", "result": "未发现"}
FORWARD = {
    Action.SUBMIT, Action.APPROVE, Action.COUNTERSIGN, Action.PUBLICISE, Action.CLEAR, Action.PAY, Action.FUND,
    Action.ANSWER, Action.ARCHIVE, Action.REPAY, Action.ACCEPT, Action.SUPPLY,
}  # fmt: skip
"""What most people do most of the time."""
RARELY = {
    Action.EDIT, Action.RECORD, Action.OBJECT, Action.WITHDRAW, Action.REJECT, Action.REFUSE, Action.CORRECT,
    Action.RECOVER, Action.DEFER, Action.LAPSE,
}  # fmt: skip


@dataclass
class LifeWalk:
    """People who do one thing after the other to ``cases``, a little time apart.

    ``scale``: how many times more cases than a dozen there are: as much more money, and as much sooner the next deed,
    so that each case goes on as fast as it would among few, and money is scarce but does come.
    """

    bureau: Bureau
    seed: int
    scale: int = 1
    cases: list[int] = field(default_factory=list)
    done: Counter[Action] = field(default_factory=Counter)
    turned_away: int = 0
    entered: int = 0

    def __post_init__(self) -> None:
        self.dice, self.office, self.now = Random(self.seed), self.bureau.office, MORNING
        self.office.clock = lambda: self.now
        self.people = [getattr(self.bureau, name) for name in ("wang", "zhao", "li", "chen", "sun", "admin")]
        add_budget(self.office, self.bureau.li, 2025, CITY, Decimal(60_000 * self.scale), "年初")
        add_budget(self.office, self.bureau.li, 2025, "140821", Decimal(200_000 * self.scale), "县年初")

    @property
    def today(self) -> date:
        """The day of the walk."""
        return self.now.date()

    def enter(self) -> None:
        """Another draft: a booth at an exhibition of its own."""
        self.entered += 1
        number = self.entered
        header = {**HANOI["header"], "session": f"{self.seed}-{number}"}
        fee = self.dice.choice(("31250", "12345.67", "20000"))
        entries = {"header": header, "rows": [{"booth_no": f"{self.seed}-{number}", "fee": fee}]}
        self.cases.append(self.bureau.draft(entries).id)

    def step(self) -> None:
        """One attempt of one person on one case: what the table allows is done, what it does not is refused."""
        self.now += timedelta(minutes=self.dice.randint(1, max(120 // self.scale, 2)))
        case = get_case(self.office, self.dice.choice(self.cases))
        if self.dice.random() < 0.05:
            person = self.dice.choice(self.people)
            self._try_the_forbidden(case, person, open_table(case, person))
            return
        rare = self.dice.random() < 0.1
        able = [
            (person, action)
            for person in self.people
            for action, why in open_table(case, person).items()
            if why is None and (rare or action not in RARELY)
        ]
        forward = [pair for pair in able if pair[1] in FORWARD]
        if not able:
            return
        person, action = self.dice.choice(forward if forward and self.dice.random() < 0.75 else able)
        try:
            self.deeds(case, person)[action]()
        except (Refused, Conflict, InputProblem):
            self.turned_away += 1  # the calendar, the budget or the other lines of its batch say no
        else:
            self.done[action] += 1
            state = get_case(self.office, case.id).state
            if state in ENDED or (state is CaseState.ARCHIVED and self.dice.random() < 0.8):
                self.cases.remove(case.id)
                self.enter()

    def _try_the_forbidden(self, case: Case, person: Person, answers: dict[Action, str | None]) -> None:
        """Something that the table refuses must be refused, whatever it is."""
        closed = [action for action, why in answers.items() if why is not None]
        deeds = self.deeds(case, person)
        action = self.dice.choice([each for each in closed if each in deeds and each not in BY_GROUP])
        try:
            deeds[action]()
        except (Refused, Conflict):
            self.turned_away += 1
        else:
            raise AssertionError(f"{person.name} could {action} a case in {case.state}")

    def deeds(self, case: Case, person: Person) -> dict[Action, Callable[[], object]]:
        """Each action as this person does it to this case."""
        office, seen = self.office, (case.id, case.version)
        entries = {"header": case.entries["header"], "rows": case.entries["rows"]}
        lines = payments.payment_lines(office, case.id)
        unpaid = [line.id for line in lines if line.paid is None]
        paid = [line.id for line in lines if line.paid is not None]
        half = None if case.computed is None else (case.computed / 2).quantize(Decimal("0.01"))
        award = half if self.dice.random() < 0.3 else None
        found: dict[Action, Callable[[], object]] = {
            Action.EDIT: lambda: save_entries(office, person, case.id, entries, case.applied_on, case.version),
            Action.RECORD: lambda: intake.record_step(
                office, person, case.id, StepKind.NEGATIVE_CHECK, self.today, CHECK
            ),
            Action.RECEIVE: lambda: intake.receive(office, person, *seen),
            Action.REQUEST_SUPPLEMENT: lambda: intake.request_supplement(office, person, *seen, WANTED, 3),
            Action.SUPPLY: lambda: intake.supply(office, person, *seen),
            Action.LAPSE: lambda: intake.lapse(office, person, *seen),
            Action.ACCEPT: lambda: intake.accept(office, person, *seen),
            Action.REJECT: lambda: intake.reject(office, person, *seen, intake.GROUNDS[0], "理由"),
            Action.SUBMIT: lambda: submit(office, person, *seen),
            Action.WITHDRAW: lambda: withdraw(office, person, *seen, "理由"),
            Action.RETURN: lambda: signing.return_case(
                office, person, *seen, "理由", self.dice.choice((CaseState.RETURNED, CaseState.PENDING))
            ),
            Action.APPROVE: lambda: signing.approve(office, person, *seen, award, "核减"),
            Action.COUNTERSIGN: lambda: signing.countersign(office, person, *seen),
            Action.RETRACT: lambda: signing.retract(office, person, *seen, "理由"),
            Action.REFUSE: lambda: signing.refuse(office, person, *seen, "理由"),
            Action.PUBLICISE: lambda: self._post(person, case),
            Action.OBJECT: lambda: meeting.object_to(office, person, case.id, self.today, "某人", "", "不实"),
            Action.ANSWER: lambda: self._answer(person, case),
            Action.CLEAR: lambda: meeting.clear(office, person, case.batch_id or 0),
            Action.FUND: lambda: self._fund(person),
            Action.DEFER: lambda: defer(office, person, *seen, "理由"),
            Action.ARCHIVE: lambda: payments.archive(office, person, *seen),
            Action.CORRECT: lambda: self.cases.append(correct(office, person, *seen, "理由").id),
            Action.RECOVER: lambda: payments.recover(office, person, *seen, "理由"),
            Action.REPAY: lambda: payments.repay(office, person, case.id, self.today, "库1"),
        }
        if unpaid:
            found[Action.PAY] = lambda: payments.pay(office, person, self.dice.choice(unpaid), self.today, "凭1")
        if paid:
            found[Action.BOUNCE] = lambda: payments.bounce(
                office, person, self.dice.choice(paid), self.today, "账号有误"
            )
        return found

    def _post(self, person: Person, case: Case) -> None:
        """A batch of this case and of others that wait, through the meeting and up to the notice."""
        with self.office.reading_sessions() as session:
            waiting = select(Case.id).where(Case.state == CaseState.SUPPORTED, Case.batch_id.is_(None)).limit(8)
            ids = set(session.scalars(waiting)) | ({case.id} if case.batch_id is None else set())
        if case.batch_id is None:
            batch = meeting.open_batch(self.office, person, "", sorted(ids))
        else:
            batch = next(each for each, _ in meeting.batches(self.office) if each.id == case.batch_id)
        batch = meeting.record_minutes(self.office, person, batch.id, batch.version, "纪要", self.today)
        meeting.publicise(self.office, person, batch.id, batch.version, self.today, 2)

    def _answer(self, person: Person, case: Case) -> None:
        waiting = [each.id for each in meeting.objections_to(self.office, case.id) if each.outcome is None]
        if not waiting:
            raise Refused("没有等待答复的异议。")
        outcome = self.dice.choice((*[Outcome.DISMISSED] * 8, Outcome.UPHELD))
        meeting.answer(self.office, person, waiting[0], outcome, "已核查")

    def _fund(self, person: Person) -> None:
        if self.dice.random() < 0.2:
            more = Decimal(self.dice.randint(1, 3000 * self.scale))
            add_budget(self.office, person, self.today.year, self.dice.choice((CITY, "140821")), more, "追加")
        fund(self.office, person, self.today.year)


BY_GROUP = {Action.PUBLICISE, Action.CLEAR, Action.FUND, Action.ANSWER}
"""Done to several cases: another of them may well allow it."""


def open_table(case: Case, person: Person) -> dict[Action, str | None]:
    """What the table says; a supported case comes into a batch on the way to the notice."""
    answers = allowed(case, person)
    if case.state is CaseState.SUPPORTED and case.batch_id is None and person.role is Role.SUPERVISOR:
        answers[Action.PUBLICISE] = None
    return answers


def check_money(bureau: Bureau) -> None:
    """No part is paid twice, nothing is paid beyond its award, no pot is overdrawn."""
    with bureau.office.reading_sessions() as session:
        paid = dict(
            session.execute(
                select(PaymentLine.case_id, func.sum(Payment.amount))
                .join(Payment, Payment.line_id == PaymentLine.id)
                .where(Payment.returned_on.is_(None))
                .group_by(PaymentLine.case_id)
            ).all()
        )
        for case in session.scalars(select(Case).where(Case.id.in_(paid))):
            assert case.award is not None
            assert paid[case.id] <= case.award, case.number
        totals = {
            (year, treasury): amount
            for year, treasury, amount in session.execute(
                select(BudgetEntry.year, BudgetEntry.treasury, func.sum(BudgetEntry.amount)).group_by(
                    BudgetEntry.year, BudgetEntry.treasury
                )
            )
        }
        taken = session.execute(
            select(BudgetUse.year, BudgetUse.treasury, func.sum(BudgetUse.amount))
            .where(BudgetUse.state.in_(TAKEN))
            .group_by(BudgetUse.year, BudgetUse.treasury)
        )
        for year, treasury, amount in taken:
            assert amount <= totals.get((year, treasury), Decimal(0 if treasury == CITY else 10**12)), (year, treasury)
        open_held = (
            select(Case.number)
            .join(Objection, Objection.case_id == Case.id)
            .where(Objection.outcome.is_(None), Case.state.not_in((CaseState.PUBLICISED, CaseState.CORRECTED)))
        )
        assert list(session.scalars(open_held)) == []
