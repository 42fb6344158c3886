"""导出: which cases stand in the table."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from ui.theme import STEP
from ui.year_switch import YearSwitch
from ycdesk.domain.states import CaseState
from ycdesk.services.meeting import batches
from ycdesk.services.office import Office
from ycdesk.services.sheets.exporting.tables import Selection, TableKind


class ExportFilters(QWidget):
    """Year, batch, measure, county, state; what a table does not take cannot be chosen.

    Signals:
        changed: other cases are wanted.
    """

    changed = Signal()

    def __init__(self, office: Office, page: QWidget) -> None:
        super().__init__()
        self.office = office
        self.switch = YearSwitch(office.clock().year, page)
        self.batch = _box("批次", "全部批次", 0, 140)
        self.measure = _box("事项", "全部事项", "", 140)
        self.county = _box("县（市、区）", "全部县（市、区）", "", 160)
        self.state = _box("状态", "全部状态", "", 120)
        for id_, words in office.titles.items():
            self.measure.addItem(words, id_)
        for code, record in office.package.counties.items():
            self.county.addItem(record.name, code)
        for state in CaseState:
            self.state.addItem(state.label, state.value)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(STEP * 2)
        row.addWidget(self.switch)
        row.addSpacing(STEP * 2)
        for box in (self.batch, self.measure, self.county, self.state):  # each says what it is: 全部批次
            row.addWidget(box)
            box.currentIndexChanged.connect(self.changed)
        row.addStretch(1)
        self.switch.changed.connect(self._another_year)

    def refresh(self) -> None:
        """Let the batches of the year that there are now be chosen; what is chosen stays."""
        chosen = self.batch.currentData()
        self.batch.blockSignals(True)
        while self.batch.count() > 1:
            self.batch.removeItem(1)
        for batch, _ in batches(self.office):
            if batch.year == self.switch.year:
                self.batch.addItem(batch.label, batch.id)
                self.batch.setItemData(self.batch.count() - 1, batch.label, Qt.ItemDataRole.ToolTipRole)
        self.batch.setCurrentIndex(max(self.batch.findData(chosen), 0))
        self.batch.blockSignals(False)

    def _another_year(self) -> None:
        self.refresh()
        self.changed.emit()

    def offer(self, table: TableKind) -> None:
        """Only what narrows this table."""
        boxes = {"batch_id": self.batch, "measure": self.measure, "county": self.county, "state": self.state}
        for name, box in boxes.items():
            box.setEnabled(name in table.filters)

    def selection(self, table: TableKind) -> Selection:
        """What is chosen for a table. A batch says by itself which cases, of whatever year."""
        state = self.state.currentData()
        chosen = Selection(
            kind=table,
            year=self.switch.year,
            batch_id=self.batch.currentData() or None,
            measure=self.measure.currentData(),
            county=self.county.currentData(),
            state=CaseState(state) if state else None,
        )
        return chosen.narrowed()


def _box(name: str, all_of_them: str, nothing: object, width: int) -> QComboBox:
    result = QComboBox()
    result.setAccessibleName(name)
    result.setFixedWidth(width)
    result.addItem(all_of_them, nothing)
    return result
