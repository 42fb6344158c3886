"""Two policies beside each other: drafts change over while they are typed, limits begin anew, once-only ones do not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from tests.bureau import HANOI, Bureau
from tests.successor import NEW, OLD, both, predecessor, successor
from ycdesk.calculation import PackageShelf, PolicyPackage
from ycdesk.domain.case import Case
from ycdesk.domain.errors import Conflict
from ycdesk.domain.ledger import LedgerUse
from ycdesk.domain.ruling import Subject
from ycdesk.services.applicants import save_applicant
from ycdesk.services.checklist import tick_all
from ycdesk.services.decision import decision_view
from ycdesk.services.deeds import submit
from ycdesk.services.dossiers import get_case, save_entries
from ycdesk.services.draft import CaseDraft, open_draft
from ycdesk.services.papers import slip_pdf
from ycdesk.services.rulings import record_ruling
from ycdesk.services.signing import approve, return_case

PARK: dict[str, Any] = {
    "header": {
        "park_name": "运城跨境电商园", "trade.1210": "80000000", "trade.9710": "50000000", "trade.9810": "30000000",
        "active_enterprises": "20", "large_enterprises": "0", "operating_since": "2023-05-01", "area_m2": "5000",
        "recognised_on": "2025-06-01", "recognition_no": "运商〔2025〕12号",
    },
    "rows": [],
}  # fmt: skip


@pytest.fixture
def two(bureau: Bureau) -> Bureau:
    """A bureau with both packages in force, on a day of the second window."""
    bureau.office.shipped = both()
    bureau.office.loaded = both()
    bureau.office.clock = lambda: datetime(2026, 11, 2, 9, 0, 0)  # noqa: DTZ001 - stored times have no zone
    return bureau


def hanoi(opens_on: str, session: str, booth: str = "A1") -> dict[str, Any]:
    return {"header": {**HANOI["header"], "opens_on": opens_on, "session": session},
            "rows": [{"booth_no": booth, "fee": "30000"}]}  # fmt: skip


def certificates(*rows: tuple[str, str, str]) -> dict[str, Any]:
    """Certificates by number, day and fee."""
    columns = ("certificate_no", "obtained_on", "fee")
    return {"header": {}, "rows": [{"kind": "certification", **dict(zip(columns, row, strict=True))} for row in rows]}


def with_header(entries: dict[str, Any], **header: str) -> dict[str, Any]:
    return {**entries, "header": {**entries["header"], **header}}


def typed(bureau: Bureau, case: Case) -> CaseDraft:
    return open_draft(bureau.office, bureau.wang, case)


def seen(draft: CaseDraft) -> tuple[str, str | None]:
    """The package of the preview, and its amount."""
    found = draft.preview().assessment
    assert found.policy == {"id": draft.package.id, "version": draft.package.version}
    return found.policy["id"], None if found.amount is None else f"{found.amount:.2f}"


def supported(bureau: Bureau, case: Case) -> Case:
    """Submit and approve."""
    bureau.explain(case)
    case = get_case(bureau.office, case.id)
    case = submit(bureau.office, bureau.wang, case.id, case.version)
    flags = [flag["reading"] for flag in (case.result or {})["flags"]]
    return approve(bureau.office, bureau.li, case.id, case.version, confirmed_flags=flags)


def lines(bureau: Bureau) -> list[tuple[str, str, str, int]]:
    """Policy, limit, key and quantity of every line of the ledger."""
    with bureau.office.reading_sessions() as session:
        uses = session.scalars(select(LedgerUse).order_by(LedgerUse.id))
        return [(use.policy_id, use.limit_id, use.key, use.quantity) for use in uses]


def test_a_draft_changes_over_when_the_typed_date_moves_into_the_other_window(two: Bureau) -> None:
    draft = typed(two, two.draft(hanoi("2025-04-15", "1")))
    assert seen(draft) == (OLD, "24000.00")  # 80 % of 30 000
    draft.set("facts.opens_on", "2026-04-15")
    assert seen(draft) == (NEW, "22500.00")  # 75 %
    draft.set("facts.opens_on", "2025-12-31")
    assert seen(draft) == (OLD, "24000.00")
    draft.undo()
    draft.undo()
    assert seen(draft) == (OLD, "24000.00")
    draft.redo()
    draft.set("facts.opens_on", "")
    assert draft.preview().assessment.policy["id"] == OLD  # by the day of application, 2025-06-30
    draft.set("applied_on", "2026-03-01")
    assert draft.preview().assessment.policy["id"] == NEW
    draft.set("facts.opens_on", "2025-13-45")
    assert draft.preview().messages["facts.opens_on"]
    assert draft.preview().assessment.policy["id"] == NEW


def test_the_day_typed_as_a_date_of_any_spelling_chooses(two: Bureau) -> None:
    draft = typed(two, two.draft(hanoi("2025.4.15", "1")))
    assert seen(draft)[0] == OLD
    draft.set("facts.opens_on", "2026年4月15日")
    assert seen(draft) == (NEW, "22500.00")
    assert draft.entry("facts.country").value == "VN"


def test_rows_typed_one_after_the_other_change_the_package_with_the_majority(two: Bureau) -> None:
    entries = certificates(("C1", "2025-12-01", "10000"), ("C2", "2025-12-31", "10000"))
    draft = typed(two, two.draft(entries, "certification"))
    assert seen(draft) == (OLD, "6000.00")
    for number, day in ((2, "2026-01-01"), (3, "2026-01-02")):
        draft.set(f"facts.items[{number}].kind", "certification")
        draft.set(f"facts.items[{number}].certificate_no", f"C{number + 1}")
        draft.set(f"facts.items[{number}].fee", "20000")
        draft.set(f"facts.items[{number}].obtained_on", day)
        assert seen(draft) == (OLD, "6000.00")  # as many in both: the earlier one
    draft.set("facts.items[4].obtained_on", "2026-02-01")
    assert draft.preview().assessment.policy["id"] == NEW
    draft.tables["facts.items"].remove([4])
    assert seen(draft) == (OLD, "6000.00")


def test_a_case_with_rows_in_both_windows_is_submitted_under_one_of_them(two: Bureau) -> None:
    rows = (("C1", "2026-01-01", "10000"), ("C2", "2025-12-31", "50000"), ("C3", "2026-05-01", "10000"))
    case = supported(two, two.draft(certificates(*rows), "certification"))
    assert (case.policy_id, case.policy_version, case.award) == (NEW, "2.0.0", Decimal("6000.00"))
    assert [line["amount"] for line in (case.result or {})["lines"]] == ["3000.00", "0.00", "3000.00"]
    assert lines(two) == [(NEW, "certification_total", "", 600000)]


def test_a_limit_of_the_policy_period_is_full_again_under_the_successor(two: Bureau) -> None:
    first = supported(two, two.draft(certificates(("C1", "2025-05-01", "400000")), "certification"))
    assert (first.policy_id, first.award) == (OLD, Decimal("100000.00"))
    draft = typed(two, two.draft(certificates(("C2", "2025-06-01", "400000")), "certification"))
    assert seen(draft) == (OLD, "0.00")
    draft.set("facts.items[0].obtained_on", "2026-06-01")
    assert seen(draft) == (NEW, "100000.00")
    (limit,) = draft.preview().assessment.limits
    assert (limit.ceiling, limit.used_before, limit.used_now, limit.left) == (100000, 0, 100000, 0)
    draft.save()
    tick_all(two.office, two.wang, case_id(draft))
    second = supported(two, get_case(two.office, case_id(draft)))
    assert (second.policy_id, second.award) == (NEW, Decimal("100000.00"))
    assert lines(two) == [
        (OLD, "certification_total", "", 10_000_000),
        (NEW, "certification_total", "", 10_000_000),
    ]


def case_id(draft: CaseDraft) -> int:
    """The case that a draft writes to."""
    assert draft.basis.case_id is not None
    return draft.basis.case_id


def test_a_park_awarded_under_the_old_policy_is_not_awarded_again(two: Bureau) -> None:
    first = supported(two, two.draft(PARK, "demo_park"))
    assert (first.policy_id, first.award) == (OLD, Decimal("500000.00"))
    draft = typed(two, two.draft(with_header(PARK, recognised_on="2026-06-01"), "demo_park"))
    found = draft.preview().assessment
    assert (found.policy["id"], found.status) == (NEW, "ineligible")
    (check,) = (check for check in found.checks if check.id == "never_before")
    assert (check.outcome, check.found) == ("unmet", "已获过")
    draft.set("facts.park_name", "另一个园区")
    assert seen(draft) == (NEW, "500000.00")
    assert lines(two) == [("", "demo_park_award", "运城跨境电商园", 1)]


def test_a_limit_of_a_year_and_county_counts_within_its_own_year(two: Bureau) -> None:
    fields = {"name": "盐湖区人民政府", "kind": "government", "county": "140802"}
    two.firm = save_applicant(two.office, two.wang, None, fields, None)

    def service(year: str, number: str) -> dict[str, Any]:
        row = {"provider": "某公司", "contract_no": number, "paid_on": f"{year}-05-01", "fee": "2500000"}
        return {"header": {"year": year}, "rows": [row]}

    assert supported(two, two.draft(service("2025", "H1"), "support_service")).award == Decimal("500000.00")
    draft = typed(two, two.draft(service("2025", "H2"), "support_service"))
    assert seen(draft) == (OLD, "0.00")
    draft.set("facts.year", "2026")
    draft.set("facts.contracts[0].paid_on", "2026-05-01")
    assert seen(draft) == (NEW, "500000.00")


def test_a_pending_case_of_the_old_policy_is_decided_under_it_after_the_new_one_came(bureau: Bureau) -> None:
    case = bureau.pending()
    bureau.office.shipped = bureau.office.loaded = both()
    assert decision_view(bureau.office, case.id).outdated == ""
    approved = approve(bureau.office, bureau.li, case.id, case.version)
    assert (approved.policy_id, approved.award) == (OLD, Decimal("25000.00"))


def test_a_pending_case_of_a_package_that_was_stopped_goes_back(two: Bureau) -> None:
    case = two.draft(hanoi("2026-04-15", "2"))
    case = submit(two.office, two.wang, case.id, case.version)
    two.office.loaded = predecessor()
    assert decision_view(two.office, case.id).outdated == f"提交时用的政策包 {NEW} 现在已经停用。"
    with pytest.raises(Conflict, match=r"现在已经停用.*请退回"):
        approve(two.office, two.li, case.id, case.version)
    returned = return_case(two.office, two.li, case.id, case.version, "请改")
    assert typed(two, returned).preview().assessment.status == "ineligible"  # the fair opened after the window


def test_what_changed_since_the_last_submission_names_the_package(two: Bureau) -> None:
    case = two.draft(hanoi("2025-04-15", "1"))
    case = submit(two.office, two.wang, case.id, case.version)
    case = return_case(two.office, two.li, case.id, case.version, "日期不对")
    save_entries(two.office, two.wang, case.id, hanoi("2026-04-15", "1"), date(2025, 6, 30), case.version)
    case = get_case(two.office, case.id)
    case = submit(two.office, two.wang, case.id, case.version)
    changes = [(change.title, change.before, change.after) for change in decision_view(two.office, case.id).changes]
    assert changes == [("政策包", OLD, NEW), ("开幕日期", "2025-04-15", "2026-04-15")]
    assert case.computed == Decimal("22500.00")


def test_a_paper_of_either_policy_names_its_own(two: Bureau) -> None:
    renamed = PackageShelf((predecessor(), successor_of_another_document()))
    two.office.shipped = two.office.loaded = renamed
    documents = {}
    for opens_on, number in (("2025-04-15", "1"), ("2026-04-15", "2")):
        case = supported(two, two.draft(hanoi(opens_on, number)))
        assert slip_pdf(two.office, case.id).startswith(b"%PDF")
        documents[case.policy_id] = (case.words or {})["policy"].partition("《")[0]
    assert documents == {OLD: "运政办发〔2024〕10号", NEW: "运政办发〔2026〕1号"}


def successor_of_another_document() -> PolicyPackage:
    """The successor as it would be issued."""
    return replace(successor(), document="运政办发〔2026〕1号")


def test_a_ruling_on_one_policy_does_not_bear_on_the_other(two: Bureau) -> None:
    domestic = with_header(hanoi("2025-04-15", "1"), country="CN")
    first, second = (typed(two, two.draft(with_header(domestic, opens_on=day))) for day in ("2025-04-15", "2026-04-15"))
    assert (seen(first), seen(second)) == ((OLD, "8000.00"), (NEW, "8000.00"))  # 70 % is 21 000, the cap 8 000
    first.set("facts.booths[0].fee", "10000")
    second.set("facts.booths[0].fee", "10000")
    assert (seen(first), seen(second)) == ((OLD, "7000.00"), (NEW, "7000.00"))
    first.save()
    second.save()
    record_ruling(
        two.office, two.li, NEW, Subject.READING, document="运商函〔2026〕5号", decided_on=date(2026, 3, 1),
        signer="李建国", valid_from=date(2025, 1, 1), reading_id="8", choice="80",
    )  # fmt: skip
    after = [typed(two, get_case(two.office, case_id(draft))) for draft in (first, second)]
    assert [seen(draft) for draft in after] == [(OLD, "7000.00"), (NEW, "7500.00")]  # the group's rate is 75 % now
