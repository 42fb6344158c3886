"""口径: every reading with its clause, the one in force and how many cases it decided; the chosen one at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSplitter, QTextBrowser, QVBoxLayout, QWidget

from ui.background import Background
from ui.focus import enter_at, go_down
from ui.line_edit import LineEdit
from ui.parts import STATE_SIGNS, button, money, secondary, small
from ui.readings_sheet import reading_sheet
from ui.rulings_table import Column, Row, RowsTable
from ui.theme import STEP, theme
from ycdesk.domain.people import Person, Role
from ycdesk.services.office import Office
from ycdesk.services.people import list_people
from ycdesk.services.policy_text import clause_text
from ycdesk.services.reading_list import (
    FlaggedCase,
    ReadingLine,
    Show,
    flagged_cases,
    narrowed,
    reading_counts,
    reading_lines,
)

_COLUMNS = (
    Column("条款", 64),
    Column("编号", 48),
    Column("问题"),
    Column("现行"),
    Column("状态", 84),
    Column("办件", 48, right=True),
)
_CASES = (
    Column("办件", 92),
    Column("申报主体"),
    Column("事项", 108),
    Column("状态", 68),
    Column("金额", 100, right=True),
    Column("另一读法下", 100, right=True),
)


class ReadingsTab(QWidget):
    """Signals:
    opened(case): a case that the reading decided was chosen.
    ruling_wanted(reading_id): a ruling on the chosen reading is to be recorded.
    """

    opened = Signal(object)
    ruling_wanted = Signal(str)

    def __init__(self, office: Office, person: Person, background: Background) -> None:
        super().__init__()
        self.office, self.background = office, background
        self.lines: list[ReadingLine] = []
        self._counts: dict[str, int] = {}
        self._people: dict[int, str] = {}
        self._asked = ""
        self.policy_id: str | None = None
        """Whose readings are shown; None: of the policy of today."""
        self.search = LineEdit(placeholder="条款、编号或文字，例如 三(一) 展位")
        self.show_box = QComboBox()
        self.count = small("")
        self.rule_button = button("记录裁定…", "primary", "edit", "Ctrl+R")
        self.table = RowsTable("口径", _COLUMNS)
        self.sheet = QTextBrowser()
        self.cases_words = secondary("")
        self.cases = RowsTable("由它决定的办件", _CASES)
        self._build()
        if person.role not in (Role.SUPERVISOR, Role.ADMINISTRATOR):
            self.rule_button.hide()
        self.search.textChanged.connect(self._narrow)
        self.show_box.currentIndexChanged.connect(self._narrow)
        self.table.current_changed.connect(self._show_current)
        self.table.opened.connect(lambda _: self.cases.setFocus())
        self.cases.opened.connect(self.opened)
        self.rule_button.clicked.connect(self._rule)
        theme().changed.connect(self._paint_sheet)
        go_down(self.search, self.table)
        enter_at(self, self.search)

    def _build(self) -> None:
        self.search.setAccessibleName("查找口径")
        self.search.setClearButtonEnabled(True)
        self.search.setFixedWidth(320)
        self.show_box.setAccessibleName("按裁定情况筛选")
        for each in (Show.OPEN, Show.RULED, Show.ALL):
            self.show_box.addItem(each.label, each.value)
        self.show_box.setCurrentIndex(2)
        self.sheet.setAccessibleName("口径内容")
        self.sheet.setOpenLinks(False)
        self.sheet.setTabChangesFocus(True)
        head = QHBoxLayout()
        head.setContentsMargins(STEP * 5, STEP * 3, STEP * 5, STEP * 2)
        head.setSpacing(STEP * 2)
        for part in (self.search, self.show_box, self.count):
            head.addWidget(part)
        head.addStretch(1)
        head.addWidget(self.rule_button)
        right = QWidget()
        rows = QVBoxLayout(right)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(STEP)
        self.cases_words.setContentsMargins(STEP * 6, STEP, STEP * 4, 0)
        rows.addWidget(self.sheet, 3)
        rows.addWidget(self.cases_words)
        rows.addWidget(self.cases, 2)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setHandleWidth(1)
        split.setChildrenCollapsible(False)
        split.addWidget(self.table)
        split.addWidget(right)
        split.setSizes([660, 620])
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(split, 1)

    def refresh(self) -> None:
        """Read the readings and rulings anew; the numbers of cases follow from the background."""
        self.lines = reading_lines(self.office, self.policy_id)
        self._people = {each.id: each.name for each in list_people(self.office)}
        self._narrow()
        policy = self.policy_id
        self.background.run(
            "口径的办件数", lambda job: reading_counts(self.office, policy), self._take_counts, quiet=True
        )

    def show_reading(self, reading_id: str) -> None:
        """Put the cursor on a reading."""
        self.search.clear()
        self.show_box.setCurrentIndex(2)
        rows = [number for number, row in enumerate(self.table.rows.rows) if row.data == reading_id]
        if rows:
            self.table.selectRow(rows[0])

    def current(self) -> ReadingLine | None:
        """The reading under the cursor."""
        chosen = self.table.current()
        return next((line for line in self.lines if line.reading.id == chosen), None)

    def _narrow(self) -> None:
        found = narrowed(self.lines, self.search.text(), Show(self.show_box.currentData()))
        self.table.show_rows([self._row(line) for line in found])
        waiting = sum(line.open for line in found)
        self.count.setText(f"{len(found)} 条" + (f"，其中待确认 {waiting}" if waiting else ""))

    def _row(self, line: ReadingLine) -> Row:
        state, tone = ("✓ 已裁定", "ok") if line.rulings else ("! 待确认", "flag") if line.open else ("", "text")
        count = self._counts.get(line.reading.id, 0)
        reading = line.reading
        cells = (reading.clause, reading.id, reading.question, line.in_force, state, str(count or ""))
        return Row(cells, reading.id, {0: "secondary", 1: "secondary", 4: tone})

    def _take_counts(self, counts: dict[str, int]) -> None:
        if counts != self._counts:
            self._counts = counts
            self._narrow()

    def _show_current(self) -> None:
        line = self.current()
        self.rule_button.setEnabled(True)
        self._paint_sheet()
        self._asked = line.reading.id if line else ""
        self.cases_words.setText("")
        self.cases.show_rows([])
        if line is not None:
            asked, policy = line.reading.id, line.policy_id
            self.background.run(
                "口径决定的办件",
                lambda job: flagged_cases(self.office, asked, policy),
                lambda found: self._take_cases(asked, found),
                quiet=True,
            )

    def _take_cases(self, asked: str, found: list[FlaggedCase]) -> None:
        if asked != self._asked:
            return
        self.cases_words.setText(f"由它决定的办件　{len(found)}" if found else "还没有由它决定的办件。")
        self.cases.show_rows([_case_row(each) for each in found])
        self.cases.setVisible(bool(found))

    def _paint_sheet(self) -> None:
        line = self.current()
        if line is None:
            self.sheet.setPlainText("没有符合的口径。换几个字，或者把筛选改为“全部”。")
            return
        text = clause_text(self.office, line.reading.clause, line.policy_id)
        package = self.office.packages.get(line.policy_id) or self.office.package
        self.sheet.setHtml(reading_sheet(line, package, text, self._people, theme().tokens))

    def _rule(self) -> None:
        line = self.current()
        self.ruling_wanted.emit(line.reading.id if line else "")


def _case_row(case: FlaggedCase) -> Row:
    cells = (
        case.number,
        case.applicant,
        case.measure,
        case.state.label,
        money(case.amount),
        money(case.other_amount),
    )
    return Row(cells, case, {0: "secondary", 3: STATE_SIGNS[case.state.value][1]})
