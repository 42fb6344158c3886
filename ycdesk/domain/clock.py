"""The bureau's clock: how many working days a case may stay in a state, and since when it is late.

The limits are the bureau's own (``casework.md`` §4.1 names what others promise); a supplement period, a public notice
and a repayment have days of their own. While the firm has the next move the bureau's clock stands still.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from ycdesk.domain.states import CaseState
from ycdesk.domain.working_days import WorkingDays

LIMITS: Mapping[CaseState, int] = {
    CaseState.RECEIVED: 5,
    CaseState.ACCEPTED: 10,
    CaseState.RETURNED: 5,
    CaseState.PENDING: 10,
    CaseState.COUNTERSIGN: 5,
    CaseState.SUPPORTED: 20,
    CaseState.PAYABLE: 15,
    CaseState.PART_PAID: 15,
}
"""Working days in a state, unless the bureau says otherwise."""
STANDS_STILL = (CaseState.DRAFT, CaseState.SUPPLEMENT)
"""States in which the firm has the next move."""


@dataclass(frozen=True, slots=True)
class Due:
    """The last day in a state and by how many working days it is over; 0 while it is not."""

    day: date
    late: int
    estimated: bool


def due_in(
    state: CaseState,
    since: datetime,
    today: date,
    calendar: WorkingDays,
    limits: Mapping[CaseState, int] = LIMITS,
    own: date | None = None,
) -> Due | None:
    """When a case that came into ``state`` at ``since`` has to go on; None where nothing presses.

    ``own``: the last day that was written down for it (supplement, public notice, repayment).
    """
    if own is not None:
        return Due(own, calendar.working_days_between(own, today), calendar.is_estimated(own))
    if state not in limits:
        return None
    end = calendar.deadline(since.date(), limits[state])
    return Due(end.last_day, calendar.working_days_between(end.last_day, today), end.estimated)
