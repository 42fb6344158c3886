"""上会与公示: batches at the left, the cases of one at the right with what the year's money says to each."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ui import batches_dialogs, dialogs
from ui.banner import Banner
from ui.batches_list import BatchesList
from ui.batches_rows import about, case_row
from ui.deed_dialog import DeedDialog, allow, hold
from ui.focus import enter_at
from ui.money_table import MarkTable
from ui.parts import button, label, secondary, upright
from ui.rulings_table import Column
from ui.theme import STEP
from ycdesk.domain.errors import DeskError
from ycdesk.domain.meeting import Batch
from ycdesk.domain.people import Person, Role
from ycdesk.domain.states import Action
from ycdesk.services.allotments import sentence, verdict
from ycdesk.services.batch_list import BatchCase, BatchLine, Deed, batch_cases, batch_deeds, batch_lines, case_deeds
from ycdesk.services.budget import QUEUE, budget_figures, simulate
from ycdesk.services.meeting import clear, objections_to, take_from_batch
from ycdesk.services.office import Office

_SIDE = 264
"""px of the column at the left."""
_COLUMNS = (
    Column("序", 44, right=True),
    Column("编号", 92),
    Column("申报主体"),
    Column("事项", 108),
    Column("金额（元）", 108, right=True),
    Column("市级", 100, right=True),
    Column("县级", 100, right=True),
    Column("状态", 104),
    Column("本年资金", 160),
)


class BatchesTab(QWidget):
    """Signals:
    opened(case): a case was chosen.
    said(words): news for the status bar.
    """

    opened = Signal(object)
    said = Signal(str)

    def __init__(self, office: Office, person: Person) -> None:
        super().__init__()
        self.office, self.person = office, person
        self.cases: dict[int, BatchCase] = {}
        self.lines: list[BatchLine] = []
        self._reasons: dict[Action, str | None] = {}
        self.banner = Banner()
        self.list = BatchesList()
        self.words = label("", wrap=True)
        self.notice = secondary("", wrap=True)
        self.table = MarkTable("批次里的办件", _COLUMNS)
        self.open_button = button("建立批次…", "", "plus", "Ctrl+B")
        self.minutes_button = button("会议纪要…", "", "", "Ctrl+M")
        self.publicise_button = button("公示…", "", "", "Ctrl+G")
        self.clear_button = button("公示期满", "", "", "Ctrl+E")
        self.put_in_button = button("列入…", "", "", "Ctrl+I")
        self.take_out_button = button("移出", "", "", "Ctrl+O")
        self.object_button = button("登记异议…", "", "", "Ctrl+Y")
        self.answer_button = button("答复异议…", "", "", "Ctrl+Shift+Y")
        self._build()
        self._connect()
        enter_at(self, self.list)

    def _build(self) -> None:
        deeds = QGridLayout()
        deeds.setContentsMargins(STEP * 4, STEP * 3, STEP * 4, STEP * 3)
        deeds.setSpacing(STEP * 2)
        batch_buttons = (self.open_button, self.minutes_button, self.publicise_button, self.clear_button)
        for number, each in enumerate(batch_buttons):
            deeds.addWidget(each, number // 2, number % 2)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self.list, 1)
        left.addLayout(deeds)
        side = QWidget()
        side.setFixedWidth(_SIDE)
        side.setLayout(left)
        left.setContentsMargins(0, 0, 0, 0)
        case_buttons = QHBoxLayout()
        case_buttons.setContentsMargins(0, STEP, 0, 0)
        case_buttons.setSpacing(STEP * 2)
        for each in (self.put_in_button, self.take_out_button, self.object_button, self.answer_button):
            case_buttons.addWidget(each)
        case_buttons.addStretch(1)
        head = QVBoxLayout()
        head.setContentsMargins(STEP * 3, STEP * 3, STEP * 5, STEP * 2)
        head.setSpacing(STEP)
        head.addWidget(self.words)
        head.addWidget(self.notice)
        head.addLayout(case_buttons)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addLayout(head)
        right.addWidget(self.table, 1)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(side)
        row.addWidget(upright())
        row.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addLayout(row, 1)

    def _connect(self) -> None:
        self.list.chosen.connect(self._show_batch)
        self.table.current_changed.connect(self._offer)
        self.table.marked.connect(self._offer)
        self.table.opened.connect(lambda case_id: self.opened.emit(self.cases[case_id]))
        for each, deed in (
            (self.open_button, self.open_batch),
            (self.minutes_button, lambda: self._with_batch(batches_dialogs.minutes, "已记录会议纪要。")),
            (self.publicise_button, lambda: self._with_batch(batches_dialogs.NoticeDialog, "已公示。")),
            (self.clear_button, self.clear),
            (self.put_in_button, self.put_in),
            (self.take_out_button, self.take_out),
            (self.object_button, self.add_objection),
            (self.answer_button, self.answer_objection),
        ):
            each.clicked.connect(deed)

    # showing

    def refresh(self, batch_id: int | None = None) -> None:
        """Read everything anew; ``batch_id``: where the cursor goes."""
        self.lines = batch_lines(self.office)
        self.list.show_lines(self.lines, self.office.clock().date(), batch_id)

    def _show_batch(self) -> None:
        line = self.list.line
        if line is None:
            return
        batch = line.batch
        found = {case.case_id: case for case in batch_cases(self.office, batch.id if batch else None)}
        year = batch.year if batch else self.office.clock().year
        waiting = any(case.state in QUEUE for case in found.values())
        tried = simulate(self.office, year, batch.id if batch else None) if waiting else []
        tried = [each for each in tried if each.claim.case_id in found]
        verdicts = {each.claim.case_id: verdict(self.office, each) for each in tried}
        order = [*verdicts, *(case_id for case_id in found if case_id not in verdicts)]
        self.cases = {case_id: found[case_id] for case_id in order}
        self.table.show_rows(
            [case_row(number, case, verdicts.get(case.case_id)) for number, case in enumerate(self.cases.values(), 1)]
        )
        words = sentence(self.office, tried, budget_figures(self.office, year)) if tried else ""
        self.words.setText(words or ("这一批的资金已经办完。" if found else "没有办件。"))
        self.notice.setText(about(batch))
        self.notice.setVisible(bool(about(batch)))
        self._offer()

    def _offer(self) -> None:
        """Enable what the workflow allows; the reason for the rest stands in the tool tip."""
        line = self.list.line
        if line is None:
            return
        current = self.table.current()
        self._reasons = case_deeds(self.office, self.person, current) if current is not None else {}
        reasons: dict[Deed, str] = batch_deeds(line, self.person, self.office.clock().date())
        if line.batch is None and not reasons[Deed.PUT_IN] and not self._unposted():
            reasons[Deed.PUT_IN] = "没有还未公示的批次，请先建立批次。"
        no_role = "" if self.person.role is Role.SUPERVISOR else reasons[Deed.MINUTES]
        none = "请先选中一件。"
        case = self.cases.get(current) if current is not None else None
        answered = "" if case is not None and case.open_objections else "这件没有待答复的异议。"
        for each, why in (
            (self.open_button, no_role),
            (self.minutes_button, reasons[Deed.MINUTES]),
            (self.publicise_button, reasons[Deed.PUBLICISE]),
            (self.clear_button, reasons[Deed.CLEAR]),
            (self.put_in_button, reasons[Deed.PUT_IN]),
            (self.take_out_button, reasons[Deed.TAKE_OUT]),
            (self.object_button, self._reasons.get(Action.OBJECT, none) or ""),
            (self.answer_button, self._reasons.get(Action.ANSWER, none) or answered),
        ):
            allow(each, why)

    def _unposted(self) -> list[Batch]:
        return [line.batch for line in self.lines if line.batch is not None and line.batch.posted_on is None]

    # deeds

    def open_batch(self) -> None:
        """建立批次, with the marked cases when they are in no batch."""
        line = self.list.line
        loose = line is not None and line.batch is None
        dialog = batches_dialogs.opening(self, self.office, self.person, self.table.chosen() if loose else [])
        self._do(dialog, "已建立批次。")

    def put_in(self) -> None:
        """列入 the marked cases."""
        chosen = self.table.chosen()
        self._do(batches_dialogs.filling(self, self.office, self.person, self._unposted(), chosen), "已列入批次。")

    def take_out(self) -> None:
        """移出 the marked cases."""
        line, chosen = self.list.line, self.table.chosen()
        if line is not None and (batch := line.batch) is not None and chosen:
            words = f"已移出 {len(chosen)} 件。"
            self._try(lambda: take_from_batch(self.office, self.person, batch.id, batch.version, chosen), words)

    def clear(self) -> None:
        """公示期满: what no objection holds goes on."""
        line = self.list.line
        if line is None or (batch := line.batch) is None:
            return
        held = [case.number for case in self.cases.values() if case.held]
        text = f"有异议的 {'、'.join(held)} 不往下办。" if held else "没有异议。"
        if dialogs.ask(self, f"批次 {batch.number} 公示期满，转入拨付？", text, "公示期满"):
            self._try(lambda: clear(self.office, self.person, batch.id), "已办公示期满。")

    def add_objection(self) -> None:
        """登记异议 to the case under the cursor."""
        if (case := self.cases.get(self.table.current())) is not None:
            dialog = batches_dialogs.objection(self, self.office, self.person, case.case_id, case.number)
            self._do(dialog, f"已登记对 {case.number} 的异议。")

    def answer_objection(self) -> None:
        """答复 an open objection to the case under the cursor."""
        if (case := self.cases.get(self.table.current())) is not None:
            waiting = [each for each in objections_to(self.office, case.case_id) if each.outcome is None]
            dialog = batches_dialogs.answering(self, self.office, self.person, case.number, waiting)
            self._do(dialog, f"已答复对 {case.number} 的异议。")

    def _with_batch(self, make: Callable[[QWidget, Office, Person, Batch], DeedDialog], words: str) -> None:
        line = self.list.line
        if line is not None and line.batch is not None:
            self._do(make(self, self.office, self.person, line.batch), words)

    def _do(self, dialog: DeedDialog, words: str) -> None:
        if hold(dialog):
            result = dialog.result_of_deed
            self._done(words, result.id if isinstance(result, Batch) else None)

    def _try(self, deed: Callable[[], object], words: str) -> None:
        try:
            deed()
        except DeskError as problem:
            self.banner.tell(str(problem), "bad")
            self.refresh()
        else:
            self._done(words)

    def _done(self, words: str, batch_id: int | None = None) -> None:
        self.banner.hide()
        self.table.clear_marks()
        self.refresh(batch_id)
        self.said.emit(words)
