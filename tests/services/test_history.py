"""The log alone tells where every case stands and what of it is paid."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy import select

from tests.bureau import Bureau
from tests.stages import in_state
from ycdesk.domain.case import Case
from ycdesk.domain.events import Event
from ycdesk.domain.history import Told, retell
from ycdesk.domain.states import CaseState
from ycdesk.services.payments import payment_lines


def told(bureau: Bureau) -> dict[int, Told]:
    """What the log tells now."""
    with bureau.office.reading_sessions() as session:
        return retell(session.scalars(select(Event).order_by(Event.id)))


def check_the_log(bureau: Bureau) -> None:
    """Every case stands where the log says, with the award and the payments of the log."""
    log = told(bureau)
    with bureau.office.reading_sessions() as session:
        cases = list(session.scalars(select(Case)))
    assert set(log) == {case.id for case in cases}
    for case in cases:
        story = log[case.id]
        assert (story.number, story.state, story.award) == (case.number, case.state, case.award)
        lines = payment_lines(bureau.office, case.id)
        standing = {line.treasury: line.amount for line in lines if line.paid is not None}
        assert story.paid == ({} if case.state is CaseState.RECOVERED else standing)


@pytest.mark.parametrize("state", CaseState)
def test_the_log_tells_each_state(bureau: Bureau, state: CaseState) -> None:
    case = in_state(bureau, state)
    check_the_log(bureau)
    assert told(bureau)[case.id].state is state


def test_the_log_tells_the_whole_way(bureau: Bureau) -> None:
    case = in_state(bureau, CaseState.ARCHIVED)
    story = told(bureau)[case.id]
    assert [stage.state.value for stage in story.stages] == [
        "draft", "received", "accepted", "pending", "supported", "publicised", "payable", "part_paid", "paid",
        "archived",
    ]  # fmt: skip
    assert story.paid == {"city": Decimal("5000.00"), "140821": Decimal("20000.00")}
    days = {stage.state: (stage.until - stage.since).days for stage in story.stages if stage.until}
    assert (days[CaseState.PUBLICISED], days[CaseState.PAYABLE], days[CaseState.PAID]) == (20, 10, 10)
