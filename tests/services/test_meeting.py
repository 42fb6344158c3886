"""Batches, minutes, the public notice with its days, objections that hold a case, and the end of the period."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.bureau import HANOI, Bureau
from tests.paid import ENOUGH, later, posted
from tests.stages import in_state
from ycdesk.domain.case import Case
from ycdesk.domain.errors import Conflict, InputProblem, Refused
from ycdesk.domain.meeting import Outcome
from ycdesk.domain.payment import CITY
from ycdesk.domain.states import CaseState
from ycdesk.services.budget import add_budget, budget_figures
from ycdesk.services.calendar import set_day
from ycdesk.services.dossiers import get_case
from ycdesk.services.meeting import (
    answer,
    batches,
    clear,
    object_to,
    objections_to,
    open_batch,
    publicise,
    put_in_batch,
    record_minutes,
    take_from_batch,
)
from ycdesk.services.payments import payment_lines
from ycdesk.services.signing import approve
from ycdesk.services.undoing import correct

TODAY = date(2025, 7, 1)
"""A Tuesday."""


def supported(bureau: Bureau, fee: str = "31250") -> Case:
    """A decided case of one booth in Hanoi."""
    bureau.booths += 1
    case = bureau.pending({**HANOI, "rows": [{"booth_no": f"S{bureau.booths}", "fee": fee}]})
    return approve(bureau.office, bureau.li, case.id, case.version)


def test_a_batch_takes_what_is_decided_and_nothing_else(bureau: Bureau) -> None:
    first, second, waiting = supported(bureau), supported(bureau), bureau.pending()
    batch = open_batch(bureau.office, bureau.li, " 第一批 ", [first.id])
    assert (batch.number, batch.name, batch.year) == ("P2025-0001", "第一批", 2025)
    batch = put_in_batch(bureau.office, bureau.chen, batch.id, batch.version, [second.id])
    with pytest.raises(Refused, match="现在是“待审批”，不能列入或移出批次"):
        put_in_batch(bureau.office, bureau.li, batch.id, batch.version, [waiting.id])
    with pytest.raises(Refused, match="已在别的批次里"):
        open_batch(bureau.office, bureau.li, "", [first.id])
    take_from_batch(bureau.office, bureau.li, batch.id, batch.version, [second.id])
    assert [(each.number, count) for each, count in batches(bureau.office)] == [("P2025-0001", 1)]
    with pytest.raises(Refused, match="批次和公示由审批人办理"):
        open_batch(bureau.office, bureau.wang, "", [])


def test_no_notice_without_minutes_or_without_cases(bureau: Bureau) -> None:
    batch = open_batch(bureau.office, bureau.li, "", [supported(bureau).id])
    with pytest.raises(Refused, match="还没有记录会议纪要"):
        publicise(bureau.office, bureau.li, batch.id, batch.version, TODAY)
    with pytest.raises(InputProblem, match="请填写会议纪要的文号"):
        record_minutes(bureau.office, bureau.li, batch.id, batch.version, " ", TODAY)
    empty = open_batch(bureau.office, bureau.li, "", [])
    empty = record_minutes(bureau.office, bureau.li, empty.id, empty.version, "纪要1号", TODAY)
    with pytest.raises(Refused, match="没有办件，不能公示"):
        publicise(bureau.office, bureau.li, empty.id, empty.version, TODAY)
    old = batch.version
    record_minutes(bureau.office, bureau.li, batch.id, old, "纪要2号", TODAY)
    with pytest.raises(Conflict):
        publicise(bureau.office, bureau.li, batch.id, old, TODAY)


@pytest.mark.parametrize(
    ("days", "working", "last"),
    [
        (5, True, date(2025, 7, 8)),  # 2, 3, 4, 7, 8 July
        (7, False, date(2025, 7, 8)),
        (5, False, date(2025, 7, 7)),  # the 6th is a Sunday
    ],
)
def test_the_period_has_its_first_and_last_day(bureau: Bureau, days: int, working: bool, last: date) -> None:
    batch = open_batch(bureau.office, bureau.li, "", [supported(bureau).id])
    batch = record_minutes(bureau.office, bureau.li, batch.id, batch.version, "纪要1号", TODAY)
    batch = publicise(bureau.office, bureau.li, batch.id, batch.version, TODAY, days, working, "局网站")
    assert (batch.first_day, batch.last_day, batch.estimated) == (date(2025, 7, 2), last, False)
    with pytest.raises(Refused, match="已经公示，不能再改"):
        take_from_batch(bureau.office, bureau.li, batch.id, batch.version, [])


def test_the_bureaus_calendar_counts_the_period(bureau: Bureau) -> None:
    set_day(bureau.office, bureau.admin, date(2025, 7, 3), False)
    set_day(bureau.office, bureau.admin, date(2025, 7, 5), True)
    batch = posted(bureau.office, bureau.li, [supported(bureau)])  # 2, 4, 5, 7, 8
    assert batch.last_day == date(2025, 7, 8)


def test_the_last_day_belongs_to_the_period(bureau: Bureau) -> None:
    case = supported(bureau)
    batch = posted(bureau.office, bureau.li, [case])
    with pytest.raises(Refused, match="公示到 2025-07-08 为止"):
        clear(later(bureau.office, 7), bureau.li, batch.id)
    assert clear(later(bureau.office, 8), bureau.li, batch.id) == (1, 0)
    assert get_case(bureau.office, case.id).state is CaseState.PAYABLE


def test_an_objection_holds_its_case_until_it_is_answered(bureau: Bureau) -> None:
    held, free = supported(bureau), supported(bureau)
    batch = posted(bureau.office, bureau.li, [held, free])
    with pytest.raises(InputProblem, match="请写明异议的内容"):
        object_to(bureau.office, bureau.wang, held.id, TODAY, "某人", "139", " ")
    objection = object_to(bureau.office, bureau.wang, held.id, TODAY, "某人", "139", "展位照片不是本届的")
    after = later(bureau.office, 10)
    assert clear(after, bureau.li, batch.id) == (1, 0)
    assert get_case(bureau.office, held.id).state is CaseState.PUBLICISED
    with pytest.raises(InputProblem, match="请写明核查过程和结论"):
        answer(after, bureau.li, objection.id, Outcome.DISMISSED, "")
    answer(after, bureau.li, objection.id, Outcome.DISMISSED, "经核对会刊，照片为本届")
    with pytest.raises(Conflict):
        answer(after, bureau.chen, objection.id, Outcome.UPHELD, "再答一次")
    assert clear(after, bureau.li, batch.id) == (1, 0)
    assert [each.outcome for each in objections_to(bureau.office, held.id)] == [Outcome.DISMISSED]


def test_an_upheld_objection_leaves_only_the_correction(bureau: Bureau) -> None:
    case = supported(bureau)
    batch = posted(bureau.office, bureau.li, [case])
    objection = object_to(bureau.office, bureau.li, case.id, TODAY, "某人", "", "同一展位重复申报")
    answer(bureau.office, bureau.li, objection.id, Outcome.UPHELD, "属实")
    assert clear(later(bureau.office, 10), bureau.li, batch.id) == (0, 0)
    case = get_case(bureau.office, case.id)
    draft = correct(bureau.office, bureau.li, case.id, case.version, "异议成立")
    assert (draft.state, draft.received_on, draft.accepted_on) == (CaseState.DRAFT, TODAY, TODAY)
    figures = budget_figures(bureau.office, 2025)
    assert [pot.taken for pot in figures if not pot.clause] == [Decimal(0)]  # reserved at the posting, given back


def test_money_is_reserved_at_the_posting_in_order_of_priority(bureau: Bureau) -> None:
    cases = [supported(bureau) for _ in range(3)]  # 5 000 of the city's money each
    add_budget(bureau.office, bureau.li, 2025, CITY, Decimal("12000.00"), "运财预〔2025〕1号")
    batch = posted(bureau.office, bureau.li, cases)
    city = next(pot for pot in budget_figures(bureau.office, 2025) if (pot.treasury, pot.clause) == (CITY, ""))
    assert (city.reserved, city.free) == (Decimal("10000.00"), Decimal("2000.00"))
    assert clear(later(bureau.office, 10), bureau.li, batch.id) == (2, 1)
    states = [get_case(bureau.office, case.id).state for case in cases]
    assert states == [CaseState.PAYABLE, CaseState.PAYABLE, CaseState.UNFUNDED]
    lines = payment_lines(bureau.office, cases[0].id)
    assert [(line.treasury, line.amount) for line in lines] == [
        ("city", Decimal("5000.00")),
        ("140821", Decimal("20000.00")),
    ]
    assert payment_lines(bureau.office, cases[2].id) == []


def test_what_became_free_since_the_posting_is_given_out_at_the_end(bureau: Bureau) -> None:
    first, second = supported(bureau), supported(bureau)
    add_budget(bureau.office, bureau.li, 2025, CITY, Decimal("5000.00"), "运财预〔2025〕1号")
    batch = posted(bureau.office, bureau.li, [first, second])
    first = get_case(bureau.office, first.id)
    correct(bureau.office, bureau.li, first.id, first.version, "金额有误")
    assert clear(later(bureau.office, 10), bureau.li, batch.id) == (1, 0)
    assert get_case(bureau.office, second.id).state is CaseState.PAYABLE


def test_every_state_has_its_budget(bureau: Bureau) -> None:
    """What each state holds of the city's 5 000 yuan: reserved, committed, paid."""
    add_budget(bureau.office, bureau.li, 2025, CITY, ENOUGH, "运财预〔2025〕1号")
    holds = {
        CaseState.SUPPORTED: (0, 0, 0),
        CaseState.PUBLICISED: (5000, 0, 0),
        CaseState.PAYABLE: (0, 5000, 0),
        CaseState.PAID: (0, 0, 5000),
        CaseState.RECOVERING: (0, 0, 5000),
        CaseState.RECOVERED: (0, 0, 0),
        CaseState.CORRECTED: (0, 0, 0),
    }
    total = [Decimal(0)] * 3
    for state, held in holds.items():
        in_state(bureau, state)
        total = [before + now for before, now in zip(total, held, strict=True)]
        pots = [pot for pot in budget_figures(bureau.office, 2025) if (pot.treasury, pot.clause) == (CITY, "")]
        assert [(pot.reserved, pot.committed, pot.paid) for pot in pots] == [tuple(total)], state
