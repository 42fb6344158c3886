"""A bureau with many decided cases of every measure among few applicants: limits run out, histories chain."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from sqlalchemy import text

from tests.bureau import MORNING, Bureau
from tests.calculation.cases import FACTS, OWN_KIND
from tests.paid import taken_back
from ycdesk.calculation.assessment import Status
from ycdesk.calculation.facts import form_of
from ycdesk.domain.applicant import Applicant
from ycdesk.domain.case import Case
from ycdesk.domain.errors import DeskError
from ycdesk.domain.ruling import Subject
from ycdesk.domain.states import Proposal
from ycdesk.services.applicants import save_applicant
from ycdesk.services.checklist import tick_all
from ycdesk.services.decision import decision_view
from ycdesk.services.deeds import submit
from ycdesk.services.dossiers import add_case, get_case, open_dossier, remove_draft, save_entries
from ycdesk.services.draft import open_draft
from ycdesk.services.rulings import record_ruling
from ycdesk.services.signing import approve, refuse
from ycdesk.services.undoing import correct

COUNTIES = ("140802", "140821", "140881", "1408KF")


def entries_of(measure: str, facts: dict[str, Any]) -> dict[str, Any]:
    """The facts of a case file as they would be typed."""
    form = form_of(measure)
    header: dict[str, str] = {}
    for spec in form.header:
        value: Any = facts
        for part in spec.name.split("."):
            value = (value or {}).get(part)
        header[spec.name] = _typed(value)
    rows = facts.get(form.table.name, []) if form.table else []
    return {"header": header, "rows": [{name: _typed(value) for name, value in row.items()} for row in rows]}


def _typed(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value).strip()


class DecidedOffice:
    """Makes decided cases one after the other, an hour apart; the same ones for the same seed."""

    def __init__(self, bureau: Bureau, seed: int) -> None:
        self.bureau, self.office, self.rng = bureau, bureau.office, Random(seed)
        self.now = MORNING
        bureau.office.clock = lambda: self.now
        self.applicants: list[Applicant] = []

    def _applicant(self, kind: str) -> Applicant:
        """Mostly one that was here before."""
        known = [each for each in self.applicants if each.kind == kind]
        if not known or self.rng.random() < 0.2:
            number = len(self.applicants)
            name = f"第{number}号单位"
            values = {"name": name, "kind": kind, "county": COUNTIES[number % len(COUNTIES)], "account_name": name,
                      "account_number": f"62{number:016}"}  # fmt: skip
            self.applicants.append(save_applicant(self.office, self.bureau.wang, None, values, None))
            return self.applicants[-1]
        return self.rng.choice(known)

    def decide(self, count: int) -> None:
        """Enter and decide until ``count`` cases more are decided; a few stay undecided between them."""
        done = 0
        while done < count:
            self.now += timedelta(hours=1)
            try:
                done += self._one()
            except DeskError:
                continue  # refused for a good reason: a limit, an applicant of the wrong kind

    def rule(self) -> None:
        """A reading and a split ruled in between: later applications follow them."""
        common: dict[str, Any] = {"decided_on": date(2025, 6, 1), "signer": "李建国", "valid_from": date(2025, 1, 1)}
        policy = self.office.package.id
        for subject, values in (
            (Subject.READING, {"document": "一号", "reading_id": "8", "choice": "80"}),
            (Subject.SPLIT, {"document": "二号", "county": "140881", "percent": 30}),
        ):
            record_ruling(self.office, self.bureau.chen, policy, subject, **{**common, **values})

    def _one(self) -> bool:
        measure = self.rng.choice(tuple(FACTS))
        case = self._entered(measure, FACTS[measure](self.rng))
        status = open_draft(self.office, self.bureau.wang, case).preview().assessment.status
        if status not in (Status.ELIGIBLE, Status.INELIGIBLE):
            remove_draft(self.office, self.bureau.wang, case.id)
            return False
        tick_all(self.office, self.bureau.wang, case.id)
        case = get_case(self.office, case.id)
        if status is Status.INELIGIBLE:
            case = submit(self.office, self.bureau.wang, case.id, case.version, Proposal.REFUSE, "不符合条件")
            refuse(self.office, self.bureau.li, case.id, case.version, "不符合条件")
            return True
        self.bureau.explain(case)
        case = submit(self.office, self.bureau.wang, case.id, case.version)
        if self.rng.random() < 0.1:
            return False  # left waiting
        self.now += timedelta(minutes=self.rng.randint(1, 59))
        self._decide(case)
        return True

    def _entered(self, measure: str, facts: dict[str, Any]) -> Case:
        day = date(2025, 6, 30)
        applicant = self._applicant(OWN_KIND.get(measure, "enterprise"))
        dossier = open_dossier(self.office, self.bureau.wang, applicant.id)
        case = add_case(self.office, self.bureau.wang, dossier.id, measure, day)
        save_entries(self.office, self.bureau.wang, case.id, entries_of(measure, facts), day, case.version)
        return get_case(self.office, case.id)

    def _decide(self, case: Case) -> None:
        dice, li = self.rng.random(), self.bureau.li
        if dice < 0.1:
            refuse(self.office, li, case.id, case.version, "材料不实")
            return
        flags = [flag.reading for flag in decision_view(self.office, case.id, li).open_flags]
        less = (case.computed or Decimal(0)) / 2 if dice < 0.2 else None
        award = None if less is None else less.quantize(Decimal("0.01"))
        case = approve(self.office, li, case.id, case.version, award, "核减" if less else "", "", flags)
        if dice > 0.95:
            correct(self.office, li, case.id, case.version, "算错")
        elif dice > 0.9:
            taken_back(self.office, li, case, "未实施")


def decided_office(bureau: Bureau, seed: int, count: int) -> DecidedOffice:
    """A bureau with ``count`` decided cases; two rulings fall in their midst."""
    made = DecidedOffice(bureau, seed)
    made.decide(count // 2)
    made.rule()
    made.decide(count - count // 2)
    return made


def tamper(bureau: Bureau, statement: str) -> None:
    """Run SQL on a SQLite database whose guards somebody has taken away."""
    with bureau.office.engine.begin() as connection:
        for name in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all():
            connection.execute(text(f'DROP TRIGGER "{name}"'))
        connection.execute(text(statement))
