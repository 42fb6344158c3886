"""The right-hand panel: the award as it stands, its capital form, its parts, how it was computed and what is open.

The panel paints itself, only what is in view: it changes with each key press and must be on the screen within a
frame. Clauses and missing facts can be reached by mouse and keyboard; everything can be copied.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QMenu, QWidget

from ui.preview_items import Head, Item
from ui.preview_lines import LinePainter
from ui.theme import STEP, theme


class PreviewPanel(QAbstractScrollArea):
    """Signals:
    clause_wanted(str): a clause was clicked.
    path_wanted(str): a missing fact was clicked; ``papers`` is the checklist.
    """

    clause_wanted = Signal(str)
    path_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._head = Head("预计补助", "—", "", "")
        self._items: list[Item] = []
        self._painter = LinePainter()
        self._tops: list[int] = []
        self._current = -1
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("测算预览")
        self.viewport().setMouseTracking(True)
        self.verticalScrollBar().setSingleStep(STEP * 8)
        theme().changed.connect(self.viewport().update)

    def sizeHint(self) -> QSize:
        return QSize(400, 480)

    def show_result(self, head: Head, items: list[Item], sentence: str) -> None:
        """Show a result; ``sentence`` is what a screen reader says."""
        if head == self._head and items == self._items:
            return
        self._head, self._items = head, items
        self._current = -1
        self.setAccessibleDescription(sentence)
        self._lay_out()
        self.viewport().update()

    @property
    def amount(self) -> str:
        """The amount in figures as painted, ``—`` when there is none."""
        return self._head.amount

    def lines(self) -> list[str]:
        """Everything painted, as text."""
        head = self._head
        top = [f"{head.caption} {head.amount}{'' if head.amount == '—' else ' 元'}", head.words, head.parts]
        return [line for line in top if line] + [_as_text(item) for item in self._items]

    # Geometry.

    def _lay_out(self) -> None:
        width = self.viewport().width()
        top = self._painter.head_height(self._head)
        self._tops = []
        for item in self._items:
            self._tops.append(top)
            top += self._painter.height(item, width)
        bar = self.verticalScrollBar()
        bar.setPageStep(self.viewport().height())
        bar.setRange(0, max(0, top + STEP * 4 - self.viewport().height()))

    def _row(self, number: int) -> QRect:
        width = self.viewport().width()
        top = self._tops[number] - self.verticalScrollBar().value()
        return QRect(0, top, width, self._painter.height(self._items[number], width))

    def _at(self, point: QPoint) -> int:
        return next((n for n in range(len(self._items)) if self._row(n).contains(point)), -1)

    def paintEvent(self, event: QPaintEvent) -> None:
        view = self.viewport()
        painter = QPainter(view)
        painter.fillRect(event.rect(), theme().tokens.color("panel"))
        height = self._painter.head_height(self._head)
        self._painter.paint_head(painter, self._head, QRect(0, -self.verticalScrollBar().value(), view.width(), height))
        for number, item in enumerate(self._items):
            row = self._row(number)
            if row.top() > view.height():
                break
            if row.bottom() >= 0:
                self._painter.paint(painter, item, row, number == self._current)
        if self.verticalScrollBar().value() < self.verticalScrollBar().maximum():
            self._painter.fade(painter, QRect(0, view.height() - STEP * 7, view.width(), STEP * 7))
        painter.end()

    # Mouse and keyboard.

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point(self._at(event.position().toPoint()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        number = self._at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and number >= 0:
            self._open(number)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if not self.hasFocus():
            self._point(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._step(event.key() == Qt.Key.Key_Down)
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            bar.setValue(bar.minimum() if event.key() == Qt.Key.Key_Home else bar.maximum())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._current >= 0:
            self._open(self._current)
        elif event.key() == Qt.Key.Key_C and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.copy_all() if self._current < 0 else self._copy(self._current)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        number = self._at(event.pos())
        if number >= 0:
            one = QAction("复制这一条", menu)
            one.triggered.connect(lambda: self._copy(number))
            menu.addAction(one)
        everything = QAction("复制全部", menu)
        everything.triggered.connect(self.copy_all)
        menu.addAction(everything)
        menu.exec(event.globalPos())

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            return True
        return super().viewportEvent(event)

    def copy_all(self) -> None:
        """Put everything on the clipboard as text."""
        QGuiApplication.clipboard().setText("\n".join(self.lines()))

    def _copy(self, number: int) -> None:
        QGuiApplication.clipboard().setText(_as_text(self._items[number]))

    def _open(self, number: int) -> None:
        item = self._items[number]
        if item.path:
            self.path_wanted.emit(item.path)
        elif item.clause:
            self.clause_wanted.emit(item.clause)

    def _point(self, number: int) -> None:
        if number >= 0 and not (self._items[number].clause or self._items[number].path):
            number = -1
        shape = Qt.CursorShape.PointingHandCursor if number >= 0 else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)
        if number != self._current:
            self._current = number
            self.viewport().update()

    def _step(self, down: bool) -> None:
        """To the next line that leads somewhere; where it is further than can be seen, scroll towards it."""
        bar, height = self.verticalScrollBar(), self.viewport().height()
        lines = [n for n, item in enumerate(self._items) if item.clause or item.path]
        onward = [n for n in lines if n > self._current] if down else [n for n in lines[::-1] if n < self._current]
        row = self._row(onward[0]) if onward else None
        near = row is not None and row.bottom() <= height + STEP * 12 and row.top() >= -STEP * 12
        if not near or row is None:
            bar.setValue(bar.value() + (1 if down else -1) * bar.singleStep())
            return
        self._point(onward[0])
        if row.bottom() > height:
            bar.setValue(bar.value() + row.bottom() - height + STEP * 4)
        elif row.top() < 0:
            bar.setValue(bar.value() + row.top() - STEP * 4)


def _as_text(item: Item) -> str:
    figure = item.figure and f"{item.figure} 元"
    parts = (item.sign, item.text, item.detail, figure, item.clause and f"（{item.clause}）")
    return " ".join(part for part in parts if part).replace("\N{NO-BREAK SPACE}", " ")
