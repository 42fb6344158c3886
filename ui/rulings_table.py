"""Tables to read: rows of words, opened with Enter, copied with Ctrl+C; the tabs of 口径与裁定 are made of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from ui.theme import ROW, theme
from ycdesk.services.csv_text import table_text, write_csv

Index = QModelIndex | QPersistentModelIndex


class Column(NamedTuple):
    """One column; ``width`` 0 takes what is left."""

    title: str
    width: int = 0
    right: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its words, what it stands for, and colours (token names) by column."""

    cells: tuple[str, ...]
    data: Any = None
    tones: Mapping[int, str] = field(default_factory=dict)


class RowsModel(QAbstractTableModel):
    """Rows that do not change while they are shown."""

    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self.rows: Sequence[Row] = []

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Put other rows in their place."""
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(section)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self.rows[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return row.cells[column]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(column)
        if role == Qt.ItemDataRole.ForegroundRole and column in row.tones:
            return theme().tokens.color(row.tones[column])
        return None

    def _alignment(self, column: int) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if self.columns[column].right else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter


class RowsTable(QTableView):
    """Arrows move, Enter opens, Ctrl+C copies the chosen rows with the headings.

    Signals:
        opened(data): Enter or a double click on a row.
        current_changed: another row is the current one.
    """

    model_type = RowsModel
    opened = Signal(object)
    current_changed = Signal()

    def __init__(self, name: str, columns: Sequence[Column]) -> None:
        super().__init__()
        self.rows = self.model_type(columns)
        self.setModel(self.rows)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(40)
        for number, column in enumerate(self.rows.columns):
            if column.width:
                self.setColumnWidth(number, column.width)
            else:
                header.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)
        self.activated.connect(lambda index: self.opened.emit(self.rows.rows[index.row()].data))
        theme().changed.connect(self.viewport().update)

    def show_rows(self, rows: Sequence[Row], keep: bool = True) -> None:
        """Show other rows; the cursor stays on the one that stands for the same thing."""
        current = self.current() if keep else None
        self.rows.show_rows(rows)
        same = [number for number, row in enumerate(rows) if current is not None and row.data == current]
        if rows:
            self.selectRow(same[0] if same else 0)
        self.current_changed.emit()

    def current(self) -> Any:
        """What the row under the cursor stands for."""
        row = self.currentIndex().row()
        return self.rows.rows[row].data if 0 <= row < len(self.rows.rows) else None

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802
        super().currentChanged(current, previous)
        if current.row() != previous.row():
            self.current_changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            chosen = sorted(index.row() for index in self.selectionModel().selectedRows())
            self.copy([self.rows.rows[row] for row in chosen])
            return
        super().keyPressEvent(event)

    def copy(self, rows: Sequence[Row] | None = None) -> int:
        """Put rows (all unless given) with the headings on the clipboard, ready for Excel; returns how many."""
        chosen = self.rows.rows if rows is None else list(rows)
        QGuiApplication.clipboard().setText(table_text(self._headings(), [row.cells for row in chosen], "\t"))
        return len(chosen)

    def write(self, path: Path) -> int:
        """Write all rows with the headings as CSV. Raises DeskError where it cannot be written."""
        write_csv(path, self._headings(), [row.cells for row in self.rows.rows])
        return len(self.rows.rows)

    def _headings(self) -> list[str]:
        return [column.title for column in self.rows.columns]
