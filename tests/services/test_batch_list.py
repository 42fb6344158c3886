"""The list of batches with their stages, what can be done with each, and the sentence about the year's money."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tests.bureau import HANOI, Bureau
from tests.paid import later, posted
from tests.services.test_meeting import supported
from ycdesk.domain.payment import CITY
from ycdesk.domain.people import Person
from ycdesk.domain.states import Action, CaseState
from ycdesk.services.allotments import sentence, verdict
from ycdesk.services.applicants import save_applicant
from ycdesk.services.batch_list import (
    Deed,
    batch_cases,
    batch_deeds,
    batch_lines,
    case_deeds,
    committed_cases,
    queue_cases,
)
from ycdesk.services.budget import add_budget, budget_figures, simulate
from ycdesk.services.meeting import clear, object_to, open_batch, record_minutes
from ycdesk.services.signing import approve

TODAY = date(2025, 7, 1)
AFTER = date(2025, 7, 9)
"""The day after the notice of a batch posted on the first."""


def said(bureau: Bureau, batch_id: int | None = None) -> str:
    """The sentence for 2025."""
    tried = simulate(bureau.office, 2025, batch_id)
    return sentence(bureau.office, tried, budget_figures(bureau.office, 2025))


def money(bureau: Bureau, amount: str, treasury: str = CITY, clause: str = "") -> None:
    """A budget of 2025."""
    add_budget(bureau.office, bureau.li, 2025, treasury, Decimal(amount), "运财预1号", clause)


def stage(bureau: Bureau, number: int, day: date = TODAY) -> str:
    """That of a line of the list."""
    return batch_lines(bureau.office)[number].stage(day)


def test_the_first_line_is_what_is_in_no_batch(bureau: Bureau) -> None:
    assert [(line.batch, line.count, line.total) for line in batch_lines(bureau.office)] == [(None, 0, Decimal(0))]
    first, second = supported(bureau), supported(bureau)
    open_batch(bureau.office, bureau.li, "第一批", [first.id])
    loose, batch = batch_lines(bureau.office)
    assert (loose.batch, loose.count, loose.total) == (None, 1, Decimal("25000.00"))
    assert batch.batch is not None
    assert (batch.batch.label, batch.count, batch.total) == ("P2025-0001 第一批", 1, Decimal("25000.00"))
    assert [case.number for case in batch_cases(bureau.office, None)] == [second.number]
    (case,) = batch_cases(bureau.office, batch.batch.id)
    assert (case.applicant, case.city, case.county) == ("甲公司", Decimal("5000.00"), Decimal("20000.00"))


def test_the_stages_of_a_batch(bureau: Bureau) -> None:
    batch = open_batch(bureau.office, bureau.li, "", [supported(bureau).id])
    assert stage(bureau, 1) == "待上会"
    record_minutes(bureau.office, bureau.li, batch.id, batch.version, "纪要1号", TODAY)
    assert stage(bureau, 1) == "已上会"
    other = posted(bureau.office, bureau.li, [supported(bureau)])
    assert stage(bureau, 1) == "公示中至 7 月 8 日"
    assert stage(bureau, 1, AFTER) == "公示期满，1 件待办"
    clear(later(bureau.office, 8), bureau.li, other.id)
    assert stage(bureau, 1, AFTER) == "公示期满"


def can(bureau: Bureau, number: int, person: Person, day: date = TODAY) -> set[Deed]:
    """What a person may do with a line of the list."""
    return {deed for deed, why in batch_deeds(batch_lines(bureau.office)[number], person, day).items() if not why}


def test_each_stage_allows_its_deeds(bureau: Bureau) -> None:
    assert can(bureau, 0, bureau.li) == set()
    case = supported(bureau)
    assert can(bureau, 0, bureau.li) == {Deed.PUT_IN}
    assert can(bureau, 0, bureau.sun) == set()
    open_batch(bureau.office, bureau.li, "", [])
    assert can(bureau, 1, bureau.li) == {Deed.MINUTES}
    batch = open_batch(bureau.office, bureau.li, "", [case.id])
    assert can(bureau, 1, bureau.li) == {Deed.TAKE_OUT, Deed.MINUTES}
    record_minutes(bureau.office, bureau.li, batch.id, batch.version, "纪要1号", TODAY)
    assert can(bureau, 1, bureau.li) == {Deed.TAKE_OUT, Deed.MINUTES, Deed.PUBLICISE}
    posted(bureau.office, bureau.li, [supported(bureau)])
    assert can(bureau, 1, bureau.li) == set()
    assert can(bureau, 1, bureau.li, AFTER) == {Deed.CLEAR}


def test_objections_show_at_their_case(bureau: Bureau) -> None:
    case = supported(bureau)
    assert case_deeds(bureau.office, bureau.li, case.id)[Action.OBJECT] is not None
    batch = posted(bureau.office, bureau.li, [case])
    assert case_deeds(bureau.office, bureau.li, case.id)[Action.OBJECT] is None
    object_to(bureau.office, bureau.li, case.id, TODAY, "", "", "照片不符")
    (line,) = batch_cases(bureau.office, batch.id)
    assert (line.open_objections, line.held, line.state) == (1, True, CaseState.PUBLICISED)


def test_the_money_suffices_and_what_is_left(bureau: Bureau) -> None:
    assert said(bureau) == ""
    supported(bureau)
    money(bureau, "12345.67")
    assert said(bureau) == "本年资金够用，办完还余 市本级 7,345.67 元"
    money(bureau, "20000", "140821")
    assert said(bureau) == "本年资金够用，办完还余 市本级 7,345.67 元、临猗县 0.00 元"


def test_from_which_case_on_the_money_is_short(bureau: Bureau) -> None:
    for _ in range(4):
        supported(bureau)  # 5 000 of the city's each
    assert said(bureau) == "按优先顺序，从第 1 件起本年资金不足，差 20,000.00 元（市本级还没有登记本年预算）"
    money(bureau, "12345.67")
    assert said(bureau) == "按优先顺序，从第 3 件起本年资金不足，差 7,654.33 元"
    tried = simulate(bureau.office, 2025)
    assert [verdict(bureau.office, each) for each in tried] == [
        "✓ 可安排",
        "✓ 可安排",
        "△ 差市本级 2,654.33 元",
        "△ 差市本级 2,654.33 元",
    ]
    money(bureau, "50000", "140821")  # 20 000 each
    assert said(bureau) == (
        "按优先顺序，从第 3 件起本年资金不足，差 37,654.33 元（市本级 7,654.33 元、临猗县 30,000.00 元）"
    )


def test_a_clause_with_too_little_is_short_though_the_whole_suffices(bureau: Bureau) -> None:
    supported(bureau)
    supported(bureau)
    money(bureau, "100000")
    money(bureau, "6000", clause="三(一)")
    assert said(bureau) == "按优先顺序，从第 2 件起本年资金不足，差 4,000.00 元"


def test_who_has_no_ratio_asks_for_no_money(bureau: Bureau) -> None:
    money(bureau, "10000")
    supported(bureau)
    firm = {"name": "永济公司", "kind": "enterprise", "county": "140881"}
    bureau.firm = save_applicant(bureau.office, bureau.wang, None, firm, None)
    case = bureau.pending({**HANOI, "rows": [{"booth_no": "Y1", "fee": "31250"}]})
    flags = [flag["reading"] for flag in (case.result or {})["flags"]]
    approve(bureau.office, bureau.li, case.id, case.version, confirmed_flags=flags)
    assert said(bureau) == ("本年资金够用，办完还余 市本级 5,000.00 元；1 件的分担比例没有文件确定，不能安排资金")
    assert verdict(bureau.office, simulate(bureau.office, 2025)[1]).startswith("△ 分担比例没有文件确定")


def test_the_queue_and_what_has_its_money(bureau: Bureau) -> None:
    case, waiting = supported(bureau), supported(bureau)
    batch = posted(bureau.office, bureau.li, [case])
    assert [each.number for each in queue_cases(bureau.office)] == [case.number, waiting.number]
    assert committed_cases(bureau.office, 2025) == []
    clear(later(bureau.office, 8), bureau.li, batch.id)
    assert [each.number for each in queue_cases(bureau.office)] == [waiting.number]
    assert [each.number for each in committed_cases(bureau.office, 2025)] == [case.number]
    assert committed_cases(bureau.office, 2024) == []
