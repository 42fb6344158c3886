"""The batches at the left of 上会与公示, two lines each; the first is what is in no batch yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.fonts import body_font
from ui.parts import money
from ui.theme import BODY, SMALL, STEP, theme
from ycdesk.services.batch_list import BatchLine

Index = QModelIndex | QPersistentModelIndex
_LINE, _STAGE = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LOOSE = "待列入批次"


class BatchesList(QListWidget):
    """Signals:
    chosen: another batch is under the cursor; read ``line``.
    """

    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("批次")
        self.setItemDelegate(_TwoLines(self))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.currentItemChanged.connect(lambda item: self.chosen.emit() if item is not None else None)
        theme().changed.connect(self.viewport().update)

    @property
    def line(self) -> BatchLine | None:
        """The batch under the cursor."""
        item = self.currentItem()
        line: BatchLine | None = None if item is None else item.data(_LINE)
        return line

    def show_lines(self, lines: Sequence[BatchLine], today: date, batch_id: int | None = None) -> None:
        """Show other lines; the cursor goes to batch ``batch_id``, else it stays on its batch."""
        line = self.line
        wanted = batch_id or (line.batch.id if line is not None and line.batch is not None else None)
        self.blockSignals(True)
        self.clear()
        for each in lines:
            stage = each.stage(today)
            name = each.batch.label if each.batch else LOOSE
            item = QListWidgetItem(f"{name}，{each.count} 件，{money(each.total)} 元，{stage}")
            item.setData(_LINE, each)
            item.setData(_STAGE, stage)
            item.setToolTip(item.text())
            self.addItem(item)
        self.blockSignals(False)
        ids = [each.batch.id if each.batch else None for each in lines]
        self.setCurrentRow(ids.index(wanted) if wanted in ids else 0)


class _TwoLines(QStyledItemDelegate):
    """Number, name and stage; below, how many cases and their sum."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, STEP * 14)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        tokens, rect, line = theme().tokens, QRect(option.rect), index.data(_LINE)  # type: ignore[attr-defined]
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        painter.fillRect(rect, tokens.color("selection" if chosen else "panel"))
        painter.setPen(QPen(tokens.color("border"), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        inner = rect.adjusted(STEP * 4, STEP * 2, -STEP * 4, -STEP * 2)
        upper = QRect(inner.left(), inner.top(), inner.width(), STEP * 5)
        lower = upper.translated(0, STEP * 5)
        name = LOOSE if line.batch is None else line.batch.label
        _write(painter, upper, name, "" if line.batch is None else f"{line.count} 件", BODY)
        figure = f"{money(line.total)} 元" if line.count else ""
        words = index.data(_STAGE) if line.batch is not None else f"{line.count} 件拟支持"
        _write(painter, lower, words, figure, SMALL)


def _write(painter: QPainter, rect: QRect, words: str, figure: str, size: int) -> None:
    tokens = theme().tokens
    painter.setFont(body_font(size))
    metrics = painter.fontMetrics()
    room = rect.width() - metrics.horizontalAdvance(figure) - STEP * 2
    painter.setPen(tokens.color("text" if size == BODY else "secondary"))
    painter.drawText(rect, _LEFT, metrics.elidedText(words, Qt.TextElideMode.ElideRight, room))
    painter.setPen(tokens.color("secondary" if size == BODY else "text"))
    painter.drawText(rect, _RIGHT, figure)
