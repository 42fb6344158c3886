"""A sentence across the top of a page: an error, a warning, a piece of news, with at most one way on."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from ui import icons
from ui.parts import button, label, tool
from ui.theme import STEP

_ICONS = {"info": ("info", "accent"), "ok": ("met", "ok"), "warn": ("warn", "warn"), "bad": ("unmet", "bad")}


class Banner(QFrame):
    """Hidden until :meth:`tell` is called; tones info, ok, warn, bad."""

    def __init__(self) -> None:
        super().__init__()
        self._icon = QLabel()
        self.sentence = label("", wrap=True)
        self.action = button("", "link")
        self.action.setAccessibleName("处理")
        self._deed: Callable[[], object] | None = None
        self.action.clicked.connect(self._act)
        close = tool("close", "关闭这条提示")
        close.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(STEP * 3, STEP, STEP, STEP)
        row.setSpacing(STEP * 2)
        row.addWidget(self._icon)
        row.addWidget(self.sentence, 1)
        row.addWidget(self.action)
        row.addWidget(close)
        self.hide()

    def tell(self, text: str, tone: str = "info", action: str = "", deed: Callable[[], object] | None = None) -> None:
        """Show ``text`` in ``tone``; ``action`` names the way on and ``deed`` goes it."""
        self.sentence.setText(text)
        self.setAccessibleName(text)
        self.action.setText(action)
        self.action.setAccessibleName(action or "关闭")
        self.action.setVisible(bool(action))
        self._deed = deed
        icons.put(self._icon, *_ICONS[tone], 18)
        self.setProperty("banner", tone)
        self.style().unpolish(self)
        self.style().polish(self)
        self.show()

    def _act(self) -> None:
        if self._deed is not None:
            self._deed()
