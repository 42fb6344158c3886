"""Small parts that every screen uses: words in their styles, amounts, badges, key hints, lines.

``secondary("上次来访")``, ``title(…)``, ``section(…)``, ``message()``, ``button(…)`` come from :mod:`ui.labels`;
``Amount`` shows money; ``Badge`` a word with a sign on a soft colour; ``KeyHints`` the line of keys at the foot.
Signs: ``MET``, ``UNMET``, ``UNKNOWN``, ``FLAG`` (the bundled face has these, and ● ◎ → ← ↑ ↓; it has no ballot
boxes, no ballot x, no small triangles and no flag).
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from ui import icons
from ui.fonts import body_font
from ui.labels import button, label, line, message, on_key, say, secondary, section, small, title, upright
from ui.theme import BODY, STEP

__all__ = [
    "FLAG",
    "MET",
    "STATE_ICONS",
    "STATE_SIGNS",
    "UNKNOWN",
    "UNMET",
    "Amount",
    "Badge",
    "KeyHints",
    "button",
    "label",
    "line",
    "message",
    "money",
    "on_key",
    "say",
    "secondary",
    "section",
    "small",
    "state_badge",
    "title",
    "tool",
    "upright",
]

MET, UNMET, UNKNOWN, FLAG = "✓", "×", "○", "!"

#: the sign and the colour of each state of a case (``CaseState.value``); colour never stands without the sign
STATE_SIGNS: dict[str, tuple[str, str]] = {
    "draft": ("○", "secondary"),
    "received": ("□", "accent"),
    "supplement": ("…", "warn"),
    "accepted": ("■", "accent"),
    "pending": ("●", "accent"),
    "returned": ("←", "warn"),
    "countersign": ("◐", "accent"),
    "supported": ("✓", "ok"),
    "publicised": ("◎", "ok"),
    "unfunded": ("△", "warn"),
    "payable": ("▷", "ok"),
    "part_paid": ("▶", "warn"),
    "paid": ("▶", "ok"),
    "archived": ("▪", "secondary"),
    "rejected": ("×", "bad"),
    "refused": ("×", "bad"),
    "withdrawn": ("–", "secondary"),
    "lapsed": ("–", "secondary"),
    "corrected": ("→", "secondary"),
    "recovering": ("◆", "bad"),
    "recovered": ("◇", "bad"),
}


#: the icon of each state where there is room for one; drawn in the colour of the sign
STATE_ICONS: dict[str, str] = {
    "draft": "edit",
    "received": "file",
    "supplement": "paperclip",
    "accepted": "check",
    "pending": "clock",
    "returned": "return",
    "countersign": "people",
    "supported": "met",
    "publicised": "eye",
    "unfunded": "clock",
    "payable": "right",
    "part_paid": "right",
    "paid": "met",
    "archived": "save",
    "rejected": "unmet",
    "refused": "unmet",
    "withdrawn": "minus",
    "lapsed": "minus",
    "corrected": "refresh",
    "recovering": "down",
    "recovered": "down",
}


def money(amount: Decimal | None, none: str = "—") -> str:
    """``48,000.00``, or ``none`` where there is no amount (never 0 for a missing one)."""
    return none if amount is None else f"{amount:,.2f}"


class Amount(QLabel):
    """An amount of money, right-aligned, in figures of one width."""

    def __init__(self, amount: Decimal | None = None, pixels: int = BODY, bold: bool = False) -> None:
        super().__init__()
        self.setFont(body_font(pixels, bold))
        self.setStyleSheet(f"font-size: {pixels}px; font-weight: {'bold' if bold else 'normal'};")
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.show_amount(amount)

    def show_amount(self, amount: Decimal | None, unit: str = "") -> None:
        """Show ``amount`` in yuan, followed by ``unit`` when there is one."""
        self.setText(money(amount) + (f" {unit}" if unit and amount is not None else ""))


class Badge(QLabel):
    """A word on a soft ground: tones plain, accent, ok, warn, bad, flag."""

    def __init__(self, text: str = "", tone: str = "plain", sign: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.put(text, tone, sign)

    def put(self, text: str, tone: str = "plain", sign: str = "") -> None:
        """Change word, tone and sign."""
        self.setText(f"{sign} {text}".strip())
        if self.property("badge") != tone:
            self.setProperty("badge", tone)
            self.style().unpolish(self)
            self.style().polish(self)


def state_badge(state: str, words: str) -> Badge:
    """The badge of a case state: ``state_badge(case.state.value, case.state.label)``."""
    sign, tone = STATE_SIGNS.get(state, ("", "plain"))
    return Badge(words, "plain" if tone == "secondary" else tone, sign)


class KeyHints(QWidget):
    """The line of keys at the foot of a page: ``KeyHints([("Ctrl+Enter", "提交审批"), …])``.

    Where there is no room for all, the last ones are left out: F1 and Ctrl+/ tell them, and no foot widens a window.
    """

    def __init__(self, keys: Iterable[tuple[str, str]]) -> None:
        super().__init__()
        self._pairs: list[tuple[QLabel, QLabel]] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(STEP)
        self._row.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.show_keys(keys)

    def show_keys(self, keys: Iterable[tuple[str, str]]) -> None:
        """Show other keys."""
        while (item := self._row.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self._pairs = [(label(key, "key"), label(deed, "hint")) for key, deed in keys]
        for key, deed in self._pairs:
            self._row.addWidget(key)
            self._row.addWidget(deed)
            self._row.addSpacing(STEP * 2)
        self._row.addStretch(1)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Leave out, from the first on that has no room, what does not fit."""
        room = self.width()
        for pair in self._pairs:
            room -= sum(part.sizeHint().width() for part in pair) + STEP * 4
            for part in pair:
                part.setVisible(room >= -STEP * 3)


def tool(icon: str, name: str, key: str = "", tone: str = "secondary") -> QToolButton:
    """A button that is only an icon; ``name`` is its tool tip and its accessible name."""
    result = QToolButton()
    icons.put(result, icon, tone, 18)
    result.setIconSize(QSize(18, 18))
    result.setAccessibleName(name)
    result.setToolTip(f"{name}　{key}" if key else name)
    if key:
        on_key(result, key, result.click)
    return result
