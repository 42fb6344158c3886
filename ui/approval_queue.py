"""The queue at the left of the approval page: what waits, since when, and what this person may not decide."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from ui.fonts import body_font
from ui.parts import money
from ui.theme import BODY, SMALL, STEP, theme
from ycdesk.services.desk import DeskRow

_ROW = Qt.ItemDataRole.UserRole
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Queue(QListWidget):
    """Signals:
    chosen(int): the case under the cursor.
    """

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("待审批的办件")
        self.setItemDelegate(_TwoLines(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.currentItemChanged.connect(self._tell)
        theme().changed.connect(self.viewport().update)

    def show_rows(self, rows: Sequence[DeskRow], keep: int | None) -> None:
        """Show other rows; the cursor stays on case ``keep``, or at its place in the list."""
        place = max(self.currentRow(), 0)
        self.blockSignals(True)
        self.clear()
        for row in rows:
            item = QListWidgetItem(f"{row.number} {row.applicant} {row.measure} {money(row.amount)} 元 {row.blocked}")
            item.setData(_ROW, row)
            item.setToolTip(row.blocked or row.next_step)
            self.addItem(item)
        self.blockSignals(False)
        ids = [row.case_id for row in rows]
        number = ids.index(keep) if keep in ids else min(place, len(rows) - 1)
        self.setCurrentRow(number)

    def show_case(self, case_id: int) -> bool:
        """Put the cursor on a case; False when it does not wait here."""
        for number in range(self.count()):
            if self.item(number).data(_ROW).case_id == case_id:
                self.setCurrentRow(number)
                return True
        return False

    def selected(self) -> list[DeskRow]:
        """The selected cases, from top to bottom."""
        return [self.item(number).data(_ROW) for number in range(self.count()) if self.item(number).isSelected()]

    def _tell(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(item.data(_ROW).case_id)


class _TwoLines(QStyledItemDelegate):
    """Applicant and amount; below number, measure and days."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, STEP * 14)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        tokens, rect, row = theme().tokens, QRect(option.rect), index.data(_ROW)  # type: ignore[attr-defined]
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        painter.fillRect(rect, tokens.color("selection" if chosen else "panel"))
        painter.setPen(QPen(tokens.color("border"), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        inner = rect.adjusted(STEP * 4, STEP * 2, -STEP * 4, -STEP * 2)
        upper = QRect(inner.left(), inner.top(), inner.width(), STEP * 5)
        lower = upper.translated(0, STEP * 5)
        painter.setFont(body_font(BODY))
        painter.setPen(tokens.color("secondary" if row.blocked else "text"))
        metrics = painter.fontMetrics()
        painter.drawText(upper, _LEFT, metrics.elidedText(row.applicant, Qt.TextElideMode.ElideRight, upper.width()))
        painter.setFont(body_font(SMALL))
        painter.setPen(tokens.color("secondary"))
        days = f"　{row.days} 天" if row.days else ""
        figure = "不得由本人审批" if row.blocked else money(row.amount)
        room = lower.width() - painter.fontMetrics().horizontalAdvance(figure) - STEP * 2
        words = f"{row.number.partition('-')[2]}　{row.measure}{days}"
        painter.drawText(lower, _LEFT, painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room))
        painter.setPen(tokens.color("secondary" if row.blocked else "text"))
        painter.drawText(lower, _RIGHT, figure)
