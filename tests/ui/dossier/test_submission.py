"""The checklist of a case, and its submission."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QListWidget, QPlainTextEdit

from tests.bureau import HANOI, TOO_LITTLE, Bureau
from tests.ui.dossier.conftest import Opener
from ui import dialogs
from ui.dossier_case import CaseTab
from ui.dossier_submit import SubmitDialog
from ui.hands import Hands
from ycdesk.domain.states import CaseState
from ycdesk.services.dossiers import get_case


def test_papers_by_keys(hands: Hands, tab: CaseTab, bureau: Bureau) -> None:
    tab.focus("papers")
    missing = len(tab.checklist.papers.missing())
    hands.press("Space")
    assert len(tab.checklist.papers.missing()) == missing - 1
    hands.press("F7")
    assert tab.checklist.papers.missing() == []
    assert all(entry.ticked for entry in get_case(bureau.office, tab.case.id).checklist)


def test_a_waived_paper_says_why(tab: CaseTab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dialogs, "ask_reason", lambda *_: "存于上一卷")
    tab.focus("papers")
    row = tab.checklist.table.currentIndex().row()
    tab.checklist.waive_button.click()
    assert tab.checklist.papers.note(row) == "免交：存于上一卷"
    assert tab.checklist.papers.papers[row].settled


def test_a_page_number_that_is_none_is_refused(tab: CaseTab) -> None:
    model = tab.checklist.papers
    assert not model.setData(model.index(0, 8), "两页")
    assert "0 到 9999" in tab.checklist.message.text()
    assert model.setData(model.index(0, 8), "１２页")
    assert model.data(model.index(0, 8)) == "12"


def test_what_stands_in_the_way_is_listed_and_leads_there(open_page: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    page = open_page({**HANOI, "rows": [{"fee": "12."}]})
    seen: list[list[str]] = []

    def first(dialog: SubmitDialog) -> int:
        listed = dialog.findChild(QListWidget)
        assert isinstance(listed, QListWidget)
        seen.append([listed.item(number).text() for number in range(listed.count())])
        listed.itemActivated.emit(listed.item(0))
        return 1

    monkeypatch.setattr(SubmitDialog, "exec", first)
    page.submit()
    assert any("小数点后" in line for line in seen[0])
    assert any(line.startswith("材料未收到") for line in seen[0])
    assert page.current is not None
    assert page.current.table is not None
    assert page.current.table.table.hasFocus()
    assert page.current.case.state is CaseState.DRAFT


def test_submission_freezes_the_tab(open_page: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    page = open_page(papers=True)
    monkeypatch.setattr(SubmitDialog, "exec", lambda dialog: 1)
    page.submit()
    assert page.current is not None
    assert page.current.case.state is CaseState.PENDING
    assert page.current.banner.isVisible()
    assert not page.submit_button.isVisible()
    assert not page.current.form.isVisible()
    shown = {path.removeprefix("facts."): value.text() for path, value in page.current.facts.values.items()}
    assert shown == {
        "name": "河内国际贸易展",
        "session": "2025",
        "tier": "重点",
        "country": "越南",
        "opens_on": "2025-04-15",
        "provincial_support": "否",
        "applied_on": "2025-06-30",
    }
    assert all(value.isVisible() for value in page.current.facts.values.values())
    assert page.current.panel.amount == "25,000.00"


def test_a_case_below_its_threshold_is_proposed_for_refusal(open_page: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    page = open_page(TOO_LITTLE, "store_global", papers=True)

    def with_reason(dialog: SubmitDialog) -> int:
        edit = dialog.findChild(QPlainTextEdit)
        assert isinstance(edit, QPlainTextEdit)
        dialog.accept()
        assert dialog.result() == 0  # a reason is still missing
        edit.setPlainText("年度交易额不足")
        return 1

    monkeypatch.setattr(SubmitDialog, "exec", with_reason)
    page.submit()
    assert page.current is not None
    assert page.current.case.state is CaseState.PENDING
    assert page.current.case.proposal_reason == "年度交易额不足"
