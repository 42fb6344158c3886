"""The table of rows of a case: typed inline, chosen by keys, pasted from Excel, with what each row counts."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFontMetrics, QGuiApplication, QInputMethodEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QTableView, QWidget

from ui.fonts import body_font
from ui.table_cells import SIGN, RowsDelegate
from ui.table_columns import FOREIGN, column_widths, heading_height, reading_widths
from ui.table_model import CHOSEN, Index, RowsModel, sheet_of
from ui.theme import BODY, ROW, STEP, kind, theme
from ycdesk.services.draft_rows import DraftRows
from ycdesk.services.paste import Pasted, cells_of

MOST_SHOWN = 10
"""Rows before the table scrolls."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class RowsTable(QTableView):
    """Signals:
    edited(str): path of a cell whose text changed, "" when rows came, went or moved.
    left(str): a cell was left.
    current_changed: another cell is the current one; ``sentence`` is about it.
    pasted(object): a :class:`Pasted`.
    left_below: Enter on the empty last row: this table is done.
    """

    edited = Signal(str)
    left = Signal(str)
    current_changed = Signal()
    pasted = Signal(object)
    left_below = Signal()

    def __init__(self, source: DraftRows) -> None:
        super().__init__()
        self.source = source
        self.rows = RowsModel(source, self)
        self.foreign = False
        self._body = QFontMetrics(body_font(BODY))
        kind(self.horizontalHeader(), "cells")  # before anything asks for its size
        self.setModel(self.rows)
        self._cells = RowsDelegate(self.rows, self.move_on, self)
        self.setItemDelegate(self._cells)
        self.setAccessibleName(f"{source.title}表")
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSizeAdjustPolicy(QAbstractItemView.SizeAdjustPolicy.AdjustIgnored)
        self.verticalHeader().setDefaultSectionSize(ROW)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setFixedWidth(28)
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setHighlightSections(False)
        self.horizontalHeader().setMinimumSectionSize(52)
        self.rows.edited.connect(self.edited)
        self.rows.rowsInserted.connect(self._fit)
        self.rows.modelReset.connect(self._fit)
        theme().changed.connect(self.viewport().update)
        self._size_columns()
        self._fit()
        self.setCurrentIndex(self.rows.index(0, 0))

    # What is shown.

    def sentence(self) -> tuple[str, str]:
        """What is to be said about the current cell, and its tone."""
        index = self.currentIndex()
        return self.rows.words(index) if index.isValid() else ("", "hint")

    def show_draft(self) -> None:
        """Repaint what changed in the draft."""
        self.rows.refresh()
        if self.source.counts and self._counted_width() > self.columnWidth(len(self.source.columns)):
            self._size_columns()
        names = [spec.name for spec in self.source.columns if spec.kind in FOREIGN]
        if not self.foreign and any(row.get(name) for row in self.source.rows for name in names):
            self.show_foreign(True)

    def show_foreign(self, on: bool) -> None:
        """Show or hide currency and rate."""
        self.foreign = on
        self._size_columns()

    @property
    def busy(self) -> bool:
        """Whether the cursor is here, in a cell or in its editor."""
        focused = QApplication.focusWidget()
        return focused is not None and (focused is self or self.isAncestorOf(focused))

    def has_foreign(self) -> bool:
        """Whether this table knows currencies."""
        return any(spec.kind in FOREIGN for spec in self.source.columns)

    def set_read_only(self, read_only: bool) -> None:
        """Show only."""
        self.rows.read_only = read_only
        self.rows.beginResetModel()
        self.rows.endResetModel()
        self.setCurrentIndex(self.rows.index(0, 0))
        self._size_columns()
        self._fit()

    def focus(self, path: str) -> bool:
        """Put the cursor into the cell of a path; False when it is not of this table."""
        if (index := self.rows.index_of(path)) is None:
            return False
        if self.isColumnHidden(index.column()):
            self.show_foreign(True)
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.setCurrentIndex(index)
        return True

    def begin_row(self) -> None:
        """Put the cursor into the first cell of the empty row at the end."""
        self.setCurrentIndex(self.rows.index(self.rows.rowCount() - 1, 0))

    # Deeds.

    def duplicate(self) -> None:
        """A copy of the current row below it (Ctrl+D)."""
        index = self.currentIndex()
        if not self.rows.read_only and not self.rows.is_blank(index.row()):
            number = self.source.duplicate(index.row())
            self.rows.reset()
            self.setCurrentIndex(self.rows.index(number, index.column()))

    def remove(self) -> None:
        """Remove the rows of the selection (Ctrl+Delete)."""
        index = self.currentIndex()
        numbers = sorted({i.row() for i in self.selectedIndexes()} or {index.row()})
        numbers = [number for number in numbers if number < len(self.source.rows)]
        if numbers and not self.rows.read_only:
            self.source.remove(numbers)
            self.rows.reset()
            self.setCurrentIndex(self.rows.index(min(numbers[0], self.rows.rowCount() - 1), index.column()))

    def move_row(self, by: int) -> None:
        """Move the current row up or down (Alt+↑, Alt+↓)."""
        index = self.currentIndex()
        to = index.row() + by
        if not self.rows.read_only and index.row() < len(self.source.rows) and 0 <= to < len(self.source.rows):
            self.source.move(index.row(), to)
            self.rows.reset()
            self.setCurrentIndex(self.rows.index(to, index.column()))

    def paste(self) -> None:
        """Put in what was copied from Excel (Ctrl+V)."""
        text = QGuiApplication.clipboard().text()
        if self.rows.read_only or not text.strip():
            return
        index = self.currentIndex()
        result: Pasted = self.source.paste(cells_of(text), max(index.row(), 0), max(index.column(), 0))
        self.rows.reset()
        self.setCurrentIndex(self.rows.index(max(index.row(), 0), max(index.column(), 0)))
        self.pasted.emit(result)

    def copy(self) -> None:
        """Copy the selected cells for Excel (Ctrl+C)."""
        chosen = [index for index in self.selectedIndexes() if not self.isColumnHidden(index.column())]
        QGuiApplication.clipboard().setText(sheet_of(chosen))

    def clear_cells(self) -> None:
        """Empty the selected cells (Delete)."""
        for index in self.selectedIndexes():
            self.rows.type(index, "")
        self.left.emit(self.rows.path(self.currentIndex()))

    def move_on(self, by: int) -> None:
        """To the next cell (1), the one before (-1), the one below (10) or above (-10)."""
        index = self.currentIndex()
        if abs(by) == 10:
            row = min(max(index.row() + by // 10, 0), self.rows.rowCount() - 1)
            self.setCurrentIndex(self.rows.index(row, index.column()))
            return
        columns = [c for c in range(len(self.source.columns)) if not self.isColumnHidden(c)]
        row, column = index.row(), index.column()
        at = columns.index(column) + by if column in columns else len(columns) - (by < 0)
        if at >= len(columns):
            row, at = row + 1, 0
        elif at < 0:
            row, at = row - 1, len(columns) - 1
        if 0 <= row < self.rows.rowCount():
            self.setCurrentIndex(self.rows.index(row, columns[at]))
        elif row >= self.rows.rowCount():
            self.left_below.emit()
        else:
            self.focusPreviousChild()

    def event(self, event: QEvent) -> bool:
        """Tab moves between cells; Qt would take it for the next widget."""
        tab = isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
        if isinstance(event, QKeyEvent) and tab and event.type() == QEvent.Type.KeyPress:
            self.keyPressEvent(event)
            return True
        taken = super().event(event)
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.current_changed.emit()
        return taken

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        deed = {
            Qt.Key.Key_D: self.duplicate, Qt.Key.Key_Delete: self.remove, Qt.Key.Key_V: self.paste,
            Qt.Key.Key_C: self.copy,
        }.get(Qt.Key(event.key()))  # fmt: skip
        if control and deed is not None:
            deed()
        elif alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.move_row(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif event.key() in (*_ENTER, Qt.Key.Key_Tab) and not control:
            if index.row() >= len(self.source.rows) and index.column() == 0:
                self.left_below.emit()
            else:
                self.move_on(1)
        elif event.key() == Qt.Key.Key_Backtab:
            if index.row() == 0 and index.column() == 0:
                self.focusPreviousChild()
            else:
                self.move_on(-1)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and not self.rows.read_only:
            self.clear_cells()
        elif not control and self.rows.choose(index, event.text()):
            pass
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        spec = self.rows.spec(self.currentIndex().column())
        if spec is not None and spec.kind in CHOSEN:
            if event.commitString():
                self.rows.choose(self.currentIndex(), event.commitString())
            event.accept()
            return
        super().inputMethodEvent(event)

    def focusNextPrevChild(self, following: bool) -> bool:
        return QWidget.focusNextPrevChild(self, following)

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802
        super().currentChanged(current, previous)
        if previous.isValid() and (path := self.rows.path(previous)):
            self.left.emit(path)
        self.current_changed.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if not self.rows.choose(index, " "):
            super().mouseDoubleClickEvent(event)

    # Inside.

    def _size_columns(self) -> None:
        columns, room, metrics = self.source.columns, self.viewport().width(), self.horizontalHeader().fontMetrics()
        counted = self._counted_width() if self.source.counts else None
        if self.rows.read_only:
            longest = [max(map(self._body.horizontalAdvance, texts), default=0) for texts in self.rows.texts()]
            widths = reading_widths(columns, longest, metrics, counted, room)
        else:
            widths = column_widths(columns, self.foreign, metrics, counted, room)
        for column, width in enumerate(widths):
            self.setColumnHidden(column, width == 0)
            self.setColumnWidth(column, width)
        self.horizontalHeader().setFixedHeight(heading_height(columns, widths, metrics))

    def _counted_width(self) -> int:
        """px that the words in 计入 need."""
        words = (self._body.horizontalAdvance(self.rows.counted(row)[1]) for row in range(len(self.source.rows)))
        return max(words, default=0) + SIGN + STEP * 4

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._size_columns()
        self._fit()

    def _fit(self) -> None:
        shown = min(max(self.rows.rowCount(), 1 if self.rows.read_only or not self.source.counts else 2), MOST_SHOWN)
        bar = self.horizontalScrollBar().sizeHint().height() if self._too_wide() else 0
        self.setFixedHeight(shown * ROW + self.horizontalHeader().height() + bar + 2)

    def _too_wide(self) -> bool:
        return self.horizontalHeader().length() > self.viewport().width() > 100
