"""导入: a sheet of any firm or county becomes cases, or rows of one case; what will happen is shown before it does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from ui import dialogs
from ui.background import Background, Cancelled, Job
from ui.banner import Banner
from ui.deed_dialog import allow
from ui.empty_state import EmptyState
from ui.focus import enter_at
from ui.imports_choice import Planning
from ui.imports_columns import ColumnsTable
from ui.imports_files import save_marked, save_template
from ui.imports_head import ImportHead, UnitQuestion
from ui.imports_rows import PreviewRows, sentences
from ui.theme import kind
from ycdesk.domain.errors import Conflict, DeskError
from ycdesk.domain.people import Person
from ycdesk.services.dossiers import get_case
from ycdesk.services.office import Office
from ycdesk.services.sheets.book import Book
from ycdesk.services.sheets.importing.carrying_out import Imported, carry_out
from ycdesk.services.sheets.importing.plan import Fate, Plan, PlannedRow
from ycdesk.services.sheets.reading import read_book

T = TypeVar("T")
_KINDS = "表格 (*.xlsx *.xlsm *.xls *.csv);;所有文件 (*)"
_WAITING = (
    "选一个 Excel 文件，或者把它拖到这里",
    "先选导入为哪个事项，再按 Ctrl+O 选文件（.xlsx、.xls 或 .csv）。企业和县（市、区）自己的表也行：表头自动对应，"
    "对得不对的可以改。还没有表的，用“模板…”存一份发给对方填。",
)
_UNCHOSEN = ("这个文件导入为什么", "请在上面的“导入为”里选事项。")


class ImportsPage(QWidget):
    """Signals:
    case_opened(int, int): a case is wanted: the dossier, the case.
    said(words): news for the status bar.
    """

    case_opened = Signal(int, int)
    said = Signal(str)

    def __init__(self, office: Office, person: Person, background: Background) -> None:
        super().__init__()
        self.office, self.person, self.background = office, person, background
        self.planning = Planning(office, background, self)
        self.working: Job | None = None
        """Reads a file, imports or marks: what the person may stop."""
        kind(self, "panel").setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAcceptDrops(True)
        self.banner = Banner()
        self.head = ImportHead(office)
        self.units = UnitQuestion()
        self.columns = ColumnsTable()
        self.preview = PreviewRows()
        self.empty = EmptyState("tables", *_WAITING)
        self.middle = QStackedWidget()
        self._build()
        self._connect()
        self._show()

    def _build(self) -> None:
        split = QSplitter()
        split.setHandleWidth(1)
        split.setChildrenCollapsible(False)
        split.addWidget(self.columns)
        split.addWidget(self.preview)
        split.setSizes([600, 680])
        self.middle.addWidget(self.empty)
        self.middle.addWidget(split)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        for part in (self.banner, self.head, self.units):
            whole.addWidget(part)
        whole.addWidget(self.middle, 1)

    def _connect(self) -> None:
        head = self.head
        head.file_button.clicked.connect(self.choose_file)
        head.template_button.clicked.connect(lambda: save_template(self))
        head.marked_button.clicked.connect(lambda: save_marked(self))
        head.import_button.clicked.connect(self.carry_out)
        head.target_changed.connect(lambda: self._propose())
        head.sender_changed.connect(self._another_sender)
        head.sheet_changed.connect(lambda: self._propose(head.sheet.currentData()))
        head.row_changed.connect(lambda: self.planning.make(head.choice))
        self.planning.changed.connect(self._show)
        self.planning.failed.connect(lambda error: self._failed(error, ""))
        self.units.answered.connect(self._in_unit)
        self.columns.put.connect(self._put)
        self.columns.unit.connect(lambda at, unit: self._in_unit(unit, at))
        self.preview.opened.connect(self.show_row)
        keys = (("F8", self.preview.next_mistake), ("Ctrl+Enter", head.import_button.click), ("Esc", self.cancel))
        for key, deed in keys:
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(deed)

    def keys(self) -> list[tuple[str, str]]:
        """The keys that the status bar shows."""
        first = [("Ctrl+O", "选择文件"), ("Enter", "改对应、看全文"), ("Space", "元或万元")]
        return [*first, ("F8", "下一处错"), ("Ctrl+Enter", "导入"), ("Ctrl+Shift+S", "标红的副本"), ("Esc", "停止")]

    def refresh(self) -> None:
        """Look again at what is there already; the choices stay."""
        self.head.refresh()
        if self.working is None:
            self.planning.make(self.head.choice, self.planning.layout)

    # the file

    def choose_file(self) -> None:
        """选择文件 (Ctrl+O)."""
        folder = self.planning.book.path.parent if self.planning.book is not None else None
        path = dialogs.choose_file(self, "选择要导入的表", _KINDS, folder)
        if path is not None:
            self.open(path)

    def open(self, path: Path) -> None:
        """Read a file; what was shown stays until that has been done."""
        if self.working is not None:
            self.said.emit("请等正在进行的做完，或者按 Esc 停止。")
            return
        self.banner.hide()
        self.work(f"读取 {path.name}", lambda job: read_book(path, job.progress), self._opened, "已停止读取。")

    def import_into(self, case_id: int) -> None:
        """Take rows for the table of a case, from the file that is open or from another one."""
        case = get_case(self.office, case_id)
        title = self.office.titles.get(case.measure, case.measure)
        self.head.choose_case(case.number, f"办件 {case.number} 的明细：{title}")
        self.head.file_button.setFocus()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        from ui.scans import dropped_files

        if dropped_files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        from ui.scans import dropped_files

        event.acceptProposedAction()
        self.open(dropped_files(event)[0])

    def _opened(self, book: Book) -> None:
        self.planning.take(book)
        self._propose()

    # the plan

    def _propose(self, sheet: str = "") -> None:
        """Let the headings and columns of a sheet be found, and the sheet where none is named."""
        choice = self.head.choice
        self.planning.make(choice and replace(choice, sheet=sheet, row=0))

    def _another_sender(self) -> None:
        """What the sender's headings meant the last time; of an unknown one the columns stay as they were put."""
        choice = self.head.choice
        try:
            if choice is not None and self.planning.book is not None and self.planning.knows(choice):
                self._propose(choice.sheet)
        except DeskError as problem:
            self.banner.tell(str(problem), "bad")

    def _put(self, at: int, key: str) -> None:
        if self.planning.layout is not None:
            self.planning.make(self.head.choice, self.planning.layout.put(at, key))

    def _in_unit(self, unit: str, at: int | None = None) -> None:
        if self.planning.layout is not None:
            self.planning.make(self.head.choice, self.planning.layout.in_unit(unit, at))

    def _show(self) -> None:
        """The columns and rows, or what has to be done first."""
        planning, plan = self.planning, self.planning.plan
        if plan is not None:
            self.head.show_book(plan.book, plan.layout)
            asked = plan.layout.asked(plan.target)
            self.units.ask(asked)
            self.columns.show_columns(plan.sheet, plan.target, plan.layout)
            self.preview.show_plan(plan)
            if asked:
                self.preview.tell("选定金额单位以后，这里列出每一行会怎样。")
        elif planning.busy:
            self.preview.tell("正在核对……")
        else:
            self.head.show_book(planning.book, None)
            self.units.hide()
            self.empty.put(*(_WAITING if planning.book is None else _UNCHOSEN))
        ready = plan is not None or (planning.busy and self.middle.currentIndex() == 1)
        inside = any(part.hasFocus() for part in (self.columns, self.preview.filter, self.preview.table))
        moved = self.head.file_button.hasFocus() if ready else inside
        self.middle.setCurrentIndex(int(ready))
        enter_at(self, self.columns if ready else self.head.target)
        if moved:
            self.setFocus()
        self._offer()

    def _offer(self) -> None:
        """What can be done now, and else why not."""
        plan, head = self.planning.plan, self.head
        busy = "请等正在进行的做完，或者按 Esc 停止。" if self.working is not None else ""
        if plan is not None:
            why = plan.problem or ("" if plan.counts[Fate.NEW] else "没有可以导入的新行。")
        elif self.planning.busy:
            why = "正在核对。"
        else:
            why = "请先选“导入为”。" if head.where is None else "请先选择文件。"
        allow(head.import_button, busy or why)
        allow(head.marked_button, busy or ("" if plan is not None and plan.marks else "没有要标红的错处。"))
        single = head.where is not None and bool(head.where.measure)
        allow(head.template_button, "" if single else "模板是按事项的，请先在“导入为”里选一个事项。")

    def show_row(self, row: PlannedRow) -> None:
        """Enter on a row: its case, or everything that is wrong with it."""
        if row.fate is Fate.KNOWN and row.case_id is not None:
            self._open_case(row.case_id)
        elif told := sentences(row):
            dialogs.tell(self, f"第 {row.number} 行　{row.fate.label}", "\n".join(told))

    # deeds

    def carry_out(self) -> None:
        """导入 (Ctrl+Enter): the good rows, all of them or none."""
        plan, sender = self.planning.plan, self.head.from_whom.currentText().strip()
        if plan is None or self.working is not None:
            return
        office, person = self.office, self.person

        def work(job: Job) -> Imported:
            return carry_out(office, person, plan, sender, job.progress)

        self.banner.hide()
        self.work("导入", work, lambda outcome: self._imported(plan, outcome), "已停止，一行也没有导入。")

    def _imported(self, plan: Plan, outcome: Imported) -> None:
        first = next((case.case_id for case in plan.cases if case.numbers and case.case_id is not None), None)
        words = outcome.summary
        if plan.marks:
            words += f"还有 {plan.counts[Fate.WRONG]} 行有错没有导入，可按 Ctrl+Shift+S 存一份标红的副本退给对方。"
        if first is not None and plan.target.case_id is not None:
            self.banner.tell(words, "ok", "回到办件", lambda: self._open_case(first))
        else:
            self.banner.tell(f"{words}在下面的行上按 Enter 打开它的办件。", "ok")
        self.said.emit(outcome.summary)
        self.refresh()
        self.preview.table.setFocus()

    def cancel(self) -> None:
        """停止: what is read, imported or marked (Esc)."""
        if self.working is not None:
            self.working.cancel()

    def _open_case(self, case_id: int) -> None:
        try:
            case = get_case(self.office, case_id)
        except DeskError as problem:  # somebody deleted the draft
            self.banner.tell(str(problem), "bad")
            return
        self.case_opened.emit(case.dossier_id, case.id)

    def work(self, title: str, work: Callable[[Job], T], done: Callable[[T], None], stopped: str) -> None:
        """Do something that the person waits for, and may stop."""

        def ended(result: T) -> None:
            self.working = None
            self._offer()
            done(result)

        def failed(error: Exception) -> None:
            self.working = None
            self._offer()
            self._failed(error, stopped)

        self.working = self.background.run(title, work, ended, failed)
        self._offer()

    def _failed(self, error: Exception, stopped: str) -> None:
        if isinstance(error, Cancelled):
            self.banner.tell(stopped, "warn")
        elif isinstance(error, Conflict):
            self.banner.tell(str(error), "bad", "重新核对", self.refresh)
        elif isinstance(error, DeskError):
            self.banner.tell(str(error), "bad")
        else:
            raise error
