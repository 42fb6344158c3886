"""Tables whose lines are marked with Space: several batches' cases or payments are chosen that way, then one deed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent

from ui.fonts import body_font
from ui.rulings_table import Column, Row, RowsModel, RowsTable
from ui.theme import BODY, ROW, STEP, theme

Index = QModelIndex | QPersistentModelIndex
MARK = Column("选", 40)
MARKED, UNMARKED = "■", "□"


class MarkModel(RowsModel):
    """Rows with a mark in the first column; a row without ``data`` is a heading across the table."""

    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__(columns)
        self.marks: set[Any] = set()

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.rows[index.row()].data is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if row.data is None:
            return self._heading(row, index.column(), role)
        if index.column() == 0:
            return self._mark(row.data in self.marks, role)
        return super().data(index, role)

    def _mark(self, marked: bool, role: int) -> Any:
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return MARKED if marked else UNMARKED
            case Qt.ItemDataRole.AccessibleTextRole:
                return "已选" if marked else "未选"
            case Qt.ItemDataRole.ForegroundRole:
                return theme().tokens.color("accent" if marked else "faint")
            case Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignCenter
        return None

    def _heading(self, row: Row, column: int, role: int) -> Any:
        if column:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.cells[0]
            case Qt.ItemDataRole.FontRole:
                return body_font(BODY, bold=True)
            case Qt.ItemDataRole.ForegroundRole:
                return theme().tokens.color("text")
            case Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
        return None


class MarkTable(RowsTable):
    """Space marks the selected rows or takes their marks away; a click on the first column does the same.

    Signals:
        marked: other rows are marked.
    """

    model_type = MarkModel
    marked = Signal()

    def __init__(self, name: str, columns: Sequence[Column]) -> None:
        super().__init__(name, (MARK, *columns))
        assert isinstance(self.rows, MarkModel)
        self.marks = self.rows.marks
        self.clicked.connect(lambda index: self._toggle([index.row()]) if index.column() == 0 else None)

    def show_rows(self, rows: Sequence[Row], keep: bool = True) -> None:
        """Show other rows; cursor and marks stay on what they stood for. Cells do not name the mark."""
        current, place = self.current() if keep else None, self.currentIndex().row()
        self.rows.show_rows([_with_mark(row) for row in rows])
        self.marks &= {row.data for row in rows}
        self.clearSpans()
        for number, row in enumerate(rows):
            if row.data is None:
                self.setSpan(number, 0, 1, len(self.rows.columns))
                self.setRowHeight(number, ROW + (STEP * 2 if number else 0))
            elif self.rowHeight(number) != ROW:
                self.setRowHeight(number, ROW)
        real = [number for number, row in enumerate(rows) if row.data is not None]
        if real:
            same = [number for number in real if current is not None and rows[number].data == current]
            self.selectRow((same or [number for number in real if keep and number >= place] or real[-1:])[0])
        self.current_changed.emit()

    def chosen(self) -> list[Any]:
        """What the marked rows stand for, from top to bottom; the row under the cursor where none is marked."""
        found = [row.data for row in self.rows.rows if row.data in self.marks]
        return found or ([self.current()] if self.current() is not None else [])

    def clear_marks(self) -> None:
        """Take all marks away."""
        self.mark(())

    def mark(self, which: Sequence[Any]) -> None:
        """Mark these and no others."""
        self.marks.clear()
        self.marks.update(which)
        self._repaint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self._toggle(index.row() for index in self.selectionModel().selectedRows())
            return
        super().keyPressEvent(event)

    def copy(self, rows: Sequence[Row] | None = None) -> int:
        """As in every table, without the marks and the headings between the rows."""
        chosen = self.rows.rows if rows is None else rows
        return super().copy([replace(row, cells=row.cells[1:]) for row in chosen if row.data is not None])

    def _headings(self) -> list[str]:
        return super()._headings()[1:]

    def _toggle(self, numbers: Any) -> None:
        wanted = {self.rows.rows[number].data for number in numbers} - {None}
        if wanted <= self.marks:
            self.marks -= wanted
        else:
            self.marks |= wanted
        self._repaint()

    def _repaint(self) -> None:
        self.viewport().update()
        self.marked.emit()


def _with_mark(row: Row) -> Row:
    """The row with the column of its mark before the others."""
    if row.data is None:
        return row
    return replace(row, cells=("", *row.cells), tones={column + 1: tone for column, tone in row.tones.items()})
