"""How the cells of the checklist are painted and typed in."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui import icons
from ui.checklist_model import FIRST_MARK, HEADINGS, HERE, PAGES, REMARK, SCANS, ChecklistModel
from ui.fonts import body_font
from ui.line_edit import LineEdit
from ui.parts import MET, UNKNOWN
from ui.table_cells import MARGIN
from ui.theme import BODY, SMALL, theme


class PaperCells(QStyledItemDelegate):
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
        elif column == SCANS:
            self._scans(painter, rect, len(paper.scans))
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

    def _scans(self, painter: QPainter, rect: QRect, count: int) -> None:
        if count:
            painter.drawPixmap(rect.x() + 6, rect.center().y() - 7, icons.pixmap("paperclip", "accent", 16))
            painter.setPen(theme().tokens.color("accent"))
            painter.drawText(rect.adjusted(24, 0, -4, 0), Qt.AlignmentFlag.AlignVCenter, str(count))

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
