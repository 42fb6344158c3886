"""The checklist of papers under the form: ticked by keys, mark by mark, waived with a reason."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ui import dialogs
from ui.checklist_cells import PaperCells
from ui.checklist_model import FIRST_MARK, HERE, NAME, PAGES, REMARK, SCANS, ChecklistModel
from ui.fonts import body_font
from ui.parts import button, label, section
from ui.theme import BODY, ROW, STEP, kind, theme
from ycdesk.domain.entry import clean
from ycdesk.domain.errors import DeskError
from ycdesk.domain.people import Person
from ycdesk.services.checklist import ChecklistRow, tick, tick_all, waive
from ycdesk.services.office import Office

_FIXED = {HERE: 44, PAGES: 44, SCANS: 44, **dict.fromkeys(range(FIRST_MARK, PAGES), 42)}


class Checklist(QWidget):
    """Signals:
    changed: a paper was ticked, marked or waived; ``rows`` must be shown anew.
    """

    changed = Signal()

    def __init__(self, office: Office, person: Person, case_id: int) -> None:
        super().__init__()
        self._office, self._person, self._case_id = office, person, case_id
        self.before: Callable[[], object] = bool
        """Called before papers are ticked by what the facts require: stores the facts."""
        self.papers = ChecklistModel(self._store)
        self.table = _PaperTable(self.papers)
        self.table.setParent(self)  # before its buttons in the order of Tab
        self.count = label("", "hint")
        self.line = label("", "hint", wrap=True)
        self.line.setMinimumHeight(STEP * 5)
        self.message = label("", "message", wrap=True)
        self.all_button = button("全部齐备", "quiet", "check", "F7")
        self.waive_button = button("免交…", "quiet", "minus", "F6")
        self.scans_button = button("扫描件…", "quiet", "paperclip", "F4")
        self.all_button.clicked.connect(self.tick_all)
        self.waive_button.clicked.connect(self.waive_current)
        self.scans_button.clicked.connect(self.show_scans)
        self.table.dropped.connect(self._drop)
        top = QHBoxLayout()
        top.setContentsMargins(0, 0, 0, 0)
        top.setSpacing(STEP * 2)
        for part in (section("材料清单"), self.count):
            top.addWidget(part)
        top.addStretch(1)
        top.addWidget(self.scans_button)
        top.addWidget(self.waive_button)
        top.addWidget(self.all_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP)
        column.addLayout(top)
        column.addWidget(self.table)
        column.addWidget(self.line)
        column.addWidget(self.message)
        self.message.hide()
        self.table.selectionModel().currentChanged.connect(lambda now, _: self._speak(now.row()))

    def show_rows(self, rows: list[ChecklistRow]) -> None:
        """Show the papers of the case as its facts are now."""
        self.papers.show_rows(rows)
        self.table.fit()
        settled, required = self.papers.counts()
        self.count.setText(f"{settled}/{required} 件必交材料已齐" if required else "")

    def _speak(self, row: int) -> None:
        """Say in full what the columns of a paper may have to cut short."""
        shown = self.papers.papers[row] if 0 <= row < len(self.papers.papers) else None
        paper, seen = (shown.paper, f"原件 {shown.seen} 核对" if shown.seen else "") if shown else (None, "")
        parts = (paper.name, paper.marks_text, seen, paper.condition, paper.note) if paper else ()
        self.line.setText("　".join(part for part in parts if part))

    def set_read_only(self, read_only: bool) -> None:
        """Show only."""
        self.papers.read_only = read_only
        self.all_button.setVisible(not read_only)
        self.waive_button.setVisible(not read_only)

    def tick_all(self) -> None:
        """All required papers are there, with all that is wanted of them (F7)."""
        self.before()
        self._do(lambda: tick_all(self._office, self._person, self._case_id))

    def waive_current(self) -> None:
        """Do not ask for the current paper, with a reason; once more, ask for it again (F6)."""
        row = self.table.currentIndex().row()
        if not 0 <= row < len(self.papers.papers):
            return
        paper = self.papers.papers[row]
        reason: str | None = ""
        if not paper.waived:
            reason = dialogs.ask_reason(self, "免交材料", f"为什么不要求提交“{paper.name}”？理由将随件保存。")
        if reason is not None:
            self._do(lambda: waive(self._office, self._person, self._case_id, paper.paper.id, reason))

    def show_scans(self) -> None:
        """The scans of the current paper, to look at and to add (F4)."""
        from ui.scans import ScansDialog

        row = self.table.currentIndex().row()
        if not 0 <= row < len(self.papers.papers):
            return
        paper = self.papers.papers[row].paper
        names = (paper.id, paper.name)
        writable = not self.papers.read_only
        ScansDialog(self, self._office, self._person, self._case_id, names, writable).exec()
        self.changed.emit()

    def _drop(self, row: int, files: list[Path]) -> None:
        """Files that were dropped on a paper."""
        from ui.scans import attach

        paper = self.papers.papers[row].paper
        problems: list[str] = []

        def deed() -> None:
            problems.extend(attach(self._office, self._person, self._case_id, paper.id, files))

        if self._do(deed):
            self._say("\n".join(problems))

    def _store(self, paper_id: str, marks: dict[str, Any]) -> bool:
        if isinstance(pages := marks.get("pages"), str):
            digits = clean(pages).removesuffix("页").strip()
            if digits and not (digits.isascii() and digits.isdigit() and len(digits) <= 4):
                self._say(f"页数请填 0 到 9999 的整数，这里写的是「{pages[:12]}」。")
                return False
            marks = {**marks, "pages": int(digits or 0)}
        return self._do(lambda: tick(self._office, self._person, self._case_id, paper_id, **marks))

    def _do(self, deed: Any) -> bool:
        try:
            deed()
        except DeskError as error:
            self._say(str(error))
            return False
        self._say("")
        self.changed.emit()
        return True

    def _say(self, sentence: str) -> None:
        self.message.setText(sentence)
        self.message.setVisible(bool(sentence))


class _PaperTable(QTableView):
    """Space ticks, arrows move, digits and words go into pages and remark; files are dropped on their paper.

    Signals:
        dropped(row, files): paths of files.
    """

    dropped = Signal(int, object)

    def __init__(self, papers: ChecklistModel) -> None:
        super().__init__()
        self._papers = papers
        kind(self.horizontalHeader(), "cells")  # before anything asks for its size
        self.setModel(papers)
        self.setItemDelegate(PaperCells(papers))
        self.setAccessibleName("材料清单")
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.setAcceptDrops(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setMinimumSectionSize(40)
        theme().changed.connect(self.viewport().update)

    def fit(self) -> None:
        """As high as its rows; marks that no paper wants take no room."""
        self.setFixedHeight(len(self._papers.papers) * ROW + self.horizontalHeader().sizeHint().height() + 2)
        wanted = {mark for paper in self._papers.papers for mark in paper.paper.marks}
        marks = ("original", "copy", "stamp", "signed", "verify", "translate")
        for number, mark in enumerate(marks):
            self.setColumnHidden(FIRST_MARK + number, mark not in wanted)
        empty = self._papers.read_only and not any(paper.scans for paper in self._papers.papers)
        self.setColumnHidden(SCANS, empty)
        self._size()
        if not self.currentIndex().isValid() and self._papers.papers:
            self.setCurrentIndex(self._papers.index(0, NAME))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() == Qt.Key.Key_Space and index.column() < PAGES:
            self._papers.toggle(index)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            if index.row() + 1 < len(self._papers.papers):
                self.setCurrentIndex(index.siblingAtRow(index.row() + 1))
            else:
                self.focusNextChild()
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() and not self._papers.read_only:
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        event.setAccepted(index.isValid())
        if index.isValid():
            self.setCurrentIndex(index.siblingAtColumn(NAME))

    def dropEvent(self, event: QDropEvent) -> None:
        from ui.scans import dropped_files

        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            event.acceptProposedAction()
            self.dropped.emit(index.row(), dropped_files(event))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.column() == HERE or FIRST_MARK <= index.column() < PAGES:
            self._papers.toggle(index)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._size()

    def _size(self) -> None:
        used = 0
        for column, width in _FIXED.items():
            if not self.isColumnHidden(column):
                self.setColumnWidth(column, width)
                used += width
        room = max(self.viewport().width() - used, 240)
        metrics = QFontMetrics(body_font(BODY))
        longest = max((metrics.horizontalAdvance(row.name) for row in self._papers.papers), default=0) + STEP * 5
        remarks = any(self._papers.note(row) for row in range(len(self._papers.papers)))
        most = max(room * 62 // 100, room - STEP * (46 if remarks else 14))
        name = min(max(longest, STEP * 36), max(most, min(room - STEP * 24, STEP * 60)))
        self.setColumnWidth(NAME, name)
        self.setColumnWidth(REMARK, room - name)
