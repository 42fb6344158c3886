"""A person at the keyboard, for the tour and the tests: everything goes to the widget that has the focus."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

_MODIFIERS = {
    "Ctrl": Qt.KeyboardModifier.ControlModifier,
    "Shift": Qt.KeyboardModifier.ShiftModifier,
    "Alt": Qt.KeyboardModifier.AltModifier,
}
_NAMES = {"Enter": "Key_Return", "Esc": "Key_Escape"}


class Hands:
    """Presses keys, and writes Chinese as an input method does."""

    def focus(self) -> QWidget:
        """The widget that the keys reach."""
        widget = QApplication.focusWidget()
        assert widget is not None, "nothing has the focus"
        return widget

    def press(self, *keys: str) -> None:
        """Press keys such as ``"Enter"``, ``"Down"``, ``"Ctrl+N"``, ``"a"``, one after another."""
        for key in keys:
            *modifiers, name = key.split("+")
            held = Qt.KeyboardModifier.NoModifier
            for modifier in modifiers:
                held |= _MODIFIERS[modifier]
            code = _NAMES.get(name, f"Key_{name.upper() if len(name) == 1 else name}")
            QTest.keyClick(self.focus(), getattr(Qt.Key, code), held)

    def type(self, text: str) -> None:
        """Type ASCII by keys and everything else as an input method commits it."""
        if text.isascii():
            for char in text:  # a cell opens its editor at the first key, and the next one goes there
                QTest.keyClicks(self.focus(), char)
        else:
            self.compose(text[:1].lower())
            self.commit(text)

    def compose(self, letters: str) -> None:
        """The input method holds ``letters`` that are not yet text."""
        QApplication.sendEvent(self.focus(), QInputMethodEvent(letters, []))

    def commit(self, text: str) -> None:
        """The input method hands over ``text``."""
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(self.focus(), event)
