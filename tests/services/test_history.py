"""Earlier awards count against the limits of later cases, and an approval notices when they have changed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from tests.bureau import HANOI, Bureau
from ycdesk.domain.errors import Conflict
from ycdesk.services.applicants import save_applicant
from ycdesk.services.deeds import approve, history_for, submit

FIVE = {**HANOI, "rows": [{"booth_no": f"A{n}", "fee": "20000"} for n in range(5)]}
"""Five booths at 80 % of 20 000: 16 000 each."""
TESTS: dict[str, Any] = {
    "header": {},
    "rows": [{"kind": "testing", "certificate_no": "T1", "obtained_on": "2025-02-01", "fee": "300000"}],
}
"""30 % of 300 000 is 90 000, of at most 100 000 in the policy period."""
PARK: dict[str, Any] = {
    "header": {
        "park_name": "盐湖园区",
        "trade.1210": "1.6亿",
        "trade.9710": "0",
        "trade.9810": "0",
        "active_enterprises": "16",
        "large_enterprises": "0",
        "operating_since": "2024-01-01",
        "area_m2": "3000",
        "recognised_on": "2025-01-20",
        "recognition_no": "1号",
    },
    "rows": [],
}


def test_booths_used_before_are_gone(bureau: Bureau) -> None:
    first = bureau.pending(FIVE)
    approve(bureau.office, bureau.li, first.id, first.version)
    second = bureau.draft(FIVE)
    used = [{"limit": "exhibition_booths", "key": "河内国际贸易展|2025", "count": 5}]
    assert history_for(bureau.office, second) == [{"case": "2025-0001", "uses": used}]
    # One booth of six is left.
    assert submit(bureau.office, bureau.wang, second.id, second.version).computed == Decimal("16000.00")


def test_pending_and_own_cases_do_not_count(bureau: Bureau) -> None:
    bureau.pending(FIVE)
    second = bureau.pending(FIVE)
    assert history_for(bureau.office, second) == []
    supported = approve(bureau.office, bureau.li, second.id, second.version)
    assert history_for(bureau.office, supported) == []


def test_an_approval_notices_that_another_was_faster(bureau: Bureau) -> None:
    first, second = bureau.pending(FIVE), bureau.pending(FIVE)
    approve(bureau.office, bureau.li, first.id, first.version)
    with pytest.raises(Conflict) as caught:
        approve(bureau.office, bureau.li, second.id, second.version)
    assert str(caught.value) == (
        "提交以后情况有变化：提交时测算 80,000.00 元，现在测算 16,000.00 元（申报主体资料或已用限额变了）。"
        "请退回，由经办人重新提交。"
    )


def test_an_approval_notices_that_the_applicant_moved(bureau: Bureau) -> None:
    case = bureau.pending()
    moved = {"name": "甲公司", "kind": "enterprise", "county": "140802", "credit_code": "91140802MA0ABCDE15"}
    save_applicant(bureau.office, bureau.wang, bureau.firm.id, moved, bureau.firm.version)
    with pytest.raises(Conflict, match="申报主体资料或已用限额有变化"):
        approve(bureau.office, bureau.li, case.id, case.version)


def test_a_new_name_alone_does_not_stop_an_approval(bureau: Bureau) -> None:
    case = bureau.pending()
    renamed = {"name": "甲有限公司", "kind": "enterprise", "county": "140821", "credit_code": "91140802MA0ABCDE15"}
    save_applicant(bureau.office, bureau.wang, bureau.firm.id, renamed, bureau.firm.version)
    assert approve(bureau.office, bureau.li, case.id, case.version).award == Decimal("25000.00")


def test_an_amount_counts_as_far_as_it_was_awarded(bureau: Bureau) -> None:
    first = bureau.pending(TESTS, "certification")
    flags = [flag["reading"] for flag in (first.result or {})["flags"]]
    approve(bureau.office, bureau.li, first.id, first.version, Decimal(70000), "核减", "", flags)
    second = bureau.draft({**TESTS, "rows": [{**TESTS["rows"][0], "certificate_no": "T2"}]}, "certification")
    assert history_for(bureau.office, second)[0]["uses"] == [
        {"limit": "certification_total", "key": None, "amount": "70000.00"}
    ]
    assert submit(bureau.office, bureau.wang, second.id, second.version).computed == Decimal("30000.00")


def test_a_park_is_awarded_once_whoever_applies(bureau: Bureau) -> None:
    first = bureau.pending(PARK, "demo_park")
    flags = [flag["reading"] for flag in (first.result or {})["flags"]]
    approve(bureau.office, bureau.li, first.id, first.version, confirmed_flags=flags)
    fields = {"name": "另一家运营公司", "kind": "enterprise", "county": "140802"}
    bureau.firm = save_applicant(bureau.office, bureau.wang, None, fields, None)
    again = bureau.draft(PARK, "demo_park")
    assert [award["case"] for award in history_for(bureau.office, again)] == ["2025-0001"]
    assert history_for(bureau.office, bureau.draft(HANOI)) == []


def test_another_version_of_the_package_stops_an_approval(bureau: Bureau) -> None:
    case = bureau.pending()
    bureau.office.loaded = replace(bureau.office.package, version="2099.1")
    with pytest.raises(Conflict, match=r"提交时用的是政策包 .* 版，现在是 2099\.1 版"):
        approve(bureau.office, bureau.li, case.id, case.version)


def test_of_rivals_for_one_limit_one_wins(bureau: Bureau) -> None:
    """Four desks approve at once four cases of five booths each, of which six may be paid."""
    cases = [bureau.pending(FIVE) for _ in range(4)]

    def decide(number: int) -> str:
        case, person = cases[number], (bureau.li, bureau.chen)[number % 2]
        try:
            approve(bureau.office, person, case.id, case.version)
        except Conflict as conflict:
            return conflict.sentence[:10]
        return "supported"

    with ThreadPoolExecutor(4) as desks:
        outcomes = sorted(desks.map(decide, range(4)))
    assert outcomes == ["supported", "提交以后情况有变化：", "提交以后情况有变化：", "提交以后情况有变化："]
