"""A random walk over the whole life of many cases never leaves the table, never lets money exceed award or budget, and
the log alone rebuilds every state.

In the soak YCDESK_LIFE_WALK names the number of actions (100 000, over 500 cases).
"""

from __future__ import annotations

import os

from sqlalchemy import select

from tests.bureau import Bureau
from tests.services.life_walk import LifeWalk, check_money
from tests.services.test_history import check_the_log
from ycdesk.database.log import verify_events
from ycdesk.domain.events import Event
from ycdesk.domain.history import state_after
from ycdesk.domain.states import Action, CaseState
from ycdesk.domain.workflow import TRANSITIONS

ACTIONS = int(os.environ.get("YCDESK_LIFE_WALK", "700"))
CASES = max(ACTIONS // 200, 12)
TABLE = {(line.state, line.action): line.targets for line in TRANSITIONS}


def check_the_table(bureau: Bureau) -> None:
    """Every step of every case stands in the table."""
    at: dict[int, CaseState] = {}
    with bureau.office.reading_sessions() as session:
        for event in session.scalars(select(Event).where(Event.case_id.is_not(None)).order_by(Event.id)):
            assert event.case_id is not None
            after = state_after(event)
            if event.kind == "add_case":
                at[event.case_id] = CaseState.DRAFT
            elif after is not None:
                assert after in TABLE[at[event.case_id], Action(event.kind)], (event.id, at[event.case_id], event.kind)
                at[event.case_id] = after
        assert verify_events(session) is None


def test_a_random_walk_keeps_to_the_table_the_budget_and_the_log(bureau: Bureau) -> None:
    walk = LifeWalk(bureau, 7, max(CASES // 12, 1))
    for _ in range(CASES):
        walk.enter()
    for number in range(ACTIONS):
        walk.step()
        if number % 100 == 0:
            check_money(bureau)
    check_money(bureau)
    check_the_table(bureau)
    check_the_log(bureau)
    assert sum(walk.done.values()) > ACTIONS / 2
    usual = {Action.RECEIVE, Action.SUBMIT, Action.APPROVE, Action.PUBLICISE, Action.CLEAR, Action.PAY, Action.CORRECT}
    assert usual <= set(walk.done)
