"""The tab of a case: typing, sentences, rows, paste, journal."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from tests.bureau import HANOI, Bureau
from tests.ui.conftest import nameless
from tests.ui.dossier.conftest import Opener
from ui.dossier_case import CaseTab
from ui.dossier_submit import SubmitDialog
from ui.fields_country import CountryField
from ui.hands import Hands
from ycdesk.services.dossiers import get_case, save_entries
from ycdesk.services.draft import open_draft

FEE = "facts.booths[0].fee"


def text_of(tab: CaseTab, path: str) -> str:
    """What a field of the form shows."""
    edit = tab.form.fields[path].input
    assert isinstance(edit, QLineEdit)
    return edit.text()


def test_each_key_changes_the_amount(hands: Hands, tab: CaseTab) -> None:
    assert tab.panel.amount == "25,000.00"
    tab.focus(FEE)
    seen = []
    for char in "10000":
        hands.type(char)
        seen.append(tab.panel.amount)
    assert seen == ["0.80", "8.00", "80.00", "800.00", "8,000.00"]
    assert "捌仟元整" in tab.panel.lines()[1]
    assert "8,000.00" in tab.panel.accessibleDescription()


def test_ten_thousands_are_written_out_when_the_cell_is_left(hands: Hands, tab: CaseTab) -> None:
    tab.focus(FEE)
    hands.type("2.5万")
    hands.press("Enter")
    assert tab.draft.text(FEE) == "25000"
    assert tab.panel.amount == "20,000.00"


def test_a_wrong_text_stays_with_its_sentence(hands: Hands, tab: CaseTab) -> None:
    tab.focus("facts.opens_on")
    hands.press("Ctrl+A")
    hands.type("20250631")
    hands.press("Enter")
    assert text_of(tab, "facts.opens_on") == "20250631"
    field = tab.form.fields["facts.opens_on"]
    assert "没有 31 日" in field.input.accessibleDescription()
    assert field.input.property("state") == "bad"
    assert tab.panel.amount == "—"


def test_enter_while_composing_neither_moves_nor_submits(
    hands: Hands, tab: CaseTab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SubmitDialog, "exec", lambda _: pytest.fail("submitted"))
    tab.focus("facts.name")
    name = hands.focus()
    hands.compose("hen")
    hands.press("Enter")
    assert hands.focus() is name
    hands.commit("河内")
    assert tab.draft.text("facts.name").endswith("河内")
    hands.press("Enter")
    assert hands.focus() is not name


def test_enter_while_composing_stays_in_the_cell(hands: Hands, tab: CaseTab) -> None:
    tab.focus("facts.booths[0].booth_no")
    hands.type("B")
    editor = hands.focus()
    hands.compose("zhan")
    hands.press("Enter")
    assert hands.focus() is editor
    hands.commit("展")
    hands.press("Enter")
    assert tab.draft.text("facts.booths[0].booth_no") == "B展"


def test_yes_and_no_have_a_third_state(hands: Hands, tab: CaseTab) -> None:
    tab.focus("facts.provincial_support")
    hands.press("Y")
    assert tab.panel.amount == "0.00"
    hands.press("Delete")
    assert tab.draft.text("facts.provincial_support") == ""
    assert tab.panel.amount == "—"
    hands.press("N")
    assert tab.panel.amount == "25,000.00"


def test_a_country_by_initials_from_the_list(hands: Hands, tab: CaseTab, qtbot: QtBot) -> None:
    tab.focus("facts.country")
    hands.press("Ctrl+A")
    hands.type("mlxy")
    hands.press("Enter")
    qtbot.waitUntil(lambda: tab.draft.text("facts.country") == "MY")
    assert "RCEP" in tab.form.fields["facts.country"].input.accessibleDescription()


def test_a_country_from_further_down_the_list(hands: Hands, tab: CaseTab, qtbot: QtBot) -> None:
    tab.focus("facts.country")
    hands.press("Ctrl+A")
    hands.type("yn")
    field = tab.form.fields["facts.country"]
    assert isinstance(field, CountryField)
    popup = field.completer.popup()
    assert popup.isVisible()
    names = [str(popup.model().index(row, 0).data()).partition("　")[0] for row in range(popup.model().rowCount())]
    for _ in range(names.index("越南") + 1):
        QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: tab.draft.entry("facts.country").value == "VN")


def test_rows_by_keys(hands: Hands, tab: CaseTab) -> None:
    tab.focus(FEE)
    hands.press("Ctrl+D")
    assert tab.panel.amount == "50,000.00"
    hands.press("Ctrl+Delete")
    assert tab.panel.amount == "25,000.00"
    hands.press("Ctrl+Z")
    assert tab.panel.amount == "50,000.00"
    hands.press("Ctrl+Y")
    assert tab.panel.amount == "25,000.00"


def test_the_last_row_takes_a_new_one(hands: Hands, tab: CaseTab) -> None:
    assert tab.table is not None
    tab.table.table.setFocus()
    tab.table.table.setCurrentIndex(tab.table.table.rows.index(1, 0))
    hands.type("A2")
    hands.press("Tab")
    hands.press("Tab")
    hands.type("31250")
    hands.press("Enter")
    assert tab.panel.amount == "50,000.00"
    assert tab.table.table.rows.rowCount() == 3
    assert "2 行" in tab.table.count.text()


def test_escape_takes_the_typing_back(hands: Hands, tab: CaseTab) -> None:
    tab.focus(FEE)
    hands.type("9")
    hands.press("Esc")
    assert tab.draft.text(FEE) == "31250"
    assert tab.panel.amount == "25,000.00"


def test_paste_with_merged_titles(hands: Hands, tab: CaseTab) -> None:
    assert tab.table is not None
    QGuiApplication.clipboard().setText(
        "参展展位明细\t\t\n\t\t\n展位号\t面积（㎡）\t展位费(元)\nB1\t9\t31,250\nB2\t9\t十二\n合计\t\t62500\n"
    )
    tab.table.table.setFocus()
    hands.press("Ctrl+V")
    assert [row["booth_no"] for row in tab.draft.rows] == ["A1", "B1", "B2"]
    assert "1 格需要改正" in tab.table.line.text()
    tab.body.go_to_next_problem()
    assert tab.table.table.currentIndex().row() == 2
    assert "阿拉伯数字" in tab.table.line.text()
    assert tab.table.table.rows.data(tab.table.table.currentIndex()) == "十二"


def test_foreign_columns_appear_when_filled(open_page: Opener) -> None:
    entries = {**HANOI, "rows": [{"fee": "18000", "currency": "USD", "exchange_rate": "7.1", "area_m2": "30"}]}
    current = open_page(entries).current
    assert current is not None
    assert current.table is not None
    assert current.panel.amount == "75,000.00"
    columns = [spec.name for spec in current.table.source.columns]
    assert not current.table.table.isColumnHidden(columns.index("currency"))


def test_nothing_typed_is_lost(hands: Hands, tab: CaseTab, bureau: Bureau, qtbot: QtBot) -> None:
    tab.focus(FEE)
    hands.type("12.")
    qtbot.waitUntil(lambda: not tab.draft.dirty)  # the editor is still open; then the power fails
    again = open_draft(bureau.office, bureau.wang, get_case(bureau.office, tab.case.id))
    assert again.text(FEE) == "12."


def test_another_desk_was_faster(hands: Hands, tab: CaseTab, bureau: Bureau) -> None:
    save_entries(bureau.office, bureau.zhao, tab.case.id, HANOI, None, tab.draft.version)
    tab.focus("facts.name")
    hands.type("x")
    assert not tab.save()
    assert tab.banner.isVisible()
    assert tab.draft.text("facts.name").endswith("x")
    tab.banner.action.click()
    assert tab.draft.text("facts.name") == "河内国际贸易展"


def test_values_round_trip(tab: CaseTab, bureau: Bureau) -> None:
    stored = get_case(bureau.office, tab.case.id).entries
    shown = {path.removeprefix("facts."): field.text() for path, field in tab.form.fields.items()}
    assert shown["name"] == stored["header"]["name"]
    assert shown["tier"] == "key"
    assert shown["country"] == "越南"
    assert shown["provincial_support"] == "no"
    QApplication.processEvents()
    assert not tab.draft.dirty


def test_refreshing_keeps_what_is_typed_and_can_be_undone(open_page: Opener, hands: Hands) -> None:
    page = open_page()
    assert page.current is not None
    page.current.focus(FEE)
    hands.type("1")
    hands.press("Enter")
    hands.type("2")
    page.refresh()
    assert page.current.draft.rows[0]["fee"] == "1"
    assert not page.current.draft.dirty
    page.current.undo()
    page.current.undo()
    assert page.current.draft.text(FEE) == "31250"


def test_from_the_rows_on_to_the_numbers_and_the_papers(hands: Hands, tab: CaseTab, bureau: Bureau) -> None:
    """票据与标识 by keys: a letter chooses the kind; what is typed is stored with the case and changes no amount."""
    assert tab.table is not None
    numbers = tab.body.tables[1].table
    tab.table.table.setFocus()
    tab.table.table.begin_row()
    hands.press("Enter")
    assert hands.focus() is numbers
    hands.type("f")
    hands.press("Enter")
    hands.type("24142000000012345678")
    hands.press("Enter")
    hands.type("2025.4.1")
    hands.press("Enter")
    assert tab.panel.amount == "25,000.00"
    assert get_case(bureau.office, tab.case.id).entries["particulars"] == [
        {"kind": "invoice", "number": "24142000000012345678", "day": "2025-04-01"}
    ]
    numbers.begin_row()
    hands.press("Enter")
    assert hands.focus() is tab.checklist.table
    assert nameless(tab) == []
