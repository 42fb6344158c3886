"""A year between two arrows; the arrow keys change it on the whole page."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.parts import title, tool
from ui.theme import STEP

FIRST, LAST = 2024, 2100
"""The policy began in the first; the other is far enough."""


class YearSwitch(QWidget):
    """Signals:
    changed: another year is chosen; read ``year``.
    """

    changed = Signal()

    def __init__(self, year: int, page: QWidget) -> None:
        super().__init__()
        self.year = year
        self.words = title(f"{year} 年")
        before, after = tool("left", "上一年度　←"), tool("right", "下一年度　→")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(STEP * 2)
        for part in (before, self.words, after):
            row.addWidget(part)
        for arrow, key, step in ((before, Qt.Key.Key_Left, -1), (after, Qt.Key.Key_Right, 1)):
            arrow.clicked.connect(lambda _=False, step=step: self.go(step))
            shortcut = QShortcut(QKeySequence(key), page)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(arrow.click)

    def go(self, step: int) -> None:
        """To another year."""
        if FIRST <= self.year + step <= LAST:
            self.year += step
            self.words.setText(f"{self.year} 年")
            self.changed.emit()
