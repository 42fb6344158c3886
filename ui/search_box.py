"""The search box of the top bar: applicants, case numbers and the program's own commands, as one types."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ui import icons
from ui.line_edit import LineEdit
from ui.parts import label
from ui.theme import ROW, STEP, kind, theme

Index = QModelIndex | QPersistentModelIndex

WIDTH = 380  #: px
_SHOWN = 12  #: rows before the list scrolls


@dataclass(frozen=True, slots=True)
class Found:
    """One line of the result: what it is, what stands beside it, and what opening it does."""

    icon: str
    title: str
    detail: str
    deed: Callable[[], None]


class _TitleAndDetail(QStyledItemDelegate):
    """Icon and title as ever; at the right, in grey, the detail."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        area: QRect = option.rect  # type: ignore[attr-defined]
        metrics = painter.fontMetrics()
        used = STEP * 10 + metrics.horizontalAdvance(index.data())
        room = area.adjusted(used, 0, -STEP * 2, 0)
        painter.setPen(theme().tokens.color("secondary"))
        words = metrics.elidedText(index.data(Qt.ItemDataRole.UserRole), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)


class SearchBox(LineEdit):
    """Type, choose with the arrows, Enter opens, Esc gives the focus back."""

    def __init__(self, find: Callable[[str], list[Found]]) -> None:
        super().__init__(placeholder="查找企业、办件、发票号或命令　Ctrl+K")
        self._find = find
        self._found: list[Found] = []
        self._before: QWidget | None = None
        self.setAccessibleName("查找企业、办件或命令")
        self.setFixedWidth(WIDTH)
        self.setClearButtonEnabled(True)
        self._frame = QFrame()
        self.results = QListWidget()
        self.nothing = label("没有找到", "secondary")
        self.textEdited.connect(self._search)
        self.results.itemClicked.connect(lambda item: self._open(self.results.row(item)))
        self.returnPressed.connect(lambda: self._open(self.results.currentRow()))
        self._build()

    def _build(self) -> None:
        kind(self._frame, "popup")
        self.results.setAccessibleName("查找结果")
        self.results.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.results.setIconSize(QSize(18, 18))
        self.results.setUniformItemSizes(True)
        self.results.setItemDelegate(_TitleAndDetail(self.results))
        self.results.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self._frame)
        column.setContentsMargins(STEP, STEP, STEP, STEP)
        column.addWidget(self.results)
        column.addWidget(self.nothing)
        self._frame.hide()

    def enter(self) -> None:
        """Take the focus (Ctrl+K, Ctrl+F) and remember where it was."""
        focus = self.window().focusWidget()
        self._before = focus if focus is not self else self._before
        self.setFocus()
        self.selectAll()
        if self.text():
            self._search(self.text())

    def leave(self) -> None:
        """Close the list and give the focus back."""
        self._frame.hide()
        self.clear()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus()

    def _search(self, text: str) -> None:
        self._found = self._find(text.strip()) if text.strip() else []
        self.results.clear()
        for each in self._found:
            item = QListWidgetItem(icons.icon(each.icon), each.title)
            item.setData(Qt.ItemDataRole.UserRole, each.detail)
            self.results.addItem(item)
        self.results.setVisible(bool(self._found))
        self.nothing.setVisible(not self._found)
        if self._found:
            self.results.setCurrentRow(0)
        if text.strip():
            self._place()
        else:
            self._frame.hide()

    def _place(self) -> None:
        window = self.window()
        if self._frame.parent() is not window:
            self._frame.setParent(window)
        rows = min(len(self._found), _SHOWN)
        self._frame.setFixedWidth(WIDTH + STEP * 20)
        self._frame.setFixedHeight((rows * ROW + STEP * 2 + 2) if rows else ROW + STEP * 2)
        self._frame.move(self.mapTo(window, QPoint(0, self.height() + STEP)))
        self._frame.show()
        self._frame.raise_()

    def _open(self, row: int) -> None:
        if not self._frame.isVisible() or not 0 <= row < len(self._found):
            return
        deed = self._found[row].deed
        self.leave()
        deed()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: _SHOWN, Qt.Key.Key_PageUp: -_SHOWN}.get(
            Qt.Key(event.key()), 0
        )
        if step and self._found and not self.composing:
            self.results.setCurrentRow(max(0, min(self.results.currentRow() + step, len(self._found) - 1)))
            return
        if event.key() == Qt.Key.Key_Escape and not self.composing:
            self.leave()
            return
        super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self._frame.hide()
        return super().event(event)
