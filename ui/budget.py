"""预算: the money of a year by treasury and clause, the documents that gave it, and the queue that asks for it."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui import dialogs
from ui.banner import Banner
from ui.budget_bars import PotsTable
from ui.budget_dialogs import BudgetDialog, deferring
from ui.deed_dialog import DeedDialog, allow, hold
from ui.focus import enter_at
from ui.money_table import MarkTable
from ui.parts import button, label, line, money, secondary, section, upright
from ui.rulings_table import Column, Row, RowsTable
from ui.theme import ROW, STEP
from ui.year_switch import YearSwitch
from ycdesk.domain.errors import DeskError
from ycdesk.domain.people import Person, Role
from ycdesk.domain.states import Action, CaseState
from ycdesk.services.allotments import sentence, verdict
from ycdesk.services.batch_list import BatchCase, case_deeds, committed_cases, queue_cases
from ycdesk.services.budget import budget_entries, budget_figures, simulate
from ycdesk.services.funding import fund
from ycdesk.services.office import Office
from ycdesk.services.payment_list import treasury_words
from ycdesk.services.people import list_people
from ycdesk.services.wording import clause_short

_ENTRIES = (
    Column("财政", 96),
    Column("条款", 56),
    Column("金额（元）", 116, right=True),
    Column("文件"),
    Column("登记", 112),
)
_QUEUE = (
    Column("序", 44, right=True),
    Column("编号", 96),
    Column("申报主体"),
    Column("市级", 104, right=True),
    Column("县级", 104, right=True),
    Column("本年资金", 168),
)


class BudgetTab(QWidget):
    """Signals:
    opened(case): a case was chosen.
    said(words): news for the status bar.
    """

    opened = Signal(object)
    said = Signal(str)

    def __init__(self, office: Office, person: Person) -> None:
        super().__init__()
        self.office, self.person = office, person
        self.switch = YearSwitch(office.clock().year, self)
        self.cases: dict[int, BatchCase] = {}
        self.banner = Banner()
        self.words = label("", wrap=True)
        self.pots = PotsTable()
        self.entries = RowsTable("预算登记", _ENTRIES)
        self.none = secondary("本年还没有登记预算。", wrap=True)
        self.queue = MarkTable("等资金的办件，按优先顺序", _QUEUE)
        self.add_button = button("登记预算…", "primary", "plus", "Ctrl+B")
        self.fund_button = button("安排资金", "", "", "Ctrl+E")
        self.defer_button = button("转待资金…", "", "", "Ctrl+D")
        self._build()
        self._connect()
        enter_at(self, self.queue)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(STEP * 2, STEP * 2, STEP * 5, STEP * 2)
        head.setSpacing(STEP * 2)
        head.addWidget(self.switch)
        head.addSpacing(STEP * 3)
        head.addWidget(self.words, 1)
        head.addWidget(self.add_button)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addLayout(_head(section("预算登记")))
        self.none.setContentsMargins(STEP * 3, STEP, STEP * 4, STEP)
        left.addWidget(self.none)
        left.addWidget(self.entries, 1)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addLayout(_head(section("按优先顺序"), self.fund_button, self.defer_button))
        right.addWidget(self.queue, 1)
        below = QHBoxLayout()
        below.setSpacing(0)
        below.addLayout(left, 4)
        below.addWidget(upright())
        below.addLayout(right, 5)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addLayout(head)
        column.addWidget(self.pots)
        column.addWidget(line())
        column.addLayout(below, 1)

    def _connect(self) -> None:
        self.switch.changed.connect(self.refresh)
        self.add_button.clicked.connect(self.add)
        self.fund_button.clicked.connect(self.fund)
        self.defer_button.clicked.connect(self.defer)
        self.queue.current_changed.connect(self._offer)
        self.queue.marked.connect(self._offer)
        self.queue.opened.connect(lambda case_id: self.opened.emit(self.cases[case_id]))

    # showing

    @property
    def year(self) -> int:
        """The year that is shown."""
        return self.switch.year

    def refresh(self) -> None:
        """Read the year anew."""
        figures = budget_figures(self.office, self.year)
        self.pots.show_pots(self.office, figures)
        people = {each.id: each.name for each in list_people(self.office)}
        entries = budget_entries(self.office, self.year)
        self.entries.show_rows(
            [
                Row(
                    (
                        treasury_words(self.office, each.treasury),
                        clause_short(each.clause) if each.clause else "全部",
                        money(each.amount),
                        each.document,
                        f"{each.at:%m-%d} {people.get(each.by_id, '')}",
                    ),
                    each.id,
                    {1: "secondary", 4: "secondary"} | ({2: "bad"} if each.amount < 0 else {}),
                )
                for each in entries
            ]
        )
        self.none.setVisible(not entries)
        self._show_queue()

    def _show_queue(self) -> None:
        waiting = {case.case_id: case for case in queue_cases(self.office)}
        tried = [each for each in simulate(self.office, self.year) if each.claim.case_id in waiting]
        self.words.setText(sentence(self.office, tried, budget_figures(self.office, self.year)) or "没有等资金的办件。")
        rows = [
            _row(str(number), waiting[each.claim.case_id], verdict(self.office, each))
            for number, each in enumerate(tried, 1)
        ]
        ready = committed_cases(self.office, self.year)
        if ready:
            total = sum((case.amount for case in ready), Decimal(0))
            rows.append(Row((f"已安排、还没有拨付　{len(ready)} 件　{money(total)} 元",)))
            rows += [_row("", case, "✓ 已安排") for case in ready]
        self.cases = waiting | {case.case_id: case for case in ready}
        self.queue.show_rows(rows)
        self._offer()

    def _offer(self) -> None:
        role = self.person.role
        unfunded = any(case.state is CaseState.UNFUNDED for case in self.cases.values())
        may_add = role in (Role.SUPERVISOR, Role.ADMINISTRATOR)
        allow(self.add_button, "" if may_add else f"预算由审批人或管理员登记，您的岗位是{role.label}。")
        may_fund = "" if role is Role.SUPERVISOR else f"安排资金由审批人办理，您的岗位是{role.label}。"
        allow(self.fund_button, may_fund or ("" if unfunded else "没有公示期满、等待资金的办件。"))
        chosen = self.queue.chosen()
        why = case_deeds(self.office, self.person, chosen[0])[Action.DEFER] if chosen else "请先选中一件。"
        allow(self.defer_button, why or "")

    # deeds

    def add(self) -> None:
        """登记预算 of the year shown."""
        self._do(BudgetDialog(self, self.office, self.person, self.year), "已登记预算。")

    def fund(self) -> None:
        """安排资金 to the cases that wait, in order of priority."""
        words = f"按优先顺序，用 {self.year} 年的余额安排公示期满、等待资金的办件；轮到而不够的继续等。"
        if not dialogs.ask(self, f"安排 {self.year} 年资金？", words, "安排资金"):
            return
        try:
            numbers = fund(self.office, self.person, self.year)
        except DeskError as problem:
            self.banner.tell(str(problem), "bad")
            return
        words = f"已安排 {len(numbers)} 件：{'、'.join(numbers)}。" if numbers else "余额不够，没有安排。"
        self.banner.tell(words, "ok" if numbers else "warn")
        self.refresh()

    def defer(self) -> None:
        """转待资金: the marked cases."""
        chosen = [self.cases[case_id] for case_id in self.queue.chosen()]
        dialog = deferring(self, self.office, self.person, chosen)
        if self._do(dialog, "已转待资金。") and isinstance(failed := dialog.result_of_deed, list) and failed:
            self.banner.tell(f"{len(chosen) - len(failed)} 件已转待资金；{''.join(failed)}", "warn")

    def _do(self, dialog: DeedDialog, words: str) -> bool:
        done = hold(dialog)
        if done:
            self.banner.hide()
            self.queue.clear_marks()
            self.refresh()
            self.said.emit(words)
        return done


def _head(*parts: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(STEP * 3, STEP * 2, STEP * 5, STEP * 2)
    row.setSpacing(STEP * 2)
    parts[0].setMinimumHeight(ROW)
    row.addWidget(parts[0])
    row.addStretch(1)
    for each in parts[1:]:
        row.addWidget(each)
    return row


def _row(number: str, case: BatchCase, said: str) -> Row:
    cells = (number, case.number, case.applicant, money(case.city), money(case.county), said)
    return Row(cells, case.case_id, {0: "secondary", 1: "secondary", 5: "ok" if said.startswith("✓") else "warn"})
