"""拨付: what city and counties owe, paid line by line or many with one voucher; returns, reminders, recoveries."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui import dialogs, payments_dialogs
from ui.background import Background
from ui.banner import Banner
from ui.deed_dialog import DeedDialog, allow, hold
from ui.empty_state import EmptyState
from ui.focus import enter_at
from ui.money_table import MarkTable
from ui.parts import button, money, secondary
from ui.payments_rows import COLUMNS, Filters, line_rows
from ui.theme import STEP
from ycdesk.domain.errors import DeskError
from ycdesk.domain.payment import CITY
from ycdesk.domain.people import Person
from ycdesk.domain.states import Action
from ycdesk.services.batch_list import case_deeds
from ycdesk.services.dossiers import get_case
from ycdesk.services.office import Office
from ycdesk.services.payment_list import LineState, ListedLine, payment_list
from ycdesk.services.payment_rounds import pay_each
from ycdesk.services.payments import archive

Make = Callable[[QWidget, Office, Person, ListedLine], DeedDialog]


class PaymentsTab(QWidget):
    """Signals:
    opened(line): a case was chosen.
    said(words): news for the status bar.
    """

    opened = Signal(object)
    said = Signal(str)

    def __init__(self, office: Office, person: Person, background: Background) -> None:
        super().__init__()
        self.office, self.person, self.background = office, person, background
        self.lines: dict[int, ListedLine] = {}
        self.failed: dict[int, str] = {}
        """Why a line could not be paid in the last round."""
        self.banner = Banner()
        self.filters = Filters(office)
        self.sums = secondary("", wrap=True)
        self.table = MarkTable("拨付", COLUMNS)
        self.empty = EmptyState("met", "没有要拨付的", "公示期满并安排了资金的办件，市级和县级各列一笔。")
        self.middle = QStackedWidget()
        self.pay_button = button("登记拨付…", "primary", "check", "Ctrl+Return")
        self.return_button = button("登记退汇…", "", "", "Ctrl+B")
        self.account_button = button("变更账户…", "", "", "Ctrl+U")
        self.remind_button = button("催办县级拨付…", "", "", "Ctrl+R")
        self.archive_button = button("归档", "", "", "Ctrl+G")
        self.recover_button = button("追回…", "danger", "", "Ctrl+Shift+B")
        self.repay_button = button("登记退款…", "", "", "Ctrl+Y")
        self._build()
        self._connect()
        enter_at(self, self.table)

    def _build(self) -> None:
        choosing = QHBoxLayout()
        choosing.setContentsMargins(STEP * 3, STEP * 3, STEP * 5, 0)
        choosing.setSpacing(STEP * 4)
        choosing.addWidget(self.filters)
        self.sums.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        choosing.addWidget(self.sums, 1)
        deeds = QHBoxLayout()
        deeds.setContentsMargins(STEP * 3, STEP * 2, STEP * 5, STEP * 2)
        deeds.setSpacing(STEP * 2)
        deeds.addWidget(self.pay_button)
        for each in (self.return_button, self.account_button, self.remind_button, self.archive_button):
            deeds.addWidget(each)
        deeds.addStretch(1)
        deeds.addWidget(self.recover_button)
        deeds.addWidget(self.repay_button)
        self.middle.addWidget(self.table)
        self.middle.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addLayout(choosing)
        column.addLayout(deeds)
        column.addWidget(self.middle, 1)

    def _connect(self) -> None:
        self.filters.changed.connect(self._show)
        self.table.current_changed.connect(self._offer)
        self.table.marked.connect(self._offer)
        self.table.opened.connect(lambda line_id: self.opened.emit(self.lines[line_id]))
        for each, deed in (
            (self.pay_button, self.pay),
            (self.return_button, lambda: self._with_line(payments_dialogs.returning, _not_paid, "已登记退汇。")),
            (
                self.account_button,
                lambda: self._with_line(payments_dialogs.changing_account, _not_returned, "已变更收款账户。"),
            ),
            (self.remind_button, self.remind),
            (self.archive_button, self.archive),
            (self.recover_button, lambda: self._with_line(payments_dialogs.recovering, _nothing, "已登记追回。")),
            (self.repay_button, lambda: self._with_line(payments_dialogs.repaying, _nothing, "已登记退款。")),
        ):
            each.clicked.connect(deed)

    # showing

    def refresh(self) -> None:
        """Read all lines anew."""
        self.lines = {line.line_id: line for line in payment_list(self.office)}
        self.filters.offer(self.lines.values())
        self._show()

    def _show(self) -> None:
        shown = [line for line in self.lines.values() if self.filters.passes(line)]
        self.table.show_rows(line_rows(self.office, shown, self.failed))
        had_focus = self.table.hasFocus()
        self.middle.setCurrentWidget(self.table if shown else self.empty)
        if had_focus and not shown:
            self.filters.state.setFocus()
        enter_at(self, self.table if shown else self.filters.state)
        self._offer()

    def chosen(self) -> list[ListedLine]:
        """The marked lines, or the one under the cursor."""
        return [self.lines[line_id] for line_id in self.table.chosen()]

    def _offer(self) -> None:
        """Enable what can be done with the marked lines; the reason for the rest stands in the tool tip."""
        chosen = self.chosen()
        self._tell_sums(chosen)
        reasons: dict[int, Mapping[Action, str | None]] = {}

        def why_not(action: Action, lacking: Callable[[ListedLine], str]) -> str:
            """Of the first line that the deed is for; where there is none, what the first one lacks."""
            line = next((line for line in chosen if not lacking(line)), None)
            if line is None:
                return lacking(chosen[0]) if chosen else "请先选中一笔。"
            if line.case_id not in reasons:
                reasons[line.case_id] = case_deeds(self.office, self.person, line.case_id)
            return reasons[line.case_id][action] or ""

        for each, action, lacking in (
            (self.pay_button, Action.PAY, _not_open),
            (self.return_button, Action.BOUNCE, _not_paid),
            (self.account_button, Action.PAY, _not_returned),
            (self.remind_button, Action.PAY, _not_of_a_county),
            (self.archive_button, Action.ARCHIVE, _nothing),
            (self.recover_button, Action.RECOVER, _nothing),
            (self.repay_button, Action.REPAY, _nothing),
        ):
            allow(each, why_not(action, lacking))

    def _tell_sums(self, chosen: list[ListedLine]) -> None:
        shown = [self.lines[row.data] for row in self.table.rows.rows if row.data is not None]
        late = sum(1 for line in shown if line.late)
        marked = f"选中 {len(chosen)} 笔 {_total(chosen)} 元　" if self.table.marks else ""
        overdue = f"，逾期 {late} 笔" if late else ""
        self.sums.setText(f"{marked}共 {len(shown)} 笔 {_total(shown)} 元{overdue}")

    # deeds

    def pay(self) -> None:
        """登记拨付: the marked lines, the first at once, the others behind it."""
        lines = [line for line in self.chosen() if not _not_open(line)]
        dialog = payments_dialogs.paying(self, self.office, self.person, lines)
        if not hold(dialog):
            return
        first, rest = dialog.result_of_deed, [line.line_id for line in lines[1:]]
        assert isinstance(first, dict)
        day, voucher = dialog.day("paid_on"), dialog.text("voucher")
        if not rest:
            self._paid(1, first)
            return
        self.background.run(
            "登记拨付",
            lambda job: pay_each(self.office, self.person, rest, day, voucher, job.progress),
            lambda failed: self._paid(len(lines), first | failed),
            lambda error: self._stopped(error),
        )

    def _paid(self, count: int, failed: Mapping[int, DeskError]) -> None:
        """Say how it went; what failed stays marked, with its sentence."""
        self.failed = {line_id: str(problem) for line_id, problem in failed.items()}
        self.table.mark(list(failed))
        self.refresh()
        if failed:
            words = f"{count - len(failed)} 笔已登记，{len(failed)} 笔没有登记：{next(iter(self.failed.values()))}"
            self.banner.tell(words, "bad")
        else:
            self.banner.hide()
            self.said.emit(f"已登记拨付 {count} 笔。")

    def _stopped(self, error: Exception) -> None:
        """Cancelled, or one field was of no use to the others: what is paid is seen in the list."""
        self.refresh()
        self.banner.tell(str(error) or "已停止，列表里还待付的没有登记。", "warn")
        if not isinstance(error, DeskError) and str(error):
            raise error

    def remind(self) -> None:
        """催办县级拨付: the marked lines of counties."""
        lines = [line for line in self.chosen() if not _not_of_a_county(line)]
        self._do(payments_dialogs.reminding(self, self.office, self.person, lines), f"已记录催办 {len(lines)} 笔。")

    def archive(self) -> None:
        """归档: the cases of the marked lines."""
        numbers = {line.case_id: line.number for line in self.chosen()}
        text = "、".join(numbers.values())
        if not dialogs.ask(self, f"把 {len(numbers)} 件归档？", text, "归档"):
            return
        problems = []
        for case_id in numbers:
            try:
                archive(self.office, self.person, case_id, get_case(self.office, case_id).version)
            except DeskError as problem:
                problems.append(str(problem))
        self._done(f"已归档 {len(numbers) - len(problems)} 件。")
        if problems:
            self.banner.tell("".join(problems), "bad")

    def _with_line(self, make: Make, lacking: Callable[[ListedLine], str], words: str) -> None:
        line = next((line for line in self.chosen() if not lacking(line)), None)
        if line is not None:
            self._do(make(self, self.office, self.person, line), words)

    def _do(self, dialog: DeedDialog, words: str) -> None:
        if hold(dialog):
            self._done(words)

    def _done(self, words: str) -> None:
        self.failed = {}
        self.banner.hide()
        self.table.clear_marks()
        self.refresh()
        self.said.emit(words)


# Why a line is not one for a deed; "" where it is.


def _nothing(line: ListedLine) -> str:
    return ""


def _not_open(line: ListedLine) -> str:
    return "" if line.open else "这一笔已经拨付。"


def _not_paid(line: ListedLine) -> str:
    return "这一笔还没有拨付。" if line.open else ""


def _not_returned(line: ListedLine) -> str:
    return "" if line.state is LineState.RETURNED else "没有退汇，账户按申报时的资料，不能变更。"


def _not_of_a_county(line: ListedLine) -> str:
    return _not_open(line) or ("市本级的拨付不用催办，请选县级的。" if line.treasury == CITY else "")


def _total(lines: list[ListedLine]) -> str:
    return money(sum((line.amount for line in lines), Decimal(0)))
