"""One desk of many that fights for limits: random cases of every measure among few firms, and every deed on them.

``python -m tests.services.ledger_desk URL HOME SEED DEEDS`` prints one JSON object, as :mod:`tests.services.one_desk`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from sqlalchemy import select

from tests.bureau import Bureau
from tests.calculation.cases import FACTS, OWN_KIND
from tests.decided import entries_of
from tests.services.one_desk import DAY, Desk, serve
from ycdesk.domain.applicant import Applicant
from ycdesk.domain.case import Case
from ycdesk.domain.errors import DeskError
from ycdesk.domain.people import Person
from ycdesk.domain.states import Proposal
from ycdesk.services.applicants import find_applicants, save_applicant
from ycdesk.services.checklist import tick_all
from ycdesk.services.decision import decision_view
from ycdesk.services.deeds import submit
from ycdesk.services.dossiers import add_case, open_dossier, save_entries
from ycdesk.services.radar import alarms, give_reason
from ycdesk.services.signing import approve
from ycdesk.services.undoing import correct

COUNTIES = ("140802", "140821", "140881")
KINDS = ("enterprise", "enterprise", "enterprise", "park", "college", "government", "institution")
SCARCE = ("exhibition", "exhibition", "exhibition", "certification", "talent_training", "overseas_warehouse",
          "credit_insurance", "demo_park", "demo_enterprise", "store_global", "independent_site")  # fmt: skip
"""Measures whose limits run out soon."""


def few_applicants(bureau: Bureau) -> None:
    """The firms, parks and schools that all desks enter cases for."""
    for number, kind in enumerate(KINDS):
        values = {"name": f"{number}号单位", "kind": kind, "county": COUNTIES[number % len(COUNTIES)]}
        save_applicant(bureau.office, bureau.wang, None, values, None)


class LedgerDesk(Desk):
    """A desk that enters whatever measure, explains every alarm, and undoes decisions, too."""

    def __init__(self, bureau: Bureau, seed: int) -> None:
        super().__init__(bureau, seed)
        self.applicants: dict[str, list[Applicant]] = {}
        for each in find_applicants(self.office, "号单位"):
            self.applicants.setdefault(each.kind, []).append(each)

    def choices(self) -> list[Callable[[], None]]:
        """Half of it enters and submits, the rest decides and undoes."""
        entering = [self.enter, self.enter, self.submit, self.submit, self.submit]
        return [
            *entering,
            self.approve,
            self.approve,
            self.approve,
            self.refuse,
            self.give_back,
            self.withdraw,
            self.undo,
        ]

    def enter(self) -> None:
        """A case of a measure whose limits are scarce, or of any."""
        measure = self.dice.choice(SCARCE if self.dice.random() < 0.8 else tuple(FACTS))
        person = self.dice.choice((self.bureau.wang, self.bureau.zhao))
        applicant = self.dice.choice(self.applicants[OWN_KIND.get(measure, "enterprise")])
        dossier = open_dossier(self.office, person, applicant.id)
        case = add_case(self.office, person, dossier.id, measure, DAY)
        self.touched.append((case.id, person.id))  # it stands, also when another desk is faster from here on
        facts = FACTS[measure](self.dice)
        if measure == "exhibition":  # one fair for all
            facts |= {"name": "河内国际贸易展", "session": "2025"}
        version = save_entries(self.office, person, case.id, entries_of(measure, facts), DAY, case.version)
        self.saved.append((case.id, version, ""))
        tick_all(self.office, person, case.id)

    def submit(self) -> None:
        """Submit a case, or propose to refuse it."""
        person, case = self.person(), self.seen()
        self.explain(person, case)
        try:
            submit(self.office, person, case.id, case.version)
        except DeskError:
            if self.dice.random() < 0.5:
                raise
            submit(self.office, person, case.id, case.version, Proposal.REFUSE, "不符合条件")

    def approve(self) -> None:
        """Support a case, now and then with less."""
        person, case = self.person(), self.seen()
        self.explain(person, case)
        flags = [flag.reading for flag in decision_view(self.office, case.id, person).open_flags]
        half = None
        if case.computed and self.dice.random() < 0.3:
            half = (case.computed / 2).quantize(case.computed)
        approve(self.office, person, case.id, case.version, half, "核减", "", flags)

    def undo(self) -> None:
        """Correct a decision."""
        case = self.seen()
        correct(self.office, self.person(), case.id, case.version, "核查有误")

    def explain(self, person: Person, case: Case) -> None:
        """Give a reason for each alarm, where this person may."""
        waiting = [alarm.id for alarm in alarms(self.office, case.id) if alarm.open]
        if waiting:
            give_reason(self.office, person, case.id, waiting, "已核对")

    def latest(self) -> list[int]:
        """More of them than other desks look at, so that deeds meet on some and pass on others."""
        with self.office.reading_sessions() as session:
            return list(session.scalars(select(Case.id).order_by(Case.id.desc()).limit(24)))


if __name__ == "__main__":
    serve(LedgerDesk, *sys.argv[1:])
