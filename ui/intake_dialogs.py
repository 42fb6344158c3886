"""The dialogs of the intake: receipt, the request to complete papers, papers supplied, refusal, recorded steps."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QHeaderView, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from ui.deed_dialog import DeedDialog
from ui.form_grid import FormGrid
from ui.labels import label
from ui.line_edit import LineEdit
from ui.parts import button
from ui.theme import ROW, STEP
from ycdesk.domain.case import Case
from ycdesk.domain.errors import InputProblem
from ycdesk.domain.people import Person
from ycdesk.domain.step import EXAMINATION, StepKind
from ycdesk.services.calendar import working_days
from ycdesk.services.intake import (
    GROUNDS,
    SUPPLEMENT_DAYS,
    Demand,
    missing_papers,
    receive,
    record_step,
    reject,
    request_supplement,
    supply,
)
from ycdesk.services.office import Office

_WEEKDAYS = "一二三四五六日"


def receiving(parent: QWidget, office: Office, person: Person, case: Case, version: int) -> DeedDialog:
    """接收材料."""
    words = "登记收到的材料，勾选的材料列入回执。回执只证明收到，不代表受理。"
    dialog = DeedDialog(parent, f"接收材料　{case.number}", "接收", words)
    dialog.line("deliverer", "递交人")
    dialog.line("phone", "电话")
    dialog.deed = lambda: receive(office, person, case.id, version, dialog.text("deliverer"), dialog.text("phone"))
    return dialog


def supplying(parent: QWidget, office: Office, person: Person, case: Case, version: int) -> DeedDialog:
    """登记补正."""
    dialog = DeedDialog(parent, f"登记补正　{case.number}", "登记", "补正材料已收到；请在材料清单上勾选后再受理。")
    dialog.line("remark", "说明")
    dialog.deed = lambda: supply(office, person, case.id, version, dialog.text("remark"))
    return dialog


def rejecting(parent: QWidget, office: Office, person: Person, case: Case, version: int) -> DeedDialog:
    """不予受理."""
    dialog = DeedDialog(parent, f"不予受理　{case.number}", "不予受理", "情形和理由写入不予受理通知书，不能撤回。")
    dialog.choice("ground", "情形", [(ground, ground) for ground in GROUNDS], True)
    dialog.lines("reason", "理由", True)
    dialog.deed = lambda: reject(office, person, case.id, version, str(dialog.data("ground")), dialog.text("reason"))
    return dialog


class SupplementDialog(DeedDialog):
    """通知补正: one line a paper, everything at once, with the last day as it will stand on the notice."""

    def __init__(self, parent: QWidget, office: Office, person: Person, case: Case, version: int) -> None:
        words = "补正通知只发一次，请一次写全：材料名称、存在的问题、怎样才算补齐。"
        super().__init__(parent, f"通知补正　{case.number}", "通知补正", words, width=760)
        self.office = office
        self.table = QTableWidget(0, 3)
        self.until = label("")
        self._build()
        self.days = self.line("days", "期限（工作日）", True, str(SUPPLEMENT_DAYS), beside=self.until)
        self.days.textChanged.connect(self._show_until)
        for demand in missing_papers(office, case):
            self.add_line(demand)
        if not self.table.rowCount():
            self.add_line(Demand("", "", ""))
        self._show_until()
        self.deed = lambda: request_supplement(office, person, case.id, version, self.demands(), self.whole("days"))

    def _build(self) -> None:
        self.table.setAccessibleName("补正的材料")
        self.table.setHorizontalHeaderLabels(["材料名称", "存在问题", "补正要求"])
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.table.setColumnWidth(0, 220)
        self.table.setColumnWidth(1, 200)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(ROW)
        self.table.setMinimumHeight(ROW * 7)
        more = button("添加一行", "quiet", "plus", "Alt+Insert")
        less = button("删除这一行", "quiet", "minus", "Alt+Delete")
        more.setAutoDefault(False)
        less.setAutoDefault(False)
        more.clicked.connect(lambda: self.add_line(Demand("", "", "")))
        less.clicked.connect(lambda: self.table.removeRow(self.table.currentRow()))
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        both = QHBoxLayout()
        both.setSpacing(STEP * 2)
        both.addWidget(more)
        both.addWidget(less)
        both.addStretch(1)
        column.insertWidget(1, self.table)
        column.insertLayout(2, both)

    def add_line(self, demand: Demand) -> None:
        """One more line; the cursor goes to it."""
        row = self.table.rowCount()
        self.table.insertRow(row)
        for at, words in enumerate((demand.paper, demand.problem, demand.standard)):
            self.table.setItem(row, at, QTableWidgetItem(words))
        self.table.setCurrentCell(row, 0)

    def demands(self) -> list[Demand]:
        """The lines in which something stands."""
        found = []
        for row in range(self.table.rowCount()):
            cells = [self.table.item(row, at) for at in range(3)]
            texts = [cell.text().strip() if cell is not None else "" for cell in cells]
            if any(texts):
                found.append(Demand(*texts))
        return found

    def _show_until(self) -> None:
        days = self.whole("days")
        if not 1 <= days <= 60:
            self.until.setText("")
            return
        end = working_days(self.office).deadline(self.office.clock().date(), days)
        estimate = "（含未确认的年度，为估算）" if end.estimated else ""
        self.until.setText(f"到 {end.last_day}（星期{_WEEKDAYS[end.last_day.weekday()]}）为止{estimate}")


class StepDialog(DeedDialog):
    """核查记录: the fields follow the kind that is chosen."""

    def __init__(self, parent: QWidget, office: Office, person: Person, case: Case, told: str) -> None:
        super().__init__(parent, f"核查记录　{case.number}", "记录", told, width=640)
        self._kinds = {kind: FormGrid(label_width=112) for kind in EXAMINATION}
        chosen = self.choice("kind", "核查方式", [(kind.label, kind.value) for kind in EXAMINATION])
        self.day_line("on_day", "日期", office.clock().date())
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        for kind, grid in self._kinds.items():
            for field in kind.fields:
                if field.choices:
                    box = QComboBox()
                    for words in field.choices:
                        box.addItem(words, words)
                    grid.add(field.name, field.label, box, field.required)
                else:
                    grid.add(field.name, field.label, LineEdit(), field.required)
            column.insertWidget(2, grid)
        chosen.currentIndexChanged.connect(self._show_kind)
        self._show_kind()
        self.deed = lambda: self._record(office, person, case)

    def _record(self, office: Office, person: Person, case: Case) -> object:
        self.fields.say_all({})
        try:
            return record_step(office, person, case.id, self.kind, self.day("on_day"), self.fields.values())
        except InputProblem as problem:
            self.fields.say_all(problem.problems)
            of_day = {name: words for name, words in problem.problems.items() if name == "on_day"}
            raise InputProblem(of_day) from problem

    @property
    def kind(self) -> StepKind:
        """What is being recorded."""
        return StepKind(str(self.data("kind")))

    @property
    def fields(self) -> FormGrid:
        """The fields of that kind."""
        return self._kinds[self.kind]

    def _show_kind(self) -> None:
        for kind, grid in self._kinds.items():
            grid.setVisible(kind is self.kind)
