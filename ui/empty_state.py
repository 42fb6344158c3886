"""What a page shows when there is nothing on it yet: what this is, and what to do first."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from ui import icons
from ui.parts import button, label, secondary
from ui.theme import STEP


class EmptyState(QWidget):
    """An icon, a heading, a sentence, and at most one button, in the middle of the free room."""

    def __init__(self, icon: str, heading: str, sentence: str, action: str = "", key: str = "") -> None:
        super().__init__()
        picture = QLabel()
        icons.put(picture, icon, "faint", 40)
        self.heading = label(heading, "section")
        self.sentence = secondary(sentence, wrap=True)
        self.button = button(action, "primary", key=key)
        if not action:
            self.button.hide()  # never setVisible(True) here: without a parent yet, it would open as a window
        self.button.setAccessibleName(action or heading)
        column = QVBoxLayout(self)
        column.setSpacing(STEP * 2)
        column.addStretch(2)
        for part in (picture, self.heading, self.sentence):
            part.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(part)  # across the whole width: in less, a sentence that wraps would be cut
        column.addSpacing(STEP * 2)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    def on_action(self, deed: Callable[[], None]) -> EmptyState:
        """Do ``deed`` when the button is pressed; handed back so that it can be built in one line."""
        self.button.clicked.connect(lambda: deed())
        return self

    def put(self, heading: str, sentence: str) -> None:
        """Change the words."""
        self.heading.setText(heading)
        self.sentence.setText(sentence)
