"""A line edit for Chinese typing: while the input method composes, Enter belongs to the input method."""

from __future__ import annotations

from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

_CONFIRMING = (0x01000004, 0x01000005, 0x01000000)  # Return, Enter, Escape of Qt.Key (see ui/labels.py)


class LineEdit(QLineEdit):
    """A QLineEdit that neither submits nor closes anything while a candidate is being chosen."""

    def __init__(self, text: str = "", placeholder: str = "") -> None:
        super().__init__(text)
        self.setPlaceholderText(placeholder)
        self._composing = False

    @property
    def composing(self) -> bool:
        """Whether the input method holds letters that are not yet text."""
        return self._composing

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._composing and event.key() in _CONFIRMING:
            event.accept()
            return
        super().keyPressEvent(event)


def mark(edit: QWidget, state: str) -> None:
    """Colour the frame of an input: ``bad``, ``warn`` or nothing. The sentence beside it says why."""
    if edit.property("state") != state:
        edit.setProperty("state", state)
        edit.style().unpolish(edit)
        edit.style().polish(edit)
