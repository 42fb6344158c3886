"""Every input of every form has a name for those who cannot see its label."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractItemDelegate, QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.bureau import Bureau
from ui.dossier import DossierPage
from ui.dossier_case import CaseTab
from ui.line_edit import LineEdit
from ycdesk.calculation.measures import measure_ids
from ycdesk.services.dossiers import add_case, open_dossier


def opened(bureau: Bureau, qtbot: QtBot, measure: str) -> CaseTab:
    """The tab of an empty draft of a measure."""
    dossier = open_dossier(bureau.office, bureau.wang, bureau.firm.id)
    add_case(bureau.office, bureau.wang, dossier.id, measure)
    page = DossierPage(bureau.office, bureau.wang, dossier.id)
    qtbot.addWidget(page)
    page.resize(1286, 690)
    page.show()
    assert page.current is not None
    return page.current


def name_of(widget: QObject) -> str:
    """What a screen reader is told."""
    interface = QAccessible.queryAccessibleInterface(widget)
    assert interface is not None
    return str(interface.text(QAccessible.Text.Name))


@pytest.mark.parametrize("measure", measure_ids())
def test_every_input_has_a_name(bureau: Bureau, qtbot: QtBot, measure: str) -> None:
    tab = opened(bureau, qtbot, measure)
    inputs = [
        widget
        for widget in tab.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisibleTo(tab)
    ]
    assert len(inputs) > len(tab.form.fields)
    nameless = [widget for widget in inputs if not name_of(widget).strip()]
    assert nameless == []
    for field in tab.form.fields.values():
        assert field.spec.title in name_of(field.input)


@pytest.mark.parametrize("measure", measure_ids())
def test_every_label_has_a_buddy(bureau: Bureau, qtbot: QtBot, measure: str) -> None:
    tab = opened(bureau, qtbot, measure)
    buddies = {label.buddy() for label in tab.form.findChildren(QLabel) if label.buddy() is not None}
    assert {field.input for field in tab.form.fields.values()} <= buddies


@pytest.mark.parametrize("measure", measure_ids())
def test_every_cell_editor_has_a_name(bureau: Bureau, qtbot: QtBot, measure: str) -> None:
    tab = opened(bureau, qtbot, measure)
    if tab.table is None:
        assert tab.draft.form.table is None
        return
    table = tab.table.table
    table.show_foreign(True)
    for column, spec in enumerate(tab.table.source.columns):
        table.setFocus()
        table.setCurrentIndex(table.rows.index(0, column))
        table.edit(table.currentIndex())
        editors = [edit for edit in table.viewport().findChildren(LineEdit) if edit.isVisible()]
        assert [name_of(edit) for edit in editors] == [f"第 1 行 {spec.title}"]
        table.closeEditor(editors[0], QAbstractItemDelegate.EndEditHint.NoHint)
        editors[0].hide()


@pytest.mark.parametrize("measure", measure_ids())
def test_nothing_is_cut_at_the_smallest_screen(bureau: Bureau, qtbot: QtBot, measure: str) -> None:
    tab = opened(bureau, qtbot, measure)
    for label in tab.form.findChildren(QLabel):
        if label.isVisibleTo(tab) and not label.wordWrap():
            assert label.width() >= label.sizeHint().width(), label.text()
    assert tab.body.horizontalScrollBar().maximum() == 0
