"""How the bureau works: who signs, how long a case may stay where, who stands in for whom, what letters say of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.banner import Banner
from ui.deed_dialog import DeedDialog, hold
from ui.focus import enter_at
from ui.form_grid import FormGrid
from ui.line_edit import LineEdit
from ui.parts import button, line, secondary, section
from ui.rulings_table import Column, Row, RowsTable
from ui.theme import STEP
from ycdesk.domain.clock import LIMITS
from ycdesk.domain.deputy import Deputy
from ycdesk.domain.errors import DeskError, InputProblem
from ycdesk.domain.people import Person, Role
from ycdesk.services.bureau_settings import (
    letterhead,
    set_letterhead,
    set_second_signature,
    set_stage_limits,
    stage_limits,
)
from ycdesk.services.deputies import add_deputy, deputies, end_deputy
from ycdesk.services.office import Office
from ycdesk.services.people import list_people
from ycdesk.services.signing import second_signature

T = TypeVar("T")
_AMOUNT = "amount"
_COLUMNS = (
    *(Column(words, 96) for words in ("请假", "代办")),
    *(Column(words, 104) for words in ("起", "止")),
    Column("事由"),
    Column("状态", 88),
)


class WorkRulesPage(QWidget):
    """The rules of the work at the left, deputies at the right."""

    def __init__(self, office: Office, person: Person) -> None:
        super().__init__()
        self.office, self.person = office, person
        self.leaves: list[Deputy] = []
        self.banner = Banner()
        self.form = FormGrid(label_width=120)
        self.form.add(_AMOUNT, "两人签批起点（元）", LineEdit(placeholder="留空：一人签批即可"))
        self.form.gap("办理时限（工作日，留空不计）")
        for state in LIMITS:
            self.form.add(state.value, state.label, LineEdit())
        self.head = FormGrid(label_width=88)
        for name, words in (("phone", "业务电话"), ("supervision_phone", "监督电话"), ("address", "地址")):
            self.head.add(name, words, LineEdit())
        self.save_button = button("保存规则", "primary", "save", "Ctrl+S")
        self.table = RowsTable("审批人请假代办", _COLUMNS)
        self.add_button = button("登记代办…", "", "plus", "Ctrl+Shift+N")
        self.end_button = button("提前结束", "", "")
        self._build()
        self.save_button.clicked.connect(self.save)
        self.add_button.clicked.connect(self.add)
        self.end_button.clicked.connect(self.end)
        enter_at(self, self.form.inputs[_AMOUNT])

    def _build(self) -> None:
        rules = QVBoxLayout()
        rules.setSpacing(STEP * 2)
        rules.addWidget(self.form)
        rules.addWidget(self.save_button, 0, Qt.AlignmentFlag.AlignLeft)
        rules.addStretch(1)
        left = QWidget()
        left.setLayout(rules)
        left.setFixedWidth(360)
        head = QHBoxLayout()
        head.setSpacing(STEP * 2)
        head.addWidget(section("审批人请假代办"))
        head.addStretch(1)
        head.addWidget(self.add_button)
        head.addWidget(self.end_button)
        right = QVBoxLayout()
        right.setSpacing(STEP * 2)
        right.addLayout(head)
        right.addWidget(self.table, 1)
        note = "代办的人以请假的审批人的身份签批；两个人中任何一个录入或修改过的件，都不能这样签。"
        right.addWidget(secondary(note, wrap=True))
        right.addSpacing(STEP * 2)
        right.addWidget(section("文书上的本局"))
        right.addWidget(self.head)
        row = QHBoxLayout()
        row.setContentsMargins(STEP * 5, STEP * 4, STEP * 5, STEP * 4)
        row.setSpacing(STEP * 6)
        row.addWidget(left)
        row.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.banner)
        column.addWidget(line())
        column.addLayout(row, 1)

    def refresh(self) -> None:
        """Read rules and leaves anew."""
        amount = second_signature(self.office)
        self._field(_AMOUNT).setText("" if amount is None else f"{amount:.2f}")
        limits = stage_limits(self.office)
        for state in LIMITS:
            self._field(state.value).setText(str(limits.get(state, "")))
        for name, words in letterhead(self.office).items():
            field = self.head.inputs[name]
            assert isinstance(field, LineEdit)
            field.setText(words)
        today = self.office.clock().date()
        self.leaves = deputies(self.office)
        self.table.show_rows([_row(each, today) for each in self.leaves])

    def save(self) -> None:
        """Keep the amount and the limits; what cannot be read is said at its field."""
        problems: dict[str, str] = {}
        advice = "请填写金额（元）；不需要两人签批的，请留空。"
        amount = _read(self.form.value(_AMOUNT), Decimal, _AMOUNT, problems, advice)
        limits = {}
        for state in LIMITS:
            days = _read(self.form.value(state.value), int, state.value, problems, "请填写工作日数，或者留空。")
            if days is not None:
                limits[state] = days
        if not problems:
            try:
                set_second_signature(self.office, self.person, amount)
                set_stage_limits(self.office, self.person, limits)
                set_letterhead(self.office, self.person, self.head.values())
            except InputProblem as problem:
                problems = problem.problems
            except DeskError as problem:
                self.banner.tell(str(problem), "bad")
                return
        self.form.say_all(problems)
        if problems:
            self.banner.tell("；".join(words.rstrip("。") for words in problems.values()) + "。", "bad")
            return
        self.banner.tell("已保存，从现在起按这些规则办理。", "ok")
        self.refresh()

    def add(self) -> None:
        """Enter a leave."""
        dialog = registering_leave(self, self.office, self.person)
        if hold(dialog):
            entry = dialog.result_of_deed
            assert isinstance(entry, Deputy)
            days = f"{entry.first_day} 至 {entry.last_day}"
            self.banner.tell(f"{days} 由{entry.deputy.name}代{entry.person.name}审批。", "ok")
            self.refresh()

    def end(self) -> None:
        """The person under the cursor is back."""
        row = self.table.currentIndex().row()
        if not 0 <= row < len(self.leaves):
            return
        try:
            end_deputy(self.office, self.person, self.leaves[row].id)
        except DeskError as problem:
            self.banner.tell(str(problem), "bad")
            return
        self.banner.tell("代办到今天为止。", "ok")
        self.refresh()

    def _field(self, name: str) -> LineEdit:
        field = self.form.inputs[name]
        assert isinstance(field, LineEdit)
        return field


def _read(text: str, kind: Callable[[str], T], name: str, problems: dict[str, str], sentence: str) -> T | None:
    """A number, or None for nothing; what is no number is noted in ``problems``."""
    if not text:
        return None
    try:
        return kind(text.replace(",", ""))
    except (ValueError, InvalidOperation):
        problems[name] = sentence
        return None


def _row(leave: Deputy, today: date) -> Row:
    state = "将要" if leave.first_day > today else "已结束" if leave.last_day < today else "● 代办中"
    words = (leave.person.name, leave.deputy.name, str(leave.first_day), str(leave.last_day), leave.reason, state)
    return Row(words, leave, {5: "ok"} if state.startswith("●") else {})


def registering_leave(parent: QWidget, office: Office, by: Person) -> DeedDialog:
    """登记代办: who is away, who stands in, from when to when."""
    dialog = DeedDialog(parent, "登记代办", "登记")
    people = [each for each in list_people(office) if each.active and each.role is not Role.ADMINISTRATOR]
    supervisors = [each for each in people if each.role is Role.SUPERVISOR]
    for name, words, choice in (("away", "请假的审批人", supervisors), ("deputy", "代办的人", people)):
        dialog.choice(name, words, [(f"{each.name}（{each.role.label}）", each.id) for each in choice], True)
    dialog.day_line("first_day", "从哪天起", office.clock().date())
    dialog.day_line("last_day", "到哪天止", None)
    dialog.line("reason", "事由", hint="例如：出差")

    def deed() -> Deputy:
        away, deputy = dialog.data("away"), dialog.data("deputy")
        if not isinstance(away, int) or not isinstance(deputy, int):
            raise InputProblem({"away": "没有可以选的人员，请先在“人员”里添加。"})
        first, last = dialog.day("first_day"), dialog.day("last_day")
        return add_deputy(office, by, away, deputy, first, last, dialog.text("reason"))

    dialog.deed = deed
    return dialog
