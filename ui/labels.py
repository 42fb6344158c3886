"""Words in their styles, hairlines and push buttons: what the first window needs, and every screen after it.

Nothing here names ``Qt``: the namespace costs some 35 ms when it is first touched, a third of a bare window's time to
the first paint. Screens that open later are free to use it.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QWidget

from ui.theme import kind

_PLAIN_TEXT = 0  # Qt.TextFormat.PlainText


def label(text: str, style: str = "", wrap: bool = False) -> QLabel:
    """A label in one of the styles named in :mod:`ui.theme`; the text is never read as rich text."""
    result = QLabel(text)
    result.setProperty("textFormat", _PLAIN_TEXT)
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


def button(text: str, style: str = "", icon: str = "", key: str = "") -> QPushButton:
    """A push button: style ``primary``, ``danger``, ``quiet``, ``link`` or none; ``key`` is shown in the tool tip."""
    result = QPushButton(text)
    if style:
        kind(result, style)
    if icon:
        from ui import icons

        tone = {"primary": "accent_text", "danger": "bad", "link": "accent"}.get(style, "secondary")
        icons.put(result, icon, tone, 18)
    if key:
        on_key(result, key, result.click)
        result.setToolTip(f"{text}　{key}")
    result.setAutoDefault(style == "primary")
    return result


def on_key(owner: QWidget, key: str, deed: Callable[[], object]) -> None:
    """Do ``deed`` when ``key`` is pressed in the window and ``owner`` can be seen.

    At once: the shortcut that a button brings itself waits 100 ms to look pressed.
    """
    from PySide6.QtGui import QKeySequence, QShortcut

    QShortcut(QKeySequence(key), owner).activated.connect(deed)
