"""Limits are one ledger: what waits and what was supported counts against whoever comes later."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.bureau import FIRM, HANOI, Bureau
from ycdesk.calculation import Assessment
from ycdesk.database.transaction import run
from ycdesk.domain.case import Case
from ycdesk.domain.errors import Conflict, Refused
from ycdesk.domain.ledger import LedgerUse
from ycdesk.services import ledger
from ycdesk.services.applicants import save_applicant
from ycdesk.services.case_files import case_file
from ycdesk.services.deeds import submit, withdraw
from ycdesk.services.signing import approve, refuse, return_case

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


ONE_MORE = {**HANOI, "rows": [{"booth_no": "B1", "fee": "20000"}, {"booth_no": "B2", "fee": "20000"}]}
"""Two booths more, of which one is left."""


def earlier(bureau: Bureau, case: Case) -> list[dict[str, Any]]:
    """The history that a case counts against."""
    return list(case_file(bureau.office, case).as_dict().get("history", ()))


def lines(bureau: Bureau, *cases: Case) -> list[tuple[str, int, str]]:
    """Limit, quantity and state of the lines of some cases, in the order of the ledger."""
    ids = [case.id for case in cases]
    with bureau.office.reading_sessions() as session:
        found = session.scalars(select(LedgerUse).where(LedgerUse.case_id.in_(ids)).order_by(LedgerUse.id))
        return [(line.limit_id, line.quantity, line.state.value) for line in found]


def confirmed(case: Case) -> list[str]:
    """All readings that the case flags."""
    return [flag["reading"] for flag in (case.result or {})["flags"]]


def test_a_submission_reserves_and_an_approval_commits(bureau: Bureau) -> None:
    draft = bureau.draft(FIVE)
    assert lines(bureau, draft) == []
    case = submit(bureau.office, bureau.wang, draft.id, draft.version)
    assert lines(bureau, case) == [("exhibition_booths", 5, "reserved")]
    approve(bureau.office, bureau.li, case.id, case.version)
    assert lines(bureau, case) == [("exhibition_booths", 5, "committed")]


def test_what_is_reserved_is_not_there_for_the_next(bureau: Bureau) -> None:
    first = bureau.pending(FIVE)
    second = bureau.draft(ONE_MORE)
    used = [{"limit": "exhibition_booths", "key": "河内国际贸易展|2025", "count": 5}]
    assert earlier(bureau, second) == [{"case": "2025-0001", "uses": used}]
    second = submit(bureau.office, bureau.wang, second.id, second.version)
    assert second.computed == Decimal("16000.00")
    # Whichever is decided first, both come out as they were submitted.
    assert approve(bureau.office, bureau.li, second.id, second.version).award == Decimal("16000.00")
    assert approve(bureau.office, bureau.li, first.id, first.version).award == Decimal("80000.00")


@pytest.mark.parametrize("step", [return_case, refuse])
def test_what_is_sent_back_is_free_again(bureau: Bureau, step: Any) -> None:
    first = bureau.pending(FIVE)
    step(bureau.office, bureau.li, first.id, first.version, "不符合")
    assert lines(bureau, first) == [("exhibition_booths", 5, "released")]
    assert bureau.pending(ONE_MORE).computed == Decimal("32000.00")


def test_what_the_firm_withdraws_is_free_again(bureau: Bureau) -> None:
    first = bureau.pending(FIVE)
    withdraw(bureau.office, bureau.wang, first.id, first.version, "来函撤回")
    assert lines(bureau, first) == [("exhibition_booths", 5, "released")]
    assert earlier(bureau, bureau.draft(ONE_MORE)) == []


def test_a_returned_case_reserves_anew(bureau: Bureau) -> None:
    case = bureau.pending(FIVE)
    case = return_case(bureau.office, bureau.li, case.id, case.version, "补充")
    case = submit(bureau.office, bureau.wang, case.id, case.version)
    assert lines(bureau, case) == [("exhibition_booths", 5, "released"), ("exhibition_booths", 5, "reserved")]
    assert approve(bureau.office, bureau.li, case.id, case.version).award == Decimal("80000.00")


def test_an_approval_says_which_case_has_set_a_limit_free(bureau: Bureau) -> None:
    first, second = bureau.pending(FIVE), bureau.pending(ONE_MORE)
    withdraw(bureau.office, bureau.wang, first.id, first.version, "来函撤回")
    with pytest.raises(Conflict) as caught:
        approve(bureau.office, bureau.li, second.id, second.version)
    assert str(caught.value) == (
        "提交以后，办件 2025-0001（企业撤回）占用的限额变了：提交时测算 16,000.00 元，现在测算 32,000.00 元。"
        "请退回，由经办人重新提交。"
    )


def test_room_that_a_case_does_not_need_does_not_hold_it_up(bureau: Bureau) -> None:
    first, second = bureau.pending(), bureau.pending()  # one booth each, five are allowed
    return_case(bureau.office, bureau.li, first.id, first.version, "补充")
    assert (second.facts or {})["history"][0]["case"] == first.number
    assert approve(bureau.office, bureau.li, second.id, second.version).award == Decimal("25000.00")


def test_a_submission_notices_that_another_desk_was_faster(bureau: Bureau) -> None:
    mine = bureau.draft(ONE_MORE)
    bureau.pending(FIVE)
    with pytest.raises(Conflict, match=r"测算刚刚变成 16,000\.00 元"):
        submit(bureau.office, bureau.wang, mine.id, mine.version, seen=Decimal("32000.00"))
    mine = submit(bureau.office, bureau.wang, mine.id, mine.version, seen=Decimal("16000.00"))
    assert mine.computed == Decimal("16000.00")


def test_a_limit_follows_the_firm_through_a_new_name(bureau: Bureau) -> None:
    bureau.pending(FIVE)
    fields = {**FIRM, "name": "甲集团有限公司"}
    bureau.firm = save_applicant(bureau.office, bureau.wang, bureau.firm.id, fields, bureau.firm.version)
    assert bureau.pending(ONE_MORE).computed == Decimal("16000.00")


def test_a_limit_follows_the_credit_code_to_another_record(bureau: Bureau) -> None:
    """Somebody gives the old record another code and enters the firm anew."""
    bureau.pending(FIVE)
    other = {**FIRM, "credit_code": "91140802MA0ABCDE23"}
    save_applicant(bureau.office, bureau.wang, bureau.firm.id, other, bureau.firm.version)
    bureau.firm = save_applicant(bureau.office, bureau.wang, None, {**FIRM, "name": "甲新公司"}, None)
    assert bureau.pending(ONE_MORE).computed == Decimal("16000.00")


def test_another_firm_has_its_own_limit(bureau: Bureau) -> None:
    bureau.pending(FIVE)
    fields = {"name": "乙公司", "kind": "enterprise", "county": "140821"}
    bureau.firm = save_applicant(bureau.office, bureau.wang, None, fields, None)
    assert bureau.pending(ONE_MORE).computed == Decimal("32000.00")


def test_an_approval_notices_that_the_applicant_moved(bureau: Bureau) -> None:
    case = bureau.pending()
    moved = {"name": "甲公司", "kind": "enterprise", "county": "140802", "credit_code": "91140802MA0ABCDE15"}
    save_applicant(bureau.office, bureau.wang, bureau.firm.id, moved, bureau.firm.version)
    with pytest.raises(Conflict, match="申报主体资料有变化：金额不变"):
        approve(bureau.office, bureau.li, case.id, case.version)


def test_a_new_name_alone_does_not_stop_an_approval(bureau: Bureau) -> None:
    case = bureau.pending()
    renamed = {"name": "甲有限公司", "kind": "enterprise", "county": "140821", "credit_code": "91140802MA0ABCDE15"}
    save_applicant(bureau.office, bureau.wang, bureau.firm.id, renamed, bureau.firm.version)
    assert approve(bureau.office, bureau.li, case.id, case.version).award == Decimal("25000.00")


def test_an_amount_counts_as_far_as_it_was_awarded(bureau: Bureau) -> None:
    first = bureau.pending(TESTS, "certification")
    approve(bureau.office, bureau.li, first.id, first.version, Decimal(70000), "核减", "", confirmed(first))
    assert lines(bureau, first) == [("certification_total", 7_000_000, "committed")]
    second = bureau.draft({**TESTS, "rows": [{**TESTS["rows"][0], "certificate_no": "T2"}]}, "certification")
    assert earlier(bureau, second)[0]["uses"] == [{"limit": "certification_total", "amount": "70000"}]
    assert submit(bureau.office, bureau.wang, second.id, second.version).computed == Decimal("30000.00")


def test_a_park_is_awarded_once_whoever_applies(bureau: Bureau) -> None:
    first = bureau.pending(PARK, "demo_park")
    approve(bureau.office, bureau.li, first.id, first.version, confirmed_flags=confirmed(first))
    fields = {"name": "另一家运营公司", "kind": "enterprise", "county": "140802"}
    bureau.firm = save_applicant(bureau.office, bureau.wang, None, fields, None)
    again = bureau.draft(PARK, "demo_park")
    assert [award["case"] for award in earlier(bureau, again)] == ["2025-0001"]
    assert earlier(bureau, bureau.draft(HANOI)) == []


def test_another_version_of_the_package_stops_an_approval(bureau: Bureau) -> None:
    case = bureau.pending()
    bureau.office.loaded = replace(bureau.office.package, version="2099.1")
    with pytest.raises(Conflict, match=r"提交时用的是政策包 .* 版，现在是 2099\.1 版"):
        approve(bureau.office, bureau.li, case.id, case.version)


def test_of_rivals_for_one_limit_one_wins(bureau: Bureau) -> None:
    """Four desks that all saw 80 000 submit at once five booths each, of which six may be paid."""
    drafts = [
        bureau.draft({**FIVE, "rows": [{"booth_no": f"{hall}{n}", "fee": "20000"} for n in range(1, 6)]})
        for hall in ("展位", "馆", "厅", "区")
    ]

    def hand_in(number: int) -> str:
        case = drafts[number]
        try:
            submit(bureau.office, bureau.wang, case.id, case.version, seen=Decimal("80000.00"))
        except Conflict as conflict:
            return conflict.sentence[:6]
        return "pending"

    with ThreadPoolExecutor(4) as desks:
        outcomes = sorted(desks.map(hand_in, range(4)))
    assert outcomes == ["pending", "测算刚刚变成", "测算刚刚变成", "测算刚刚变成"]


TRAINEE: dict[str, Any] = {
    "header": {"base_agreement": "yes"},
    "rows": [
        {
            "id_no": "140802199001011230",
            "training_days": "30",
            "training_ended_on": "2025-03-01",
            "contract_from": "2025-03-05",
            "contract_to": "2026-03-04",
            "employer_is_cbec": "yes",
        }
    ],
}


def test_a_person_counts_once_whatever_the_school(bureau: Bureau) -> None:
    for number, name in enumerate(("运城一校", "运城二校")):
        fields = {"name": name, "kind": "college", "county": "140802"}
        bureau.firm = save_applicant(bureau.office, bureau.wang, None, fields, None)
        case = bureau.draft(TRAINEE, "talent_training")
        bureau.explain(case)
        if number == 0:
            assert submit(bureau.office, bureau.wang, case.id, case.version).computed == Decimal("400.00")
            continue
        assert earlier(bureau, case) == [
            {"case": "2025-0001", "uses": [{"limit": "talent_trainee", "key": "140802199001011230", "count": 1}]}
        ]
        assert submit(bureau.office, bureau.wang, case.id, case.version).computed == Decimal("0.00")


def test_a_county_has_one_ceiling_a_year(bureau: Bureau) -> None:
    """20 % of 2 000 000 is 400 000; of 500 000 a county and year another office has 100 000 left."""
    contract = {"provider": "服务商", "paid_on": "2025-05-01", "fee": "2000000"}
    for name, paid in (("临猗县商务局", "400000.00"), ("临猗县人民政府", "100000.00")):
        fields = {"name": name, "kind": "government", "county": "140821"}
        bureau.firm = save_applicant(bureau.office, bureau.wang, None, fields, None)
        entries = {"header": {"year": "2025"}, "rows": [{**contract, "contract_no": name}]}
        assert bureau.pending(entries, "support_service").computed == Decimal(paid)


def test_flights_that_only_wait_do_not_help_to_reach_fifteen(bureau: Bureau) -> None:
    """15 flights are applied for, not approved; 3 more alone are not 15. Once approved, they are."""

    def flights(number: int) -> dict[str, Any]:
        row = {"route": "运城—河内", "destination": "VN", "flights": str(number), "all_cargo": "yes"}
        return {"header": {"year": "2025"}, "rows": [row]}

    first = bureau.pending(flights(15), "air_cargo")
    assert first.computed == Decimal("3000000.00")
    more = bureau.draft(flights(3), "air_cargo")
    with pytest.raises(Refused, match="测算结果为不符合条件"):
        submit(bureau.office, bureau.wang, more.id, more.version)
    approve(bureau.office, bureau.li, first.id, first.version, confirmed_flags=confirmed(first))
    assert submit(bureau.office, bureau.wang, more.id, more.version).computed == Decimal("600000.00")


def test_the_database_itself_holds_the_ceiling(bureau: Bureau) -> None:
    """Whatever the computation says: lines that stand never exceed their ceiling."""
    case = bureau.pending(FIVE)
    draft = bureau.draft(ONE_MORE)
    assessment = Assessment.from_dict(case.result or {})

    def too_much(session: Session) -> None:
        other = session.get_one(Case, draft.id)
        ledger.reserve(session, bureau.office.package, other, assessment, bureau.office.clock())

    with pytest.raises(Refused, match="限额不够：别的办件已经先占用了。"):
        run(bureau.office.sessions, too_much)
