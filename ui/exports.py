"""导出: one of the tables as a workbook; what it will hold is counted and shown before it is written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from ui import dialogs
from ui.background import Background, Cancelled, Job
from ui.banner import Banner
from ui.empty_state import EmptyState
from ui.exports_filters import ExportFilters
from ui.focus import enter_at
from ui.parts import button, money, secondary, section
from ui.rulings_table import Column, Row, RowsTable
from ui.theme import STEP, kind
from ycdesk.domain.errors import DeskError
from ycdesk.domain.people import Person
from ycdesk.services.office import Office
from ycdesk.services.sheets.exporting.tables import Selection, TableKind, read_tables, title_of

if TYPE_CHECKING:
    from ycdesk.services.sheets.exporting.table import Cell, Table

MOST = 100
"""Rows that are shown; all of them are written."""
_TYPING = 150  #: ms, for who goes through the choices
_WIDEST = 240  #: px of a shown column


class ExportsPage(QWidget):
    """Signals:
    said(words): news for the status bar.
    """

    said = Signal(str)

    def __init__(self, office: Office, person: Person, background: Background) -> None:
        super().__init__()
        self.office, self.person, self.background = office, person, background
        self.tables: list[Table] = []
        """What was read for the present choice; empty while it is being read or where there is none."""
        self.written: Path | None = None
        self._reading: Job | None = None
        self._writing: Job | None = None
        kind(self, "panel").setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.banner = Banner()
        self.kinds = RowsTable("要导出的表", (Column("表"),))
        self.filters = ExportFilters(office, self)
        self.heading = section("")
        self.summary = secondary("", wrap=True)
        self.sums = secondary("", wrap=True)
        self.preview = RowsTable("表的开头", (Column(""),))
        self.empty = EmptyState("file", "没有可以导出的行", "")
        self.middle = QStackedWidget()
        self.export_button = button("导出 Excel…", "primary", "save", "Ctrl+S")
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_TYPING)
        self._build()
        self._connect()
        self.kinds.show_rows([Row((each.label,), each) for each in TableKind])
        enter_at(self, self.kinds)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(STEP * 4, STEP * 3, STEP * 4, STEP * 2)
        head.addWidget(self.filters, 1)
        head.addWidget(self.export_button, 0, Qt.AlignmentFlag.AlignTop)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(STEP * 4, STEP * 2, STEP * 4, 0)
        column.setSpacing(STEP)
        for part in (self.heading, self.summary, self.sums):
            column.addWidget(part)
        for page in (self.preview, self.empty):
            self.middle.addWidget(page)
        column.addSpacing(STEP)
        column.addWidget(self.middle, 1)
        self.kinds.horizontalHeader().hide()
        split = QSplitter()
        split.setHandleWidth(1)
        split.setChildrenCollapsible(False)
        split.addWidget(self.kinds)
        split.addWidget(right)
        split.setSizes([176, 1000])
        split.setStretchFactor(1, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.banner)
        whole.addLayout(head)
        whole.addWidget(split, 1)

    def _connect(self) -> None:
        self.kinds.current_changed.connect(self._another)
        self.kinds.opened.connect(lambda _: self.export())
        self.filters.changed.connect(self._ask)
        self.export_button.clicked.connect(self.export)
        self._settle.timeout.connect(self._read)
        for key, deed in (("Esc", self.cancel), ("Ctrl+Shift+O", self.open_folder)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(deed)

    def keys(self) -> list[tuple[str, str]]:
        """The keys that the status bar shows."""
        keys = [("↑ ↓", "表"), ("← →", "年度"), ("Ctrl+S", "导出"), ("Esc", "停止")]
        return [*keys, ("Ctrl+Shift+O", "打开所在文件夹")]

    # what it will hold

    @property
    def selection(self) -> Selection:
        """The table and what narrows it."""
        return self.filters.selection(TableKind(self.kinds.current() or TableKind.COUNTY))

    def refresh(self) -> None:
        """Read everything anew."""
        self.filters.refresh()
        self._another()

    def _another(self) -> None:
        chosen = self.selection.kind
        self.filters.offer(chosen)
        self.summary.setText(chosen.summary)
        self._ask()

    def _ask(self) -> None:
        """Read soon; what was read for another choice holds no longer."""
        self.tables = []
        self.export_button.setEnabled(False)
        self._settle.start()

    def _read(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
        office, selection = self.office, self.selection

        def work(job: Job) -> tuple[str, list[Table]]:
            return title_of(office, selection), read_tables(office, selection, job.progress)

        def done(read: tuple[str, list[Table]]) -> None:
            if selection == self.selection:
                self._show(*read)

        def failed(error: Exception) -> None:
            if isinstance(error, Cancelled) or selection != self.selection:
                return
            if not isinstance(error, DeskError):
                raise error
            self._show_none(str(error))

        self._reading = self.background.run("查看表格", work, done, failed, quiet=True)

    def _show(self, title: str, tables: list[Table]) -> None:
        first = tables[0]
        if not first.rows:
            self._show_none("没有这样的办件；换一个年度、批次或者条件。")
            return
        self.tables = tables
        self.export_button.setEnabled(True)
        self.heading.setText(title)
        money_of = {column.title for column in first.columns if column.look.value == "money"}
        amounts = "，".join(
            f"{words.removesuffix('（元）')} {money(amount) if words in money_of else amount}"
            for words, amount in first.totals().items()
        )
        shown = f"（下面是前 {MOST} 行）" if first.count() > MOST else ""
        sheets = f"，{len(tables)} 张工作表" if len(tables) > 1 else ""
        self.sums.setText(f"{first.count()} 行{sheets}{shown}{f'；{amounts}' if amounts else ''}")
        self.preview.rows.columns = tuple(
            Column(column.title, right=column.look.value in ("money", "number", "whole", "percent"))
            for column in first.columns
        )
        rows = [row for row, _ in zip(first.data(), range(MOST), strict=False)]
        self.preview.show_rows([Row(tuple(map(_words, row)), number) for number, row in enumerate(rows)], keep=False)
        self.preview.resizeColumnsToContents()
        for at in range(len(first.columns)):
            self.preview.setColumnWidth(at, min(self.preview.columnWidth(at) + STEP * 2, _WIDEST))
        self._turn(self.preview)

    def _show_none(self, why: str) -> None:
        self.tables = []
        self.heading.setText(self.selection.kind.label)
        self.sums.setText("")
        self.empty.put("没有可以导出的行", why)
        self._turn(self.empty)

    def _turn(self, page: QWidget) -> None:
        if page is not self.preview and self.preview.hasFocus():
            self.kinds.setFocus()
        self.middle.setCurrentWidget(page)

    # writing it

    def export(self) -> None:
        """导出: the workbook into a file that the person chooses (Ctrl+S)."""
        if not self.tables or self._writing is not None:
            return
        office, selection = self.office, self.selection
        path = dialogs.save_file(
            self, f"导出{selection.kind.label}", f"{self.heading.text()}.xlsx", "Excel 工作簿 (*.xlsx)"
        )
        if path is None:
            return
        self.banner.hide()

        def work(job: Job) -> Sequence[Table]:
            from ycdesk.services.sheets.exporting.export import export

            return export(office, selection, path, job.progress)

        self._writing = self.background.run(
            f"导出{selection.kind.label}", work, lambda tables: self._done(path, tables), self._failed
        )

    def cancel(self) -> None:
        """停止: nothing is written (Esc)."""
        if self._writing is not None:
            self._writing.cancel()

    def open_folder(self) -> None:
        """打开所在文件夹: where the last workbook went (Ctrl+Shift+O)."""
        if self.written is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.written.parent)))

    def _done(self, path: Path, tables: Sequence[Table]) -> None:
        self._writing, self.written = None, path
        words = f"已导出 {path.name}，{tables[0].count()} 行。"
        self.banner.tell(words, "ok", "打开所在文件夹", self.open_folder)
        self.said.emit(words)

    def _failed(self, error: Exception) -> None:
        self._writing = None
        if isinstance(error, Cancelled):
            self.banner.tell("已停止，没有写文件。", "warn")
        elif isinstance(error, DeskError):
            self.banner.tell(str(error), "bad")
        else:
            raise error


def _words(value: Cell) -> str:
    """A cell as the sheet will show it."""
    if isinstance(value, Decimal):
        return money(value) if value == round(value, 2) else f"{value:f}"
    return str(value) if isinstance(value, str | int | date) else ""
