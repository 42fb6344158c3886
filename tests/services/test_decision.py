"""What a supervisor sees before deciding."""

from __future__ import annotations

from typing import Any

import pytest

from tests.bureau import HANOI, Bureau
from ycdesk.domain.errors import Refused
from ycdesk.domain.states import Action
from ycdesk.services.decision import decision_view
from ycdesk.services.deeds import submit
from ycdesk.services.dossiers import save_entries
from ycdesk.services.signing import return_case


def test_a_first_submission_has_no_changes(bureau: Bureau) -> None:
    case = bureau.pending()
    view = decision_view(bureau.office, case.id, bureau.li)
    assert (view.changes, f"{view.assessment.amount}") == ((), "25000.00")
    assert view.allowed[Action.APPROVE] is None
    assert view.allowed[Action.EDIT] is not None
    assert [event.label for event in view.events] == ["登记办件", "接收材料", "受理", "提交审批"]
    assert next(paper for paper in view.papers if paper["id"] == "payment")["verify"] is True


def test_changes_since_the_last_submission_in_words(bureau: Bureau) -> None:
    office = bureau.office
    case = bureau.pending()
    case = return_case(office, bureau.li, case.id, case.version, "请核对")
    changed: dict[str, Any] = {
        "header": {**HANOI["header"], "tier": "general", "country": "DE"},
        "rows": [{"booth_no": "A1", "fee": "30000", "area_m2": "9"}, {"booth_no": "A2", "fee": "30000"}],
    }
    version = save_entries(office, bureau.wang, case.id, changed, case.applied_on, case.version)
    submit(office, bureau.wang, case.id, version)
    found = [(change.title, change.before, change.after) for change in decision_view(office, case.id).changes]
    assert sorted(found) == sorted(
        [
            ("展会类别", "重点", "一般性"),
            ("举办国家（地区）", "越南", "德国"),
            ("第 1 行 展位费", "31,250.00", "30,000.00"),
            ("第 1 行 面积", "", "9"),
            ("第 2 行 展位号", "", "A2"),
            ("第 2 行 展位费", "", "30,000.00"),
        ]
    )


def test_a_draft_has_nothing_to_decide(bureau: Bureau) -> None:
    case = bureau.draft(papers=False)
    with pytest.raises(Refused, match="还没有提交过"):
        decision_view(bureau.office, case.id)


def test_numbers_that_were_changed_are_among_the_changes(bureau: Bureau) -> None:
    office = bureau.office
    number = {"kind": "invoice", "number": "F1", "day": "2025-04-01"}
    case = bureau.pending({**HANOI, "rows": [{"booth_no": "Z1", "fee": "31250"}], "particulars": [number]})
    case = return_case(office, bureau.li, case.id, case.version, "请核对发票")
    more = [{**number, "number": "F2"}, {"kind": "contract", "number": "HT-1"}]
    version = save_entries(
        office, bureau.wang, case.id, {**case.entries, "particulars": more}, case.applied_on, case.version
    )
    submit(office, bureau.wang, case.id, version)
    found = [(change.title, change.before, change.after) for change in decision_view(office, case.id).changes]
    assert found == [
        ("票据与标识第 1 行 号码或名称", "F1", "F2"),
        ("票据与标识第 2 行 类别", "", "合同编号"),
        ("票据与标识第 2 行 号码或名称", "", "HT-1"),
    ]
