"""Typing a date over the year's end: amount, clause and checklist are those of the other policy at once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QDialog, QLabel

from tests.bureau import Bureau
from tests.successor import NEW, OLD, predecessor, successor
from tests.ui.dossier.conftest import Opener
from ui.about import AboutDialog
from ui.background import Background
from ui.data_place import DataPlace
from ui.hands import Hands
from ui.preview_clause import ClauseDialog
from ycdesk.calculation import PackageShelf
from ycdesk.services.deeds import submit
from ycdesk.services.dossiers import get_case


@pytest.fixture
def two(bureau: Bureau) -> Bureau:
    """A bureau with both packages in force."""
    renamed = replace(successor(), document="运政办发〔2026〕1号")
    bureau.office.shipped = bureau.office.loaded = PackageShelf((predecessor(), renamed))
    return bureau


def test_a_date_of_the_next_year_is_paid_by_the_next_policy(
    two: Bureau, hands: Hands, open_page: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = open_page().current
    assert tab is not None
    assert (tab.panel.amount, tab.draft.package.id) == ("25,000.00", OLD)
    for typed, amount, policy, document in (
        ("2026-04-15", "23,437.50", NEW, "运政办发〔2026〕1号"),
        ("2025-04-15", "25,000.00", OLD, "运政办发〔2024〕10号"),
    ):
        tab.focus("facts.opens_on")
        hands.press("Ctrl+A")
        hands.type(typed)
        hands.press("Enter")
        assert (tab.panel.amount, tab.draft.package.id) == (amount, policy)  # 75 % or 80 % of 31 250, at most 25 000
        shown: list[ClauseDialog] = []

        def remember(dialog: ClauseDialog, shown: list[ClauseDialog] = shown) -> int:
            shown.append(dialog)
            return QDialog.DialogCode.Rejected

        monkeypatch.setattr(ClauseDialog, "exec", remember)
        tab.show_clause("三(一)")
        assert [dialog.windowTitle() for dialog in shown] == [f"{document} 第三(一)"]


def test_a_submitted_case_is_reloaded_with_its_own_policy(two: Bureau, open_page: Opener) -> None:
    page = open_page(papers=True)
    tab = page.current
    assert tab is not None
    tab.draft.set("facts.opens_on", "2026-04-15")
    tab.save()
    case = get_case(two.office, tab.case.id)
    submit(two.office, two.wang, case.id, case.version)
    two.office.loaded = predecessor()  # the other one was stopped
    tab.reload()
    tab.show_draft()
    assert (tab.draft.package.id, tab.panel.amount) == (NEW, "23,437.50")
    assert not tab.writable


def test_the_program_tells_all_policies_in_force(two: Bureau) -> None:
    background = Background()
    place = DataPlace(two.office, two.admin, background)
    assert place.facts["政策包"].text() == f"{OLD}　版本 1.0.0；{NEW}　版本 2.0.0"
    dialog = AboutDialog(None, two.office)
    about = " ".join(part.text() for part in dialog.findChildren(QLabel))
    assert f"政策包 {OLD} 版本 1.0.0" in about
    assert f"政策包 {NEW} 版本 2.0.0" in about
    background.close()
