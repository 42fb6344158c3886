"""Small parts that every screen uses: words in their styles, amounts, badges, key hints, lines.

``secondary("上次来访")``, ``title(…)``, ``section(…)``, ``message()`` are labels in the type scale of :mod:`ui.theme`;
``Amount`` shows money; ``Badge`` a word with a sign on a soft colour; ``KeyHints`` the line of keys at the foot.
Signs: ``MET``, ``UNMET``, ``UNKNOWN``, ``FLAG`` (the bundled face has ✓ × ○ ! ● ◎ → ← ↑ ↓; it lacks ✗ ☐ ☑ ▾ ⚑).
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from ui import icons
from ui.fonts import body_font
from ui.theme import BODY, STEP, kind

MET, UNMET, UNKNOWN, FLAG = "✓", "×", "○", "!"

#: the sign and the colour of each state of a case (``CaseState.value``); colour never stands without the sign
STATE_SIGNS: dict[str, tuple[str, str]] = {
    "draft": ("○", "secondary"),
    "pending": ("●", "accent"),
    "returned": ("←", "warn"),
    "supported": ("✓", "ok"),
    "refused": ("×", "bad"),
    "withdrawn": ("–", "secondary"),
}


def label(text: str, style: str = "", wrap: bool = False) -> QLabel:
    """A label in one of the styles named in :mod:`ui.theme`; the text is never read as rich text."""
    result = QLabel(text)
    result.setTextFormat(Qt.TextFormat.PlainText)
    result.setWordWrap(wrap)
    return kind(result, style) if style else result


def secondary(text: str = "", wrap: bool = False) -> QLabel:
    """Grey: what is there to be looked up, not to be read each time."""
    return label(text, "secondary", wrap)


def small(text: str = "", wrap: bool = False) -> QLabel:
    """Grey and small."""
    return label(text, "small", wrap)


def title(text: str) -> QLabel:
    """The heading of a page."""
    return label(text, "title")


def section(text: str) -> QLabel:
    """The heading of a group inside a page."""
    return label(text, "section")


def message(text: str = "") -> QLabel:
    """The sentence under a field; hidden while it is empty."""
    result = label(text, "message", wrap=True)
    result.setVisible(bool(text))
    return result


def say(target: QLabel, text: str) -> None:
    """Put ``text`` into a :func:`message` label and show it, or hide it when there is none."""
    target.setText(text)
    target.setVisible(bool(text))


def line() -> QFrame:
    """A hairline across."""
    return kind(QFrame(), "line")


def upright() -> QFrame:
    """A hairline from top to bottom."""
    return kind(QFrame(), "upright")


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
    """The line of keys at the foot of a page: ``KeyHints([("Ctrl+Enter", "提交审批"), …])``."""

    def __init__(self, keys: Iterable[tuple[str, str]]) -> None:
        super().__init__()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(STEP)
        self.show_keys(keys)

    def show_keys(self, keys: Iterable[tuple[str, str]]) -> None:
        """Show other keys."""
        while (item := self._row.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        for key, deed in keys:
            self._row.addWidget(label(key, "key"))
            self._row.addWidget(label(deed, "hint"))
            self._row.addSpacing(STEP * 2)
        self._row.addStretch(1)


def button(text: str, style: str = "", icon: str = "", key: str = "") -> QPushButton:
    """A push button: style ``primary``, ``danger``, ``quiet``, ``link`` or none; ``key`` is shown in the tool tip."""
    result = QPushButton(text)
    result.setCursor(Qt.CursorShape.PointingHandCursor if style == "link" else Qt.CursorShape.ArrowCursor)
    if style:
        kind(result, style)
    if icon:
        icons.put(
            result, icon, {"primary": "accent_text", "danger": "bad", "link": "accent"}.get(style, "secondary"), 18
        )
    if key:
        result.setShortcut(key)
        result.setToolTip(f"{text}　{key}")
    result.setAutoDefault(style == "primary")
    return result


def tool(icon: str, name: str, key: str = "", tone: str = "secondary") -> QToolButton:
    """A button that is only an icon; ``name`` is its tool tip and its accessible name."""
    result = QToolButton()
    icons.put(result, icon, tone, 18)
    result.setIconSize(QSize(18, 18))
    result.setAccessibleName(name)
    result.setToolTip(f"{name}　{key}" if key else name)
    if key:
        result.setShortcut(key)
    return result
