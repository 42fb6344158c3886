"""Statistics of cases: sums and days of whatever they are grouped by. Amounts in yuan, exact to the 分."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from math import ceil

from ycdesk.domain.states import CaseState

NONE = Decimal("0.00")


class Grouping(StrEnum):
    """What cases are grouped by."""

    MEASURE = "measure"
    COUNTY = "county"
    MONTH = "month"
    APPLICANT = "applicant"
    STATE = "state"

    @property
    def label(self) -> str:
        """The Chinese word on the screens."""
        return _LABELS[self]


_LABELS = {
    Grouping.MEASURE: "事项",
    Grouping.COUNTY: "县（市、区）",
    Grouping.MONTH: "接收月份",
    Grouping.APPLICANT: "申报主体",
    Grouping.STATE: "状态",
}


@dataclass(frozen=True, slots=True)
class Counted:
    """One case as the statistics take it."""

    case_id: int
    keys: dict[Grouping, tuple[str, str]]
    """For each grouping the key by which it is sorted, and the words."""
    state: CaseState
    received_on: date
    decided_on: date | None
    computed: Decimal
    award: Decimal
    city: Decimal
    county: Decimal
    paid: Decimal
    last_paid_on: date | None
    """When the last part was paid; None while a part is open."""


@dataclass
class Tally:
    """The sums of one group."""

    words: str
    cases: list[int] = field(default_factory=list)
    supported: int = 0
    refused: int = 0
    computed: Decimal = NONE
    award: Decimal = NONE
    city: Decimal = NONE
    county: Decimal = NONE
    paid: Decimal = NONE
    days_to_decision: list[int] = field(default_factory=list)
    days_to_payment: list[int] = field(default_factory=list)

    @property
    def unpaid(self) -> Decimal:
        """Awarded and not yet paid."""
        return self.award - self.paid

    def add(self, case: Counted) -> None:
        """Count a case in."""
        self.cases.append(case.case_id)
        self.computed += case.computed
        self.refused += case.state in (CaseState.REFUSED, CaseState.REJECTED)
        if case.state.standing:
            self.supported += 1
            self.award += case.award
            self.city += case.city
            self.county += case.county
            self.paid += case.paid
            if case.last_paid_on is not None:
                self.days_to_payment.append((case.last_paid_on - case.received_on).days)
        if case.decided_on is not None:
            self.days_to_decision.append((case.decided_on - case.received_on).days)


def tally(cases: Iterable[Counted], by: Grouping) -> list[Tally]:
    """The groups in the order of their keys; applicants with the highest awards first."""
    groups: dict[str, Tally] = {}
    for case in cases:
        key, words = case.keys[by]
        groups.setdefault(key, Tally(words)).add(case)
    if by is Grouping.APPLICANT:
        return sorted(groups.values(), key=lambda group: (-group.award, -group.computed, group.words))
    return [groups[key] for key in sorted(groups)]


def total(cases: Iterable[Counted]) -> Tally:
    """All cases together."""
    whole = Tally("合计")
    for case in cases:
        whole.add(case)
    return whole


def share_of(days: Sequence[int], share: float) -> int | None:
    """The number of days within which this share of the cases lies (0.5: the middle one); None for no case."""
    return sorted(days)[max(ceil(len(days) * share) - 1, 0)] if days else None
