"""打印: the printing centre. Papers are chosen, numbered, looked at, printed or saved, many at once."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from ui import dialogs
from ui.background import Background, Cancelled
from ui.banner import Banner
from ui.deed_dialog import DeedDialog, allow, hold
from ui.empty_state import EmptyState
from ui.focus import enter_at, go_down
from ui.money_table import MarkTable
from ui.parts import button, secondary
from ui.print_paper import choose_printer, draw
from ui.printing_filters import PrintFilters
from ui.printing_runs import Outcome, Work, number_papers, print_papers, save_each, save_one
from ui.printing_sheet import PaperSheet
from ui.rulings_table import Column, Row
from ui.theme import STEP, kind
from ycdesk.domain.case import Case
from ycdesk.domain.errors import DeskError
from ycdesk.domain.people import Person
from ycdesk.services.documents import WAYS, deliver, document_by_code
from ycdesk.services.office import Office
from ycdesk.services.print_list import MOST, Printable, printables, usual_paper

COLUMNS = (
    Column("编号", 100),
    Column("单位、批次"),
    Column("事项", 100),
    Column("状态", 76),
    Column("文号", 148),
    Column("打印", 44, right=True),
    Column("送达", 92),
)
_MATTER, _NUMBER, _DELIVERED = 3, 5, 7  #: behind the column of the marks
_NARROW = 720  #: px
_TYPING = 150  #: ms, for who types into the filters


class PrintingPage(QWidget):
    """Signals:
    opened(line): a case was chosen.
    said(words): news for the status bar.
    """

    opened = Signal(object)
    said = Signal(str)

    def __init__(self, office: Office, person: Person, background: Background) -> None:
        super().__init__()
        self.office, self.person, self.background = office, person, background
        self.lines: dict[tuple[int, str], Printable] = {}
        kind(self, "panel").setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.banner = Banner()
        self.filters = PrintFilters(office)
        self.count = secondary("")
        self.table = MarkTable("可以打印的文书", COLUMNS)
        self.empty = EmptyState("print", "没有这样的文书", "换一种文书或者筛选条件；办件到了相应的环节才有它的文书。")
        self.middle = QStackedWidget()
        self.sheet = PaperSheet(office, background)
        self.pages = secondary("")
        self.print_button = button("打印…", "primary", "print", "Ctrl+P")
        self.save_button = button("另存为一个 PDF…", "", "save", "Ctrl+S")
        self.each_button = button("每份一个文件…", "", "", "Ctrl+Shift+S")
        self.number_button = button("编文号", "", "", "Ctrl+E")
        self.deliver_button = button("登记送达…", "", "", "Ctrl+D")
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_TYPING)
        self._build()
        self._connect()
        enter_at(self, self.table)

    def _build(self) -> None:
        deeds = QHBoxLayout()
        deeds.setSpacing(STEP * 2)
        for each in (self.print_button, self.save_button, self.each_button, self.number_button, self.deliver_button):
            deeds.addWidget(each)
        deeds.addStretch(1)
        deeds.addWidget(self.count)
        head = QVBoxLayout()
        head.setContentsMargins(STEP * 4, STEP * 3, STEP * 4, STEP * 2)
        head.setSpacing(STEP * 2)
        head.addWidget(self.filters)
        head.addLayout(deeds)
        self.middle.addWidget(self.table)
        self.middle.addWidget(self.empty)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.pages.setContentsMargins(STEP * 3, STEP, STEP * 3, STEP)
        column.addWidget(self.sheet, 1)
        column.addWidget(self.pages)
        split = QSplitter()
        split.setHandleWidth(1)
        split.setChildrenCollapsible(False)
        split.addWidget(self.middle)
        split.addWidget(right)
        split.setSizes([840, 440])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.banner)
        whole.addLayout(head)
        whole.addWidget(split, 1)

    def _connect(self) -> None:
        self._settle.timeout.connect(self._show)
        self.filters.changed.connect(self._settle.start)
        go_down(self.filters.text, self.table)
        self.filters.text.returnPressed.connect(self._scan)
        self.table.current_changed.connect(self._look)
        self.table.marked.connect(self._offer)
        self.table.opened.connect(self._open)
        self.sheet.told.connect(self.pages.setText)
        for each, deed in (
            (self.number_button, self.number),
            (self.print_button, self.print_chosen),
            (self.save_button, self.save),
            (self.each_button, self.save_each),
            (self.deliver_button, self.deliver),
        ):
            each.clicked.connect(deed)

    def keys(self) -> list[tuple[str, str]]:
        """The keys that the status bar shows."""
        return [("Space", "选中"), ("Ctrl+A", "全选"), ("Ctrl+E", "编文号"), ("Ctrl+P", "打印"), ("Ctrl+S", "另存")]

    # showing

    def refresh(self) -> None:
        """Read everything anew."""
        self.filters.refresh()
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Leave out columns that this paper has nothing for, or that a narrow window has no room for."""
        numbered, narrow = self.filters.wanted().kind.numbered, self.middle.width() < _NARROW
        for column, wanted in ((_MATTER, not narrow), (_NUMBER, numbered), (_DELIVERED, numbered and not narrow)):
            self.table.setColumnHidden(column, not wanted)

    def show_case(self, case: Case) -> None:
        """The paper that a case in its state most likely wants."""
        self.filters.show_only(usual_paper(case.state), case.number)
        self._show()
        self.table.setFocus()

    def _show(self) -> None:
        self._settle.stop()
        found = printables(self.office, self.filters.wanted())
        self.lines = {(line.paper.subject_id, line.paper.county): line for line in found}
        self.table.show_rows([_row(key, line) for key, line in self.lines.items()])
        self._fit()
        had_focus = self.table.hasFocus()
        self.middle.setCurrentWidget(self.table if found else self.empty)
        if had_focus and not found:
            self.filters.kind.setFocus()
        enter_at(self, self.table if found else self.filters.kind)
        only = f"（列出最近的 {MOST} 份）" if len(found) == MOST else ""
        self.count.setText(f"{len(found)} 份{only}")
        self._look()

    def chosen(self) -> list[Printable]:
        """The marked lines, or the one under the cursor."""
        return [self.lines[key] for key in self.table.chosen() if key in self.lines]

    def _look(self) -> None:
        current = self.table.current()
        self.sheet.show_paper(self.lines[current].paper if current in self.lines else None)
        self._offer()

    def _offer(self) -> None:
        chosen = self.chosen()
        none = "" if chosen else "请先选中文书。"
        numbered = self.filters.wanted().kind.numbered
        for each in (self.print_button, self.save_button, self.each_button):
            allow(each, none)
        allow(self.number_button, none or ("" if numbered else "这种文书不编文号。"))
        waiting = any(line.document_id and not line.delivered for line in chosen)
        allow(self.deliver_button, none or ("" if waiting else "没有编了文号、还没有送达的文书。"))

    def _open(self, key: tuple[int, str]) -> None:
        if self.lines[key].dossier_id is not None:
            self.opened.emit(self.lines[key])

    def _scan(self) -> None:
        """Enter in the field: the code of a letter brings its line and tells whether it holds."""
        document = document_by_code(self.office, self.filters.text.text())
        if document is None:
            self._show()
            self.table.setFocus()
            return
        case, void = document.case, document.void_at is not None
        self.filters.show_only(document.kind, case.number if case is not None else "")
        self.banner.tell(f"{document.number} {'已作废。' if void else '有效。'}", "bad" if void else "ok")
        self._show()
        self.filters.text.setFocus()
        self.filters.text.selectAll()  # the next beep takes its place

    # deeds

    def number(self) -> None:
        """编文号: the chosen letters that have none (Ctrl+E)."""
        papers = [line.paper for line in self.chosen() if line.document_id is None]
        if papers:
            self._run("编文号", number_papers(self.office, self.person, papers), "已编文号 {} 份")
        else:
            self.said.emit("选中的文书都有文号了。")

    def print_chosen(self) -> None:
        """打印: to a printer that the person chooses, with copies and both sides as it can (Ctrl+P)."""
        papers, title = [line.paper for line in self.chosen()], self.filters.wanted().kind.label
        printer = choose_printer(self, f"{title}（{len(papers)} 份）")
        if printer is not None:
            work = print_papers(self.office, self.person, papers, title, lambda pdf, told: draw(pdf, printer, told))
            self._run("打印", work, "已送打印机 {} 份")

    def save(self) -> None:
        """另存为一个 PDF (Ctrl+S)."""
        papers, title = [line.paper for line in self.chosen()], self.filters.wanted().kind.label
        name = f"{papers[0].label}-{title}" if len(papers) == 1 else f"{title}（{len(papers)} 份）"
        path = dialogs.save_file(self, "另存为 PDF", f"{name}.pdf", "PDF 文件 (*.pdf)")
        if path is not None:
            self._run("另存", save_one(self.office, papers, title, path), f"已存到 {path}，{{}} 份")

    def save_each(self) -> None:
        """每份一个文件, into a folder (Ctrl+Shift+S)."""
        papers = [line.paper for line in self.chosen()]
        folder = dialogs.choose_folder(self, "存到哪个文件夹")
        if folder is not None:
            self._run("另存", save_each(self.office, papers, folder), f"已存到 {folder}，{{}} 份")

    def deliver(self) -> None:
        """登记送达: the chosen letters, one day and one way for all (Ctrl+D)."""
        lines = [line for line in self.chosen() if line.document_id and not line.delivered]
        words = "、".join(line.number for line in lines[:4]) + ("等" if len(lines) > 4 else "")
        dialog = DeedDialog(self, "登记送达", "登记", f"{words}，共 {len(lines)} 份")
        dialog.day_line("on", "送达日期", self.office.clock().date())
        dialog.choice("how", "送达方式", [(way, way) for way in WAYS], True)
        dialog.line("to", "签收人", True, hint="签收人；留置送达的填见证人")

        def deed() -> None:
            values = (dialog.day("on"), str(dialog.data("how")), dialog.text("to"))
            for line in lines:
                assert line.document_id is not None
                deliver(self.office, self.person, line.document_id, *values)

        dialog.deed = deed
        if hold(dialog):
            self.said.emit(f"已登记送达 {len(lines)} 份。")
        self._show()

    def _run(self, title: str, work: Work, done: str) -> None:
        """In the background, with progress; the page tells how it went."""
        self.banner.hide()
        self.background.run(title, work, lambda outcome: self._done(outcome, done), self._failed)

    def _done(self, outcome: Outcome, done: str) -> None:
        self._show()
        words = done.format(outcome.made)
        if not outcome.failures:
            self.table.clear_marks()
            self.said.emit(f"{words}。")
            return
        report = "\n".join(failure.words for failure in outcome.failures)
        short = f"{words}，{len(outcome.failures)} 份没有成功：{outcome.failures[0].words}"
        self.banner.tell(short, "bad", "全部原因", lambda: dialogs.tell(self, "没有成功的文书", report))

    def _failed(self, error: Exception) -> None:
        self._show()
        if isinstance(error, DeskError):
            self.banner.tell(str(error), "bad")
        elif isinstance(error, Cancelled):
            self.banner.tell("已停止；停止以前编的文号、写好的文件保留。", "warn")
        else:
            raise error


def _row(key: tuple[int, str], line: Printable) -> Row:
    printed = str(line.printed) if line.printed else ""
    cells = (line.paper.label, line.about, line.matter, line.state, line.number, printed, line.delivered)
    return Row(cells, key, {0: "secondary", 2: "secondary", 3: "secondary", 5: "secondary", 6: "ok"})
