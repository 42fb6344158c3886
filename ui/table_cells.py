"""How the cells of the table of rows are painted and edited.

Painting goes past the style sheet: a row is repainted at each key press.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemDelegate, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.fields_country import CountryCompleter
from ui.fonts import body_font
from ui.line_edit import LineEdit
from ui.table_model import RowsModel, is_figure
from ui.theme import BODY, SMALL, STEP, theme
from ycdesk.calculation.facts import FactKind

Index = QModelIndex | QPersistentModelIndex
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_STEPS = {Qt.Key.Key_Backtab: -1, Qt.Key.Key_Up: -10, Qt.Key.Key_Down: 10}
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
MARGIN = 6
"""px beside the words of a cell."""
SIGN = STEP * 5
"""px before the amount in 计入."""
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class RowsDelegate(QStyledItemDelegate):
    """Paints cells; edits them in a line edit that writes to the model at each key."""

    def __init__(self, model: RowsModel, move: Callable[[int], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._move = move
        self._before = ""
        self._dress()
        theme().changed.connect(self._dress)

    def _dress(self) -> None:
        self._body: QFont = body_font(BODY)
        self._small: QFont = body_font(SMALL)
        tokens = theme().tokens
        names = ("panel", "window", "selection", "border", "accent", "text", "faint", "secondary", "ok")
        self._colors = {name: tokens.color(name) for name in (*names, "bad", "bad_soft", "warn", "warn_soft")}

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colors = self._colors
        rect = cast(QRect, option.rect)  # type: ignore[attr-defined]
        state = option.state  # type: ignore[attr-defined]
        spec = self._model.spec(index.column())
        entry = self._model.entry(index)
        ground = "panel"
        if entry.message:
            ground = "bad_soft"
        elif entry.note:
            ground = "warn_soft"
        elif spec is None:
            ground = "window"
        painter.fillRect(rect, colors[ground])
        table = cast(QWidget, self.parent())
        if state & QStyle.StateFlag.State_Selected and table.hasFocus():
            painter.fillRect(rect, colors["selection"])
        painter.setPen(QPen(colors["border"], 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(colors["accent"], 2))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        inner = rect.adjusted(MARGIN, 0, -MARGIN, 0)
        if spec is None:
            self._paint_counted(painter, inner, index.row())
            return
        sign = "×" if entry.message else "!" if entry.note else ""
        if sign:
            painter.setFont(self._small)
            painter.setPen(colors["bad" if entry.message else "warn"])
            edge = rect.adjusted(2, 0, -2, 0)  # in the margin: a date or an amount keeps its room
            painter.drawText(edge, _RIGHT if not is_figure(spec) else _LEFT, sign)
            inner = inner.adjusted(STEP, 0, 0, 0) if is_figure(spec) else inner.adjusted(0, 0, -STEP, 0)
        painter.setFont(self._body)
        painter.setPen(colors["bad" if entry.message else "text"])
        text = entry.shown
        if not text and self._model.is_blank(index.row()) and index.column() == 0 and not self._model.read_only:
            painter.setPen(colors["faint"])
            text = f"录入{self._model.source.row_title}"
        self._draw(painter, inner, _RIGHT if is_figure(spec) else _LEFT, text)

    def _paint_counted(self, painter: QPainter, rect: QRect, row: int) -> None:
        sign, words, tone = self._model.counted(row)
        if not sign:
            return
        painter.setFont(self._body)
        painter.setPen(self._colors[{"text": "ok"}.get(tone, tone)])
        painter.drawText(rect, _LEFT, sign)
        painter.setPen(self._colors[tone])
        self._draw(painter, rect.adjusted(SIGN, 0, 0, 0), _RIGHT, words)

    def _draw(self, painter: QPainter, rect: QRect, alignment: Qt.AlignmentFlag, text: str) -> None:
        metrics = painter.fontMetrics()
        if metrics.horizontalAdvance(text) > rect.width():
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, alignment, text)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        spec = self._model.spec(index.column())
        assert spec is not None
        edit = LineEdit()
        edit.setParent(parent)
        edit.setAccessibleName(f"第 {index.row() + 1} 行 {spec.title}")
        edit.setAlignment(_RIGHT if is_figure(spec) else _LEFT)
        edit.setStyleSheet("border-radius: 0; min-height: 0; padding: 0 4px;")
        place = QPersistentModelIndex(index)
        self._before = str(index.data(Qt.ItemDataRole.EditRole) or "")
        edit.textEdited.connect(lambda text: self._model.type(place, text))
        if spec.kind is FactKind.COUNTRY:
            completer = CountryCompleter(edit, self._model.draft)
            queued = Qt.ConnectionType.QueuedConnection
            completer.chosen.connect(lambda name: self._take(edit, place, name), queued)
        return edit

    def _take(self, edit: LineEdit, place: QPersistentModelIndex, name: str) -> None:
        edit.setText(name)
        self._model.type(place, name)
        self.commitData.emit(edit)
        self.closeEditor.emit(edit, QAbstractItemDelegate.EndEditHint.NoHint)
        self._move(1)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        assert isinstance(editor, LineEdit)
        if not editor.isModified():
            shown = self._model.entry(index).shown
            if editor.text() != shown:
                editor.setText(shown)
                editor.selectAll()

    def setModelData(self, editor: QWidget, model: object, index: Index) -> None:
        assert isinstance(editor, LineEdit)
        if editor.isModified() or editor.text() != self._model.entry(index).shown:
            self._model.type(index, editor.text())
        self._model.settle(index)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        editor.setGeometry(option.rect)  # type: ignore[attr-defined]

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Enter and Tab go on to the next cell, Escape takes the typing back; composing text is left alone."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and isinstance(editor, LineEdit):
            if editor.composing:
                return False
            if event.key() in (*_ENTER, Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Up, Qt.Key.Key_Down):
                if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                    return False
                completer = editor.completer()
                if isinstance(completer, CountryCompleter) and event.key() in _ENTER and completer.choose():
                    return True
                self.commitData.emit(editor)
                self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
                self._move(_STEPS.get(Qt.Key(event.key()), 1))
                return True
            if event.key() == Qt.Key.Key_Escape:
                editor.setText(self._before)
                editor.setModified(True)
                self.commitData.emit(editor)
                self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
                return True
        return super().eventFilter(editor, event)
