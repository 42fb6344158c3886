"""The office cannot be opened: what is wrong, what can be done, and the ways on."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from ui import icons
from ui.parts import button, label, secondary
from ui.theme import STEP


class ProblemPage(QWidget):
    """One sentence, one piece of advice, four ways on.

    Signals:
        retry, other_folder, database_settings, leave: the way the person chose.
    """

    retry = Signal()
    other_folder = Signal()
    database_settings = Signal()
    leave = Signal()

    def __init__(self) -> None:
        super().__init__()
        picture = QLabel()
        icons.put(picture, "warn", "warn", 32)
        self.sentence = label("", "section", wrap=True)
        self.advice = secondary("", wrap=True)
        self.again = button("重试", "primary", "refresh")
        self.folder = button("换一个数据文件夹…")
        self.database = button("数据库设置…")
        self.quit = button("退出")
        column = QVBoxLayout(self)
        column.setContentsMargins(STEP * 10, STEP * 8, STEP * 10, STEP * 8)
        column.setSpacing(STEP * 2)
        column.addStretch(1)
        for part in (picture, label("打不开数据", "title"), self.sentence, self.advice):
            column.addWidget(part)
        column.addSpacing(STEP * 3)
        for way, signal in (
            (self.again, self.retry),
            (self.folder, self.other_folder),
            (self.database, self.database_settings),
            (self.quit, self.leave),
        ):
            way.clicked.connect(signal)
            column.addWidget(way)
        column.addStretch(2)
        self.setFocusProxy(self.again)

    def tell(self, sentence: str, advice: str) -> None:
        """Show what is wrong and what to do about it."""
        self.sentence.setText(sentence)
        self.advice.setText(advice)
        self.advice.setVisible(bool(advice))
        self.setAccessibleName(sentence)
