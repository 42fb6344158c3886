"""Ticks, marks and waivers."""

from __future__ import annotations

import pytest

from tests.bureau import HANOI, Bureau
from ycdesk.domain.errors import InputProblem, Refused
from ycdesk.services.checklist import checklist, tick, tick_all, waive
from ycdesk.services.deeds import obstacles
from ycdesk.services.dossiers import get_case


def test_the_rows_follow_the_facts(bureau: Bureau) -> None:
    at_home = {**HANOI, "header": {**HANOI["header"], "country": "CN"}}
    abroad, home = bureau.draft(papers=False), bureau.draft(at_home, papers=False)
    required = [
        {row.paper.id: row.paper.required for row in checklist(bureau.office, case)}["translation"]
        for case in (abroad, home)
    ]
    assert required == [True, False]


def test_marks_are_kept_and_the_rest_stays(bureau: Bureau) -> None:
    case = bureau.draft(papers=False)
    tick(bureau.office, bureau.wang, case.id, "payment", ticked=True, copy=True, pages=3)
    entry = tick(bureau.office, bureau.zhao, case.id, "payment", verify=True, remark="附言已核")
    assert (entry.ticked, entry.copy, entry.verify, entry.original, entry.pages) == (True, True, True, False, 3)
    assert (entry.remark, entry.by_id) == ("附言已核", bureau.zhao.id)
    assert tick(bureau.office, bureau.wang, case.id, "payment", pages=0, ticked=False).pages is None
    again = get_case(bureau.office, case.id)
    assert [(entry.paper_id, entry.ticked, entry.copy) for entry in again.checklist] == [("payment", False, True)]
    assert bureau.zhao.id in again.editor_ids


def test_ticking_does_not_disturb_who_types(bureau: Bureau) -> None:
    case = bureau.draft(papers=False)
    tick(bureau.office, bureau.wang, case.id, "payment", ticked=True)
    assert get_case(bureau.office, case.id).version == case.version


def test_a_waiver_settles_a_paper_with_its_reason(bureau: Bureau) -> None:
    case = bureau.draft()
    tick(bureau.office, bureau.wang, case.id, "photos", ticked=False)
    assert "展位现场照片" in "".join(obstacles(bureau.office, case.id))
    waive(bureau.office, bureau.wang, case.id, "photos", "  主办方来函证明  ")
    assert obstacles(bureau.office, case.id) == []
    row = next(row for row in checklist(bureau.office, get_case(bureau.office, case.id)) if row.paper.id == "photos")
    assert (row.ticked, row.waived, row.settled) == (False, "主办方来函证明", True)
    waive(bureau.office, bureau.wang, case.id, "photos", " ")
    assert "展位现场照片" in "".join(obstacles(bureau.office, case.id))


def test_tick_all_takes_what_is_required_and_open(bureau: Bureau) -> None:
    case = bureau.draft(papers=False)
    waive(bureau.office, bureau.wang, case.id, "photos", "免")
    count = tick_all(bureau.office, bureau.wang, case.id, pages=2)
    rows = checklist(bureau.office, get_case(bureau.office, case.id))
    assert count == sum(row.paper.required for row in rows) - 1
    assert all(row.settled for row in rows)
    payment = next(row.entry for row in rows if row.paper.id == "payment")
    assert payment is not None
    assert (payment.copy, payment.stamp, payment.verify, payment.original, payment.pages) == (
        True,
        True,
        True,
        False,
        2,
    )
    assert tick_all(bureau.office, bureau.wang, case.id) == 0


def test_what_is_not_asked_for_cannot_be_ticked(bureau: Bureau) -> None:
    case = bureau.draft(papers=False)
    with pytest.raises(InputProblem, match="没有编号为“nonsense”的材料"):
        tick(bureau.office, bureau.wang, case.id, "nonsense", ticked=True)
    with pytest.raises(InputProblem, match="页数应在"):
        tick(bureau.office, bureau.wang, case.id, "payment", pages=-1)


def test_the_checklist_closes_with_the_submission(bureau: Bureau) -> None:
    case = bureau.pending()
    with pytest.raises(Refused, match="不能修改"):
        tick(bureau.office, bureau.wang, case.id, "payment", ticked=False)
    with pytest.raises(Refused, match="不能修改"):
        waive(bureau.office, bureau.wang, case.id, "payment", "x")
    with pytest.raises(Refused, match="修改由经办人办理"):
        tick(bureau.office, bureau.li, bureau.draft(papers=False).id, "payment", ticked=True)
