"""The checklist of papers under the form: ticked by keys, mark by mark, waived with a reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ui import dialogs, icons
from ui.checklist_model import FIRST_MARK, HEADINGS, HERE, NAME, PAGES, REMARK, ChecklistModel
from ui.fonts import body_font
from ui.line_edit import LineEdit
from ui.parts import MET, UNKNOWN, button, label, section
from ui.table_cells import MARGIN
from ui.theme import BODY, ROW, SMALL, STEP, kind, theme
from ycdesk.domain.entry import clean
from ycdesk.domain.errors import DeskError
from ycdesk.domain.people import Person
from ycdesk.services.checklist import ChecklistRow, tick, tick_all, waive
from ycdesk.services.office import Office

_FIXED = {HERE: 44, PAGES: 44, **dict.fromkeys(range(FIRST_MARK, PAGES), 42)}


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
        self.all_button.clicked.connect(self.tick_all)
        self.waive_button.clicked.connect(self.waive_current)
        top = QHBoxLayout()
        top.setContentsMargins(0, 0, 0, 0)
        top.setSpacing(STEP * 2)
        for part in (section("材料清单"), self.count):
            top.addWidget(part)
        top.addStretch(1)
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
        paper = self.papers.papers[row].paper if 0 <= row < len(self.papers.papers) else None
        parts = (paper.name, paper.marks_text, paper.condition, paper.note) if paper else ()
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
    """Space ticks, arrows move, digits and words go into pages and remark."""

    def __init__(self, papers: ChecklistModel) -> None:
        super().__init__()
        self._papers = papers
        kind(self.horizontalHeader(), "cells")  # before anything asks for its size
        self.setModel(papers)
        self.setItemDelegate(_PaperCells(papers))
        self.setAccessibleName("材料清单")
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
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


class _PaperCells(QStyledItemDelegate):
    """Paints check boxes, marks and words."""

    def __init__(self, papers: ChecklistModel) -> None:
        super().__init__(papers)
        self._papers = papers

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        tokens, rect, column = theme().tokens, QRect(option.rect), index.column()  # type: ignore[attr-defined]
        state = option.state  # type: ignore[attr-defined]
        chosen = bool(state & QStyle.StateFlag.State_Selected) and option.widget.hasFocus()  # type: ignore[attr-defined]
        painter.fillRect(rect, tokens.color("selection" if chosen else "panel"))
        painter.setPen(QPen(tokens.color("border"), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(tokens.color("accent"), 2))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        sign, tone = self._papers.state(index.row())
        paper = self._papers.papers[index.row()]
        painter.setFont(body_font(BODY))
        if column == HERE:
            self._box(painter, rect, paper.ticked, sign)
        elif FIRST_MARK <= column < PAGES:
            wanted, there = self._papers.mark(index.row(), column)
            painter.setPen(tokens.color("ok" if there else "faint"))
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, MET if there else UNKNOWN if wanted else "")
        else:
            quiet = not paper.paper.required and not paper.ticked
            absent = column == REMARK and tone == "bad" and not self._papers.read_only
            painter.setPen(tokens.color("bad" if absent else "secondary" if quiet or column == REMARK else "text"))
            painter.setFont(body_font(SMALL if column == REMARK else BODY))
            inner = rect.adjusted(MARGIN, 0, -MARGIN, 0)
            full = str(index.data() or "")
            words = painter.fontMetrics().elidedText(full, Qt.TextElideMode.ElideRight, inner.width())
            centre = Qt.AlignmentFlag.AlignHCenter if column == PAGES else Qt.AlignmentFlag.AlignLeft
            painter.drawText(inner, centre | Qt.AlignmentFlag.AlignVCenter, words)

    def _box(self, painter: QPainter, rect: QRect, ticked: bool, sign: str) -> None:
        tokens = theme().tokens
        box = QRect(rect.center().x() - 8, rect.center().y() - 7, 16, 16)
        if ticked:
            painter.fillRect(box, tokens.color("accent"))
            painter.drawPixmap(box, icons.pixmap("check", "accent_text", 16))
            return
        painter.setPen(QPen(tokens.color("border_strong"), 1))
        painter.drawRect(box)
        if sign == "–":
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, sign)

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QWidget:
        edit = LineEdit()
        edit.setParent(parent)
        edit.setAccessibleName(f"{self._papers.papers[index.row()].name} {HEADINGS[index.column()]}")
        edit.setStyleSheet("border-radius: 0; min-height: 0; padding: 0 6px;")
        return edit

    def setEditorData(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        assert isinstance(editor, LineEdit)
        editor.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))

    def setModelData(self, editor: QWidget, model: Any, index: QModelIndex | QPersistentModelIndex) -> None:
        assert isinstance(editor, LineEdit)
        self._papers.setData(index, editor.text())
