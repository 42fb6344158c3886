"""A table of cases: the desk, the list of cases and the applicant's page show the same columns the same way."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from ui import icons
from ui.fonts import body_font
from ui.parts import STATE_ICONS, STATE_SIGNS, money
from ui.theme import BODY, ROW, STEP, theme
from ycdesk.domain.states import CaseState

Index = QModelIndex | QPersistentModelIndex


class CaseLine(Protocol):
    """What a row must know."""

    @property
    def case_id(self) -> int: ...
    @property
    def dossier_id(self) -> int: ...
    @property
    def number(self) -> str: ...
    @property
    def applicant(self) -> str: ...
    @property
    def measure(self) -> str: ...
    @property
    def amount(self) -> Decimal | None: ...
    @property
    def days(self) -> int: ...
    @property
    def due(self) -> date | None: ...
    @property
    def late(self) -> int: ...
    @property
    def estimated(self) -> bool: ...
    @property
    def hit(self) -> str: ...
    @property
    def state(self) -> CaseState: ...
    @property
    def next_step(self) -> str: ...
    @property
    def note(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Heading:
    """A line across the table that names the rows under it."""

    words: str
    count: int


COLUMNS = ("编号", "申报主体", "事项", "金额（元）", "天数", "状态", "下一步")
NUMBER, APPLICANT, MEASURE, AMOUNT, DAYS, STATE, NEXT = range(7)
_WIDTHS = {NUMBER: 100, MEASURE: 132, AMOUNT: 116, DAYS: 60, STATE: 104, NEXT: 144}
_RIGHT = (AMOUNT, DAYS)
_TYPING_SECONDS = 1.0  #: letters typed within this time belong together


class CaseModel(QAbstractTableModel):
    """Rows and the headings between them."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[CaseLine | Heading] = []

    def show_lines(self, lines: Sequence[CaseLine | Heading]) -> None:
        """Replace everything."""
        self.beginResetModel()
        self.lines = list(lines)
        self.endResetModel()

    def case_at(self, row: int) -> CaseLine | None:
        """The case in ``row``; None for a heading or no row at all."""
        line = self.lines[row] if 0 <= row < len(self.lines) else None
        return None if isinstance(line, Heading) else line

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return COLUMNS[section]
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(section)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if isinstance(self.lines[index.row()], Heading):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.lines[index.row()]
        if isinstance(line, Heading):
            return _heading_data(line, index.column(), role)
        if role == Qt.ItemDataRole.DisplayRole:
            return _text(line, index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(index.column())
        if role == Qt.ItemDataRole.ForegroundRole:
            return _color(line, index.column())
        if role == Qt.ItemDataRole.DecorationRole and index.column() == STATE:
            return icons.pixmap(STATE_ICONS[line.state.value], STATE_SIGNS[line.state.value][1], 16)
        if role == Qt.ItemDataRole.ToolTipRole:
            return _tip(line, index.column())
        return None


def _text(line: CaseLine, column: int) -> str:
    return (
        line.number,
        line.applicant,
        line.measure,
        money(line.amount),
        f"! 超 {line.late}" if line.late else str(line.days) if line.days else "",
        line.state.label,
        f"含“{line.hit}”" if line.hit else line.next_step,
    )[column]


def _tip(line: CaseLine, column: int) -> str | None:
    """Long words in full; over state and next step, why it came back or was refused."""
    if column == DAYS and line.due is not None:
        late = f"，已超 {line.late} 个工作日" if line.late else ""
        estimate = "（含未确认的年度，为估算）" if line.estimated else ""
        return f"在此状态 {line.days} 天，期限 {line.due}{late}{estimate}"
    if column in (STATE, NEXT) and line.note:
        return f"{line.state.label}：{line.note}"
    return _text(line, column) if column in (APPLICANT, MEASURE) or (column == NEXT and line.hit) else None


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in _RIGHT else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def _color(line: CaseLine, column: int) -> QColor | None:
    if column == DAYS and line.late:
        return theme().tokens.color("bad")
    if column == STATE:
        return theme().tokens.color(STATE_SIGNS[line.state.value][1])
    return theme().tokens.color("secondary") if column in (NUMBER, DAYS, NEXT) else None


def _heading_data(line: Heading, column: int, role: int) -> QColor | QFont | Qt.AlignmentFlag | str | None:
    if column != 0:
        return None
    if role == Qt.ItemDataRole.DisplayRole:
        return f"{line.words}　{line.count}"
    if role == Qt.ItemDataRole.ForegroundRole:
        return theme().tokens.color("text")
    if role == Qt.ItemDataRole.FontRole:
        return body_font(BODY, bold=True)
    if role == Qt.ItemDataRole.TextAlignmentRole:
        return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
    return None


class CaseTable(QTableView):
    """Arrows move, letters jump (pinyin initials or a number), Enter opens.

    Signals:
        opened(line): Enter or a double click on a case.
        current_changed: another row is the current one.
    """

    opened = Signal(object)
    current_changed = Signal()

    def __init__(self, name: str, without: Sequence[int] = ()) -> None:
        super().__init__()
        self.cases = CaseModel()
        self._typed, self._typed_at = "", 0.0
        self.setModel(self.cases)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(48)
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, width)
        header.setSectionResizeMode(APPLICANT, QHeaderView.ResizeMode.Stretch)
        for column in without:
            self.setColumnHidden(column, True)
        self.activated.connect(self._open)
        theme().changed.connect(self._repaint)

    def _repaint(self) -> None:
        # Not bound when the desk is made: to find what sort of widget it is, PySide makes all its classes (some 40 ms).
        self.viewport().update()

    def show_lines(self, lines: Sequence[CaseLine | Heading]) -> None:
        """Show other rows; the cursor stays on its case, or goes to the first."""
        current = self.current()
        self.cases.show_lines(lines)
        self.clearSpans()
        for row, line in enumerate(lines):
            if isinstance(line, Heading):
                self.setSpan(row, 0, 1, len(COLUMNS))
                self.setRowHeight(row, ROW + (0 if row == 0 else STEP * 3))
        rows = [row for row, line in enumerate(lines) if not isinstance(line, Heading)]
        same = [row for row in rows if current and self.cases.lines[row].case_id == current.case_id]  # type: ignore[union-attr]
        if rows:
            self.selectRow((same or rows)[0])

    def current(self) -> CaseLine | None:
        """The case under the cursor."""
        return self.cases.case_at(self.currentIndex().row())

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802
        super().currentChanged(current, previous)
        self.current_changed.emit()

    def keyboardSearch(self, search: str) -> None:  # noqa: N802
        now = time.monotonic()
        self._typed = self._typed + search if now - self._typed_at < _TYPING_SECONDS else search
        self._typed_at = now
        start = max(self.currentIndex().row(), 0) + (len(self._typed) == 1)
        order = [*range(start, len(self.cases.lines)), *range(start)]
        for row in order:
            line = self.cases.case_at(row)
            if line is not None and _answers(line, self._typed):
                self.selectRow(row)
                return

    def forget_typing(self) -> None:
        """The next letter begins a new word."""
        self._typed_at = 0.0

    def _open(self, index: QModelIndex) -> None:
        line = self.cases.case_at(index.row())
        if line is not None:
            self.opened.emit(line)


def _answers(line: CaseLine, typed: str) -> bool:
    """Whether typed letters mean this row: its number, its name, or the pinyin initials of its name."""
    from ycdesk.domain.pinyin import initials, search_form

    wanted = search_form(typed)
    if wanted.isdigit():
        return line.number.split("-")[-1].lstrip("0").startswith(wanted.lstrip("0")) or wanted in line.number
    return wanted in search_form(line.applicant) or any(wanted in reading for reading in initials(line.applicant))
