"""What was decided before there was a ledger is booked when the database is migrated, even over a ceiling."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from tests.bureau import HANOI, Bureau, reopen_bureau
from tests.old_office import make_old_office
from ycdesk.database.engine import make_engine
from ycdesk.database.location import read_url
from ycdesk.database.log import verify_events
from ycdesk.domain.errors import Conflict
from ycdesk.domain.ledger import LedgerUse, UseState
from ycdesk.domain.states import CaseState
from ycdesk.services.dossiers import get_case
from ycdesk.services.draft import open_draft
from ycdesk.services.radar import alarms
from ycdesk.services.replay import prove
from ycdesk.services.signing import approve, return_case
from ycdesk.services.undoing import correct


@pytest.fixture
def migrated(database_url: str, home: Path) -> Iterator[Bureau]:
    """The old office, migrated to this version."""
    engine = make_engine(read_url(database_url))
    make_old_office(engine)
    engine.dispose()
    bureau = reopen_bureau(database_url, home)
    yield bureau
    bureau.office.close()


def lines(bureau: Bureau) -> list[tuple[Any, ...]]:
    with bureau.office.reading_sessions() as session:
        found = session.scalars(select(LedgerUse).order_by(LedgerUse.id))
        return [(line.case_id, line.key, line.quantity, line.ceiling, line.state) for line in found]


def test_earlier_cases_are_booked_and_hold_what_they_used(migrated: Bureau) -> None:
    booked = lines(migrated)
    assert [(case, quantity, ceiling, state) for case, _, quantity, ceiling, state in booked] == [
        (1, 4, 6, UseState.COMMITTED),
        (2, 4, 6, UseState.COMMITTED),
        (3, 4, 6, UseState.RESERVED),
    ]
    with migrated.office.reading_sessions() as session:
        assert verify_events(session) is None
    case = migrated.draft()
    assessment = open_draft(migrated.office, migrated.wang, case).preview().assessment
    [limit] = assessment.limits
    assert (limit.ceiling, limit.used_before, limit.used_now) == (6, 12, 0)
    assert assessment.amount == Decimal("0.00")
    assert prove(migrated.office).unequal == ()


def test_the_waiting_one_is_refused_in_words_and_may_be_sent_back(migrated: Bureau) -> None:
    waiting = get_case(migrated.office, 3)
    with pytest.raises(Conflict, match="限额已被别的办件占用：2024-0001、2024-0002。"):
        approve(migrated.office, migrated.li, waiting.id, waiting.version)
    returned = return_case(migrated.office, migrated.li, waiting.id, waiting.version, "限额已用完")
    assert returned.state is CaseState.RETURNED
    first = get_case(migrated.office, 1)
    correct(migrated.office, migrated.chen, first.id, first.version, "重复发放")
    assert [state for *_, state in lines(migrated)] == [UseState.GIVEN_BACK, UseState.COMMITTED, UseState.RELEASED]


def test_the_radar_knows_the_earlier_cases(migrated: Bureau) -> None:
    twin = migrated.draft({**HANOI, "rows": [{"booth_no": "1－0", "fee": "1"}]})
    assert [alarm.other_number for alarm in alarms(migrated.office, twin.id)] == ["2024-0001"]
