"""Electronic invoices read into the rows of a case: dropped on a row, or chosen with F3."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog

from ui import dialogs
from ycdesk.domain.errors import DeskError, InputProblem
from ycdesk.services.scans import NewScan, add_scan, read_scan

if TYPE_CHECKING:
    from ui.dossier_case import CaseTab
    from ui.table import RowsTable
    from ycdesk.services.invoices.fill import Filled
    from ycdesk.services.invoices.invoice import Invoice

KEY = "F3"
MOST_FILES = 100
"""At once."""


class InvoiceDrop(QObject):
    """Takes the files that are dropped on a table of rows.

    Signals:
        dropped(int, object): a row, and the paths of the files.
    """

    dropped = Signal(int, object)

    def __init__(self, table: RowsTable) -> None:
        super().__init__(table)
        self._table = table
        table.setAcceptDrops(True)
        table.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDropEvent) and self._takes(event):
            from ui.scans import dropped_files

            row = self._row(event)
            event.acceptProposedAction()
            if not isinstance(event, QDragMoveEvent):
                self.dropped.emit(row, dropped_files(event))
            elif not isinstance(event, QDragEnterEvent):
                column = max(self._table.currentIndex().column(), 0)
                self._table.setCurrentIndex(self._table.rows.index(row, column))
            return True
        return super().eventFilter(watched, event)

    def _takes(self, event: QDropEvent) -> bool:
        return event.mimeData().hasUrls() and not self._table.rows.read_only

    def _row(self, event: QDropEvent) -> int:
        """The row under the mouse; below all of them the empty one at the end."""
        row = self._table.rowAt(int(event.position().y()))
        return row if row >= 0 else self._table.rows.rowCount() - 1


def choose(tab: CaseTab, table: RowsTable) -> None:
    """Choose files for the current row and those below it (F3)."""
    from ycdesk.services.invoices import PATTERNS

    kinds = f"电子发票 ({PATTERNS});;所有文件 (*)"
    names, _ = QFileDialog.getOpenFileNames(tab, "读入电子发票", str(Path.home()), kinds)
    if names:
        read_in(tab, table, max(table.currentIndex().row(), 0), [Path(name) for name in names])


def read_in(tab: CaseTab, table: RowsTable, row: int, files: list[Path]) -> None:
    """Read files, fill the rows, keep the files with their paper, and say what was done and what to verify."""
    from ycdesk.services.invoices.fill import conflicts, fill

    read, problems = _read(files[:MOST_FILES])
    if len(files) > MOST_FILES:
        problems.append(f"一次最多读入 {MOST_FILES} 个文件，其余 {len(files) - MOST_FILES} 个没有读。")
    invoices = [invoice for _, invoice in read]
    source, draft = table.source, tab.draft
    row = min(row, len(source.rows))
    replace = False
    if invoices and (asked := conflicts(draft, source, row, invoices)):
        words = "\n".join(asked[:_MOST_ASKED] + (["……"] if len(asked) > _MOST_ASKED else []))
        answer = dialogs.choose(tab, "表里已经有别的内容，用发票上的替换吗？", words, ["保留原来的", "换成发票上的"])
        if answer is None:
            return
        replace = answer == 1
    filled = fill(draft, source, row, invoices, replace=replace) if invoices else None
    if filled is not None:
        tab.body.reset_rows()
        tab.save()
        problems += _keep(tab, [file for file, _ in read], filled)
        table.setCurrentIndex(table.rows.index(min(row, table.rows.rowCount() - 1), 0))
    _tell(tab, filled, problems)


_MOST_ASKED = 10


def _read(files: list[Path]) -> tuple[list[tuple[NewScan, Invoice]], list[str]]:
    """The invoices in the files, and a sentence for each that is none, or is there twice."""
    from ycdesk.services.invoices import read_invoice

    found: list[tuple[NewScan, Invoice]] = []
    problems: list[str] = []
    known: set[str] = set()
    for path in files:
        try:
            file = read_scan(path)
            invoice = read_invoice(file.name, file.data)
        except InputProblem as problem:
            problems += problem.problems.values()
            continue
        if invoice.full_number and invoice.full_number in known:
            problems.append(f"{file.name} 与前面的文件是同一张发票（{invoice.full_number}），只填了一次。")
            continue
        known.add(invoice.full_number)
        found.append((file, invoice))
    return found, problems


def _keep(tab: CaseTab, files: list[NewScan], filled: Filled) -> list[str]:
    """Attach the files to the paper of the checklist that is the invoice; gives a sentence for each not taken."""
    from ycdesk.services.invoices.fill import invoice_paper

    paper = invoice_paper(tab.checklist.papers.papers)
    if paper is None:
        filled.verify.append("材料清单里没有发票这一项，发票文件没有存；需要时在相应的材料上按 F4 添加。")
        return []
    problems: list[str] = []
    kept = 0
    for file in files:
        try:
            add_scan(tab.office, tab.person, tab.case.id, paper.paper.id, file)
            kept += 1
        except InputProblem as problem:
            problems += problem.problems.values()
        except DeskError as error:
            return [*problems, str(error)]
    if kept:
        filled.kept = f"{kept} 个文件已存入材料“{paper.name}”"
        tab.checklist.changed.emit()
    return problems


def _tell(tab: CaseTab, filled: Filled | None, problems: list[str]) -> None:
    """One banner over the tables: what was filled, what to verify, what was not read."""
    lines = [] if filled is None else [filled.summary, *filled.sentences]
    tone = "bad" if problems else "warn" if len(lines) > 1 or (filled and filled.problems) else "ok"
    tab.body.news.tell("\n".join([*lines, *problems[:_MOST_ASKED]]), tone)
    tab.body.ensureWidgetVisible(tab.body.news)
