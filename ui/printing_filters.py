"""打印: which papers are listed."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from ui.line_edit import LineEdit
from ui.parts import secondary
from ui.theme import STEP
from ycdesk.calculation.facts import FactKind, FactSpec
from ycdesk.domain.document_kinds import PaperKind
from ycdesk.domain.entry_dates import read_date
from ycdesk.domain.states import CaseState
from ycdesk.services.meeting import batches
from ycdesk.services.office import Office
from ycdesk.services.print_list import Wanted


class PrintFilters(QWidget):
    """The paper, and of what.

    Signals:
        changed: something else is wanted.
    """

    changed = Signal()

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office = office
        self.kind = _box("文书", 184)
        self.state = _box("状态", 116)
        self.batch = _box("批次", 128)
        self.measure = _box("事项", 128)
        self.county = _box("县（市、区）", 148)
        self.text = LineEdit(placeholder="编号、单位，或扫描条码")
        self.first, self.last = LineEdit(placeholder="年-月-日"), LineEdit(placeholder="年-月-日")
        self._fill()
        self._build()
        for box in (self.kind, self.state, self.batch, self.measure, self.county):
            box.currentIndexChanged.connect(self._offer)
        for edit, name, width in (
            (self.text, "查找或扫描", 208),
            (self.first, "状态日期从", 108),
            (self.last, "状态日期到", 108),
        ):
            edit.setAccessibleName(name)
            edit.setFixedWidth(width)
            edit.setClearButtonEnabled(edit is self.text)
            edit.textChanged.connect(self.changed)
        self._offer()

    def _build(self) -> None:
        first, second = QHBoxLayout(), QHBoxLayout()
        for row, words, part in (
            (first, "文书", self.kind),
            (first, "", self.text),
            (first, "状态", self.state),
            (first, "批次", self.batch),
            (second, "事项", self.measure),
            (second, "所在地", self.county),
            (second, "状态日期", self.first),
            (second, "到", self.last),
        ):
            row.setSpacing(STEP * 2)
            if words:
                caption = secondary(words)
                caption.setBuddy(part)
                row.addWidget(caption)
            row.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP * 2)
        for row in (first, second):
            row.addStretch(1)
            column.addLayout(row)

    def _fill(self) -> None:
        for kind in PaperKind:
            self.kind.addItem(kind.label, kind.value)
        self.kind.setCurrentIndex(self.kind.findData(PaperKind.SLIP.value))
        for box in (self.state, self.measure, self.county):
            box.addItem("全部", "")
        for state in CaseState:
            self.state.addItem(state.label, state.value)
        for id_, words in self.office.titles.items():
            self.measure.addItem(words, id_)
        for code, record in self.office.package.counties.items():
            self.county.addItem(record.name, code)
        self.batch.addItem("全部", 0)

    def refresh(self) -> None:
        """Let the batches that there are now be chosen; what is chosen stays."""
        chosen = self.batch.currentData()
        self.batch.blockSignals(True)
        while self.batch.count() > 1:
            self.batch.removeItem(1)
        for batch, _ in batches(self.office):
            self.batch.addItem(batch.label, batch.id)
            self.batch.setItemData(self.batch.count() - 1, batch.label, Qt.ItemDataRole.ToolTipRole)
        self.batch.setCurrentIndex(max(self.batch.findData(chosen), 0))
        self.batch.blockSignals(False)

    def show_only(self, kind: PaperKind, number: str) -> None:
        """One paper of one case, whatever was chosen before."""
        self.kind.setCurrentIndex(self.kind.findData(kind.value))
        for box in (self.state, self.batch, self.measure, self.county):
            box.setCurrentIndex(0)
        for edit, text in ((self.first, ""), (self.last, ""), (self.text, number)):
            edit.setText(text)

    def _offer(self) -> None:
        """A letter about a batch is narrowed by nothing that only cases have."""
        of_case = not PaperKind(self.kind.currentData()).of_batch
        for part in (self.state, self.measure, self.first, self.last):
            part.setEnabled(of_case)
        self.changed.emit()

    def wanted(self) -> Wanted:
        """What is chosen; a day that cannot be read narrows nothing."""
        state = self.state.currentData()
        return Wanted(
            kind=PaperKind(self.kind.currentData()),
            state=CaseState(state) if state else None,
            batch_id=self.batch.currentData() or None,
            measure=self.measure.currentData(),
            county=self.county.currentData(),
            first_day=_day(self.first.text()),
            last_day=_day(self.last.text()),
            text=self.text.text(),
        )


def _box(name: str, width: int) -> QComboBox:
    result = QComboBox()
    result.setAccessibleName(name)
    result.setFixedWidth(width)
    return result


def _day(text: str) -> date | None:
    entry = read_date(FactSpec("day", FactKind.DATE, "日期"), text) if text.strip() else None
    return date.fromisoformat(str(entry.value)) if entry is not None and entry.value is not None else None
