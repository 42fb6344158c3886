"""What the preview panel says, and where its lines lead."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.bureau import HANOI, Bureau
from tests.ui.dossier.conftest import Opener
from ui.dossier_add import MeasurePicker
from ui.dossier_case import CaseTab
from ui.hands import Hands
from ui.preview_clause import ClauseDialog
from ui.preview_items import head_of
from ycdesk.calculation.assessment import Funding


def line_at(tab: CaseTab, words: str) -> QPoint:
    """The middle of the painted line that holds these words."""
    number = next(n for n, item in enumerate(tab.panel._items) if words in item.text)
    tab.panel.verticalScrollBar().setValue(max(0, tab.panel._tops[number] - 100))
    return tab.panel._row(number).center()


def test_everything_that_matters_is_said(tab: CaseTab) -> None:
    lines = "\n".join(tab.panel.lines())
    for words in ("25,000.00 元", "贰万伍仟元整", "市级 5,000.00", "临猗县 20,000.00", "怎么算的", "条件", "本次 1"):
        assert words in lines


def test_a_missing_fact_leads_to_its_field(open_page: Opener, hands: Hands) -> None:
    page = open_page({**HANOI, "header": {**HANOI["header"], "country": ""}})
    tab = page.current
    assert tab is not None
    assert tab.panel.amount == "—"
    QTest.mouseClick(tab.panel.viewport(), Qt.MouseButton.LeftButton, pos=line_at(tab, "举办国家"))
    assert hands.focus() is tab.form.fields["facts.country"].input


def test_a_step_leads_to_its_clause_by_keys(tab: CaseTab, hands: Hands, qtbot: QtBot) -> None:
    tab.panel.clause_wanted.disconnect()
    tab.panel.setFocus()
    with qtbot.waitSignal(tab.panel.clause_wanted) as wanted:
        hands.press("Down", "Enter")
    assert wanted.args == ["三(一)"]


def test_everything_can_be_copied(tab: CaseTab, hands: Hands) -> None:
    tab.panel.setFocus()
    hands.press("Ctrl+C")
    assert QGuiApplication.clipboard().text() == "\n".join(tab.panel.lines())


def test_many_rows_that_fail_alike_are_one_line(open_page: Opener) -> None:
    stores = [
        {"platform": f"平台{n}", "shop": "a", "kind": "b2c", "sales": "2999999.99", "orders": "100"} for n in range(5)
    ]
    header = {"year": "2025", "registered_on_platform": "yes", "declares_cbec": "yes"}
    tab = open_page({"header": header, "rows": stores}, "store_global").current
    assert tab is not None
    failed = [line for line in tab.panel.lines() if line.startswith("×")]
    assert len(failed) == 1
    assert "第 1、2、3、4、5 行" in failed[0]


def test_an_award_below_the_computation_names_both(tab: CaseTab) -> None:
    parts = Funding(Decimal("4800.00"), Decimal("19200.00"))
    head = head_of(tab.draft.preview().assessment, "临猗县", Decimal("24000.00"), parts)
    assert (head.caption, head.amount) == ("核定补助（测算 25,000.00）", "24,000.00")
    assert head.parts == "市级 4,800.00　临猗县 19,200.00"


def test_a_clause_shows_our_summary_and_says_where_the_text_comes_from(bureau: Bureau, qtbot: QtBot) -> None:
    dialog = ClauseDialog(None, bureau.office, "三(一)")
    qtbot.addWidget(dialog)
    words = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "展位费" in words
    assert "尚未载入政策原文" in words


@pytest.mark.parametrize(
    ("typed", "measure"), [("czbz", "exhibition"), ("货运", "air_cargo"), ("七", "credit_insurance")]
)
def test_a_measure_is_found_by_pinyin_words_or_clause(
    bureau: Bureau, qtbot: QtBot, hands: Hands, typed: str, measure: str
) -> None:
    picker = MeasurePicker(None, bureau.office.package, "enterprise")
    qtbot.addWidget(picker)
    with qtbot.waitExposed(picker):
        picker.show()
    picker.activateWindow()
    picker.search.setFocus()
    assert picker.list.count() == 15
    hands.type(typed)
    hands.press("Enter")
    assert picker.measure == measure


def test_a_measure_for_others_says_for_whom(bureau: Bureau, qtbot: QtBot) -> None:
    picker = MeasurePicker(None, bureau.office.package, "enterprise")
    qtbot.addWidget(picker)
    picker.search.setText("人才培训")
    assert "院校" in picker.about.text()
