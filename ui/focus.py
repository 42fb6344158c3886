"""Where the cursor stands when a page is entered."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QWidget


def enter_at(page: QWidget, first: QWidget) -> None:
    """Let ``page.setFocus()`` put the cursor on ``first``; when called again, on another one.

    Not by a focus proxy: Tab jumps over everything that stands before the proxy inside its page.
    """
    known = next((child for child in page.children() if isinstance(child, _Entrance)), None)
    if known is None:
        page.installEventFilter(_Entrance(page, first))
        return
    known.first = first
    if page.hasFocus():
        first.setFocus()


def go_down(search: QLineEdit, found: QAbstractItemView) -> None:
    """Let Enter and ↓ in a search field go to the list of what was found, while there is anything in it."""
    descent = _Descent(search, found)
    search.installEventFilter(descent)
    search.returnPressed.connect(descent.go)


class _Entrance(QObject):
    """Hands the focus of a page on to its first input."""

    def __init__(self, page: QWidget, first: QWidget) -> None:
        super().__init__(page)
        self.first = first

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QFocusEvent) and event.gotFocus():
            self.first.setFocus()  # the event's reason would name Qt, see ui.labels
        return super().eventFilter(watched, event)


class _Descent(QObject):
    """Takes the cursor from a search field to its list; a list that is hidden would swallow it."""

    def __init__(self, search: QLineEdit, found: QAbstractItemView) -> None:
        super().__init__(search)
        self.found = found

    def go(self) -> None:
        """Go to the list, if it can be seen and holds anything."""
        model = self.found.model()
        if self.found.isVisible() and model is not None and model.rowCount():
            self.found.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        down = isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.MoveToNextLine)
        if down and event.type() == QEvent.Type.KeyPress:
            self.go()
        return down or super().eventFilter(watched, event)
