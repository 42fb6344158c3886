"""The columns of a sheet: what each holds, proposed and corrected here, and the unit of its money."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QComboBox, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui import icons
from ui.rulings_table import Column as Shown
from ui.rulings_table import Row, RowsModel, RowsTable
from ycdesk.services.sheets.book import SheetCells, Value, column_name
from ycdesk.services.sheets.importing.headings import WAN, YUAN, Column, Layout
from ycdesk.services.sheets.importing.targets import Target

Index = QModelIndex | QPersistentModelIndex
_SHOWN = (Shown("列", 44), Shown("表头", 136), Shown("举例"), Shown("对应的内容", 184), Shown("单位", 80))
FIELD, UNIT = 3, 4
_UNUSED, _ASKED = "不用", "请选"
_SEARCHED, _EXAMPLES = 200, 3
"""Rows below the headings that are looked through for examples, and how many are shown."""
_LONGEST = 14


class ColumnsModel(RowsModel):
    """A row for each column of the sheet; ``data`` of a row is the column."""

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | (
            Qt.ItemFlag.ItemIsEditable if self.changeable(index) else Qt.ItemFlag.NoItemFlags
        )

    def changeable(self, index: Index) -> bool:
        """Whether something is chosen in a cell."""
        return index.column() == FIELD or (index.column() == UNIT and bool(self.rows[index.row()].cells[UNIT]))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DecorationRole and self.changeable(index):
            return icons.pixmap("down", "secondary", 14)
        return super().data(index, role)


class ColumnsTable(RowsTable):
    """Enter chooses what a column holds, Space changes the unit of a column of money.

    Signals:
        put(int, str): the column holds this field now; empty: it is not used.
        unit(int, str): its money is in 元 or in 万元.
    """

    model_type = ColumnsModel
    put = Signal(int, str)
    unit = Signal(int, str)

    def __init__(self) -> None:
        super().__init__("各列对应的内容", _SHOWN)
        self.target: Target | None = None
        self.columns: Sequence[Column] = ()
        self.setItemDelegate(_Choices(self))
        self.clicked.connect(self._click)

    def show_columns(self, sheet: SheetCells, target: Target, layout: Layout) -> None:
        """Show the columns of a sheet; the cursor stays on its column."""
        self.target, self.columns = target, layout.columns
        self.show_rows([_row(column, sheet, target, layout) for column in layout.columns])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if index.isValid() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.edit(index.siblingAtColumn(FIELD))
        elif index.isValid() and event.key() == Qt.Key.Key_Space:
            self._switch_unit()
        else:
            super().keyPressEvent(event)

    def _click(self, index: QModelIndex) -> None:
        if self.rows.flags(index) & Qt.ItemFlag.ItemIsEditable:
            self.edit(index)

    def _switch_unit(self) -> None:
        at = self.currentIndex().row()
        column = self.columns[at]
        if self.rows.rows[at].cells[UNIT]:
            self.unit.emit(column.at, WAN if column.unit == YUAN else YUAN)


class _Choices(QStyledItemDelegate):
    """The box that drops down in a cell."""

    def __init__(self, table: ColumnsTable) -> None:
        super().__init__(table)
        self.table = table

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        option.decorationPosition = QStyleOptionViewItem.Position.Right  # type: ignore[attr-defined]

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        column, target = self.table.columns[index.row()], self.table.target
        assert target is not None
        box = QComboBox(parent)
        letters = column_name(column.at)
        if index.column() == UNIT:
            box.setAccessibleName(f"{letters} 列「{column.heading}」的金额单位")
            box.addItem(YUAN, YUAN)
            box.addItem(WAN, WAN)
        else:
            box.setAccessibleName(f"{letters} 列「{column.heading}」对应的内容")
            taken = {each.field: column_name(each.at) for each in self.table.columns if each.at != column.at}
            box.addItem(_UNUSED, "")
            for field in target.fields:
                by = f"　（现在是 {taken[field.key]} 列）" if field.key in taken else ""
                box.addItem(f"{field.spec.title}{by}", field.key)
        box.view().setMinimumWidth(box.view().sizeHintForColumn(0) + 32)
        box.setCurrentIndex(max(box.findData(column.unit if index.column() == UNIT else column.field), 0))
        box.activated.connect(lambda: self._take(box))
        QTimer.singleShot(0, box, box.showPopup)
        return box

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """The box was filled when it was made."""

    def setModelData(self, editor: QWidget, model: object, index: Index) -> None:
        assert isinstance(editor, QComboBox)
        column, chosen = self.table.columns[index.row()], str(editor.currentData())
        if index.column() == UNIT and chosen != column.unit:
            self.table.unit.emit(column.at, chosen)
        elif index.column() == FIELD and chosen != column.field:
            self.table.put.emit(column.at, chosen)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        editor.setGeometry(option.rect)  # type: ignore[attr-defined]

    def _take(self, box: QComboBox) -> None:
        self.commitData.emit(box)
        self.closeEditor.emit(box, QAbstractItemDelegate.EndEditHint.NoHint)


def _row(column: Column, sheet: SheetCells, target: Target, layout: Layout) -> Row:
    field = target.by_key.get(column.field)
    unit = (column.unit or _ASKED) if field is not None and field.money else ""
    cells = (
        column_name(column.at),
        " ".join(column.heading.split()),
        "、".join(_examples(sheet, column.at, layout.last)),
        field.spec.title if field is not None else _UNUSED,
        unit,
    )
    tones = {0: "secondary", 2: "secondary", FIELD: "text" if field is not None else "faint"}
    return Row(cells, column.at, {**tones, UNIT: "text" if column.unit else "bad"})


def _examples(sheet: SheetCells, at: int, after: int) -> list[str]:
    """The first different values of a column."""
    found: list[str] = []
    for row in sheet.rows[after : after + _SEARCHED]:
        text = shown(row[at - 1]) if at <= len(row) else ""
        if text and text not in found:
            found.append(text)
            if len(found) == _EXAMPLES:
                break
    return [text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…" for text in found]


def shown(value: Value) -> str:
    """What a cell holds, as a person reads it: an integer without its point, a day without its hour."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime) and not (value.hour or value.minute or value.second):
        return str(date(value.year, value.month, value.day))
    return " ".join(str(value).split())
