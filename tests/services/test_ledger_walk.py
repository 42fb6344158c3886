"""Random walks of submit, return, withdraw, approve, refuse, correct and recover leave no trace in the balances.

``YCDESK_LEDGER_WALKS=1000`` walks so often; by default a few times.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from random import Random
from typing import Any

from sqlalchemy import select

from tests.bureau import HANOI, Bureau
from tests.paid import taken_back
from tests.services.test_ledger import PARK, TESTS
from ycdesk.calculation.assessment import Assessment
from ycdesk.domain.case import Case
from ycdesk.domain.errors import DeskError
from ycdesk.domain.ledger import STANDING, LedgerUse
from ycdesk.domain.states import CaseState
from ycdesk.services.decision import decision_view
from ycdesk.services.deeds import submit, withdraw
from ycdesk.services.dossiers import get_case, remove_draft
from ycdesk.services.draft import open_draft
from ycdesk.services.signing import approve, refuse, return_case
from ycdesk.services.undoing import correct

WALKS = int(os.environ.get("YCDESK_LEDGER_WALKS", "12"))
STEPS = 9


class Walk:
    """A few cases that are moved at random and brought to an end that uses nothing."""

    def __init__(self, bureau: Bureau, seed: int) -> None:
        self.bureau, self.office, self.dice = bureau, bureau.office, Random(seed)
        self.cases: list[int] = []
        self.seed, self.made = seed, 0
        self.done: Counter[str] = Counter()

    def walk(self) -> None:
        """Some steps; one that is refused is no step."""
        self.enter()
        for _ in range(STEPS):
            case = get_case(self.office, self.dice.choice(self.cases))
            step = self.dice.choice(self.steps(case))
            try:
                step(case)
                self.done[step.__name__] += 1
            except DeskError:
                self.done["refused"] += 1

    def steps(self, case: Case) -> list[Callable[[Case], object]]:
        """What may be tried on a case, and entering another one."""
        another: list[Callable[[Case], object]] = [self.enter_another]
        match case.state:
            case CaseState.DRAFT | CaseState.RETURNED:
                return [*another, self.submit, self.submit, self.submit, self.withdraw]
            case CaseState.PENDING:
                return [*another, self.approve, self.approve, self.approve, self.refuse, self.give_back, self.withdraw]
            case CaseState.SUPPORTED:
                return [*another, self.correct, self.correct, self.recover]
        return another

    def enter(self) -> None:
        """A case that wants booths, an amount or a park; each has numbers of its own."""
        self.made += 1
        mark = f"{self.seed}x{self.made}"
        booths = [{"booth_no": f"{mark}n{n}", "fee": "20000"} for n in range(self.dice.randint(1, 4))]
        tests = [{**TESTS["rows"][0], "certificate_no": mark, "fee": self.dice.choice(("120000", "250000.55"))}]
        wanted: tuple[tuple[str, dict[str, Any]], ...] = (
            ("exhibition", {**HANOI, "rows": booths}), ("certification", {**TESTS, "rows": tests}), ("demo_park", PARK),
        )  # fmt: skip
        measure, entries = self.dice.choice(wanted)
        self.cases.append(self.bureau.draft(entries, measure).id)

    def enter_another(self, _: Case) -> None:
        self.enter()

    def submit(self, case: Case) -> None:
        submit(self.office, self.bureau.wang, case.id, case.version)

    def approve(self, case: Case) -> None:
        flags = [flag.reading for flag in decision_view(self.office, case.id, self.bureau.li).open_flags]
        half = (case.computed or Decimal(0)) / 2 if self.dice.random() < 0.3 else None
        award = None if half is None else half.quantize(Decimal("0.01"))
        approve(self.office, self.bureau.li, case.id, case.version, award, "核减", "", flags)

    def refuse(self, case: Case) -> None:
        refuse(self.office, self.bureau.li, case.id, case.version, "不符合")

    def give_back(self, case: Case) -> None:
        return_case(self.office, self.bureau.li, case.id, case.version, "请改")

    def withdraw(self, case: Case) -> None:
        withdraw(self.office, self.bureau.wang, case.id, case.version, "来函")

    def correct(self, case: Case) -> None:
        self.cases.append(correct(self.office, self.bureau.li, case.id, case.version, "算错").id)

    def recover(self, case: Case) -> None:
        taken_back(self.office, self.bureau.li, case, "未实施")

    def end(self) -> None:
        """Take back what still uses something."""
        for case_id in self.cases:
            case = get_case(self.office, case_id)
            if case.state is CaseState.SUPPORTED:
                self.recover(case)
            elif case.state is CaseState.DRAFT and not case.submissions and case.corrects_id is None:
                remove_draft(self.office, self.bureau.wang, case.id)
            elif case.state in (CaseState.DRAFT, CaseState.PENDING, CaseState.RETURNED):
                self.withdraw(case)


def balances(bureau: Bureau) -> dict[tuple[str, ...], int]:
    """What stands of each limit."""
    sums: Counter[tuple[str, ...]] = Counter()
    with bureau.office.reading_sessions() as session:
        for line in session.scalars(select(LedgerUse).where(LedgerUse.state.in_(STANDING))):
            sums[line.policy_id, line.limit_id, str(line.applicant_id), line.key] += line.quantity
    return dict(sums)


def seen(bureau: Bureau, probes: list[Case]) -> list[Assessment]:
    """What some drafts come to now."""
    drafts = [open_draft(bureau.office, bureau.wang, get_case(bureau.office, each.id)) for each in probes]
    return [draft.preview().assessment for draft in drafts]


def test_walks_return_to_the_same_balances(bureau: Bureau) -> None:
    """Beside them stand one case supported and one waiting; three drafts look at the limits before and after."""
    first = bureau.pending({**HANOI, "rows": [{"booth_no": "B1", "fee": "20000"}]})
    approve(bureau.office, bureau.li, first.id, first.version)
    bureau.pending(TESTS, "certification")
    probe = {**HANOI, "rows": [{"booth_no": f"P{n}", "fee": "20000"} for n in range(6)]}
    more = {**TESTS, "rows": [{**TESTS["rows"][0], "certificate_no": "P1"}]}
    probes = [bureau.draft(probe), bureau.draft(more, "certification"), bureau.draft(PARK, "demo_park")]
    before, results = balances(bureau), seen(bureau, probes)
    assert len(before) == 2
    done: Counter[str] = Counter()
    for seed in range(WALKS):
        walk = Walk(bureau, seed)
        walk.walk()
        walk.end()
        done += walk.done
        assert balances(bureau) == before, seed
    assert seen(bureau, probes) == results
    assert {"submit", "approve", "withdraw", "correct", "recover", "give_back", "refuse"} <= set(done)
