"""What the log alone tells of the cases: where each stands, what of it is paid, and how long it stayed in each state.

Nothing here reads a table but the events: an auditor with the log can check every case against it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from ycdesk.domain.events import Event
from ycdesk.domain.states import CaseState

_EARLIER = {
    "add_case": CaseState.DRAFT,
    "submit": CaseState.PENDING,
    "return": CaseState.RETURNED,
    "withdraw": CaseState.WITHDRAWN,
    "approve": CaseState.SUPPORTED,
    "refuse": CaseState.REFUSED,
    "correct": CaseState.CORRECTED,
    "recover": CaseState.RECOVERED,
}
"""Where events of versions led that did not write the state down."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A stay in one state; ``until`` is None in the present one."""

    state: CaseState
    since: datetime
    until: datetime | None
    by: str
    """Who brought it there."""


@dataclass
class Told:
    """A case as the log tells it. Money in yuan."""

    number: str
    stages: list[Stage] = field(default_factory=list)
    award: Decimal | None = None
    paid: dict[str, Decimal] = field(default_factory=dict)
    """What stands as paid, by treasury."""

    @property
    def state(self) -> CaseState:
        """Where the case stands."""
        return self.stages[-1].state

    def hear(self, event: Event) -> None:
        """Take in the next event of this case."""
        details = event.details
        state = state_after(event)
        if state is not None and (not self.stages or state is not self.state):
            if self.stages:
                last = self.stages[-1]
                self.stages[-1] = Stage(last.state, last.since, event.at, last.by)
            self.stages.append(Stage(state, event.at, None, event.person_name))
        if event.kind == "approve":
            self.award = Decimal(details["award"])
        elif state is not None and not state.decided:
            self.award = None
        if event.kind == "pay":
            self.paid[details["treasury"]] = Decimal(details["amount"])
        elif event.kind == "bounce":
            self.paid.pop(details["treasury"])
        elif event.kind == "repay":
            self.paid.clear()


def state_after(event: Event) -> CaseState | None:
    """The state that an event of a case led to; None for one that moves nothing."""
    written = event.details.get("state")
    return CaseState(written) if written is not None else _EARLIER.get(event.kind)


def retell(events: Iterable[Event]) -> dict[int, Told]:
    """Every case of the log by its id, removed drafts left out. Events in order."""
    told: dict[int, Told] = {}
    for event in events:
        if event.case_id is None:
            continue
        if event.kind == "remove_draft":
            told.pop(event.case_id, None)
            continue
        if event.kind == "add_case":
            told[event.case_id] = Told(event.details["number"])
        if event.case_id in told:
            told[event.case_id].hear(event)
    return told
