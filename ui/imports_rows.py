"""What becomes of each row of a sheet, before anything is done: the preview of an import, however many rows it has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import overload

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.imports_columns import shown
from ui.labels import label, secondary
from ui.parts import MET, UNKNOWN, UNMET
from ui.rulings_table import Column, Row, RowsTable
from ui.theme import STEP, kind
from ycdesk.services.sheets.book import cell_name
from ycdesk.services.sheets.importing.plan import Fate, Plan, PlannedRow

_COLUMNS = (Column("行", 60, right=True), Column("结果", 92), Column("内容", 208), Column("说明"))
_SIGNS = {
    Fate.NEW: (MET, "ok"),
    Fate.KNOWN: (UNKNOWN, "secondary"),
    Fate.WRONG: (UNMET, "bad"),
    Fate.SKIPPED: ("–", "faint"),
}
_MOST_CELLS = 4
"""Of a row without a name of its own."""


class PreviewRows(QWidget):
    """The rows, a filter, the counts, and the sentences of the row under the cursor.

    Signals:
        opened(PlannedRow): Enter on a row.
    """

    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.plan: Plan | None = None
        self.filter = QComboBox()
        self.filter.setAccessibleName("列出哪些行")
        self.filter.setFixedWidth(STEP * 40)
        self.counts = secondary("", wrap=True)
        self.table = RowsTable("各行的结果", _COLUMNS)
        self.sentence = label("", "hint", wrap=True)
        self.sentence.setFixedHeight(STEP * 15)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.sentence.setContentsMargins(STEP * 3, STEP, STEP * 3, 0)
        self._build()
        self.filter.currentIndexChanged.connect(self._show_rows)
        self.table.current_changed.connect(self._speak)
        self.table.opened.connect(self.opened)

    def _build(self) -> None:
        caption = QLabel("列出")
        caption.setBuddy(self.filter)
        top = QHBoxLayout()
        top.setContentsMargins(STEP * 3, STEP, STEP * 3, STEP)
        top.setSpacing(STEP * 2)
        top.addWidget(caption)
        top.addWidget(self.filter)
        top.addWidget(self.counts, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.table, 1)
        column.addWidget(self.sentence)

    def show_plan(self, plan: Plan) -> None:
        """Show another plan; filter and cursor stay where they were."""
        self.plan = plan
        chosen, counts = self.filter.currentData() or "", plan.counts
        self.filter.blockSignals(True)
        self.filter.clear()
        self.filter.addItem(f"全部（{len(plan.rows):,}）", "")
        for fate in Fate:
            self.filter.addItem(f"{_SIGNS[fate][0]} {fate.label}（{counts[fate]:,}）", fate.value)
        self.filter.setCurrentIndex(max(self.filter.findData(chosen), 0))
        self.filter.blockSignals(False)
        self.counts.setText(plan.summary)
        kind(self.counts, "warn" if plan.problem else "secondary")
        self._show_rows()

    def tell(self, words: str) -> None:
        """Words in place of the counts."""
        self.counts.setText(words)
        kind(self.counts, "secondary")

    def next_mistake(self) -> None:
        """Put the cursor on the next row that is wrong, from the top again after the last one (F8)."""
        if self.plan is None:
            return
        if self.filter.currentData() not in ("", Fate.WRONG.value):
            self.filter.setCurrentIndex(0)
        lines, here = self._lines, self.table.currentIndex().row()
        for number in (*range(here + 1, len(lines)), *range(here + 1)):
            if lines.rows[number].fate is Fate.WRONG:
                self.table.selectRow(number)
                self.table.setFocus()
                return

    @property
    def current(self) -> PlannedRow | None:
        """The row under the cursor."""
        at = self.table.currentIndex().row()
        return self._lines.rows[at] if 0 <= at < len(self._lines) else None

    @property
    def _lines(self) -> Lines:
        rows = self.table.rows.rows
        return rows if isinstance(rows, Lines) else Lines((), None)

    def _show_rows(self) -> None:
        assert self.plan is not None
        before, fate = self.current, self.filter.currentData()
        rows = [row for row in self.plan.rows if row.fate == fate] if fate else self.plan.rows
        # Not by RowsTable.show_rows: it would make every line of a sheet of 100 000 rows at once.
        table = self.table.rows
        table.beginResetModel()
        table.rows = Lines(rows, self.plan)
        table.endResetModel()
        if rows:
            same = (at for at, row in enumerate(rows) if before is not None and row.number == before.number)
            self.table.selectRow(next(same, 0))
        self._speak()

    def _speak(self) -> None:
        row = self.current
        self.sentence.setText("\n".join(sentences(row)) if row is not None else "")
        kind(self.sentence, "message" if row is not None and row.fate is Fate.WRONG else "hint")


class Lines(Sequence[Row]):
    """The lines of planned rows, each made when it is painted."""

    def __init__(self, rows: Sequence[PlannedRow], plan: Plan | None) -> None:
        self.rows, self.plan = rows, plan
        self._made: tuple[int, Row] | None = None

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> list[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | list[Row]:
        if isinstance(at, slice):
            return [self._line(row) for row in self.rows[at]]
        if self._made is None or self._made[0] != at:  # a cell is asked for several times, and its neighbour next
            self._made = (at, self._line(self.rows[at]))
        return self._made[1]

    def _line(self, row: PlannedRow) -> Row:
        sign, tone = _SIGNS[row.fate]
        told = "　".join(sentences(row))
        noted = bool(row.notes) and row.fate is Fate.NEW
        told_tone = "bad" if row.fate is Fate.WRONG else "warn" if noted else "secondary"
        cells = (str(row.number), f"{sign} {row.fate.label}", self._content(row), f"! {told}" if noted else told)
        return Row(cells, row, {0: "secondary", 1: tone, 3: told_tone})

    def _content(self, row: PlannedRow) -> str:
        """The applicant's name, else what stands in the first cells."""
        name = row.texts.get("applicant.name", "")
        if name or self.plan is None:
            return name
        cells = (shown(value) for value in self.plan.sheet.rows[row.number - 1])
        return "　".join([text for text in cells if text][:_MOST_CELLS])


def sentences(row: PlannedRow) -> list[str]:
    """Everything there is to say about a row, each mistake with the name of its cell."""
    marked = [f"{cell_name(mark.row, mark.column)}：{mark.words}" for mark in row.marks]
    return [*(marked or ([row.words] if row.words else [])), *row.notes]
