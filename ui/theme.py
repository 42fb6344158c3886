"""Design tokens, palette and style sheet; light and dark, switched while the program runs.

Every colour, distance and type size of the screens stands here. Widgets that paint themselves read
``theme().tokens`` at paint time and call ``update()`` when ``theme().changed`` comes; everything else is
styled by ``resources/style/desk.qss``, in which ``@name`` stands for a token.

The style sheet knows these values of the dynamic property ``kind`` (set it with :func:`kind`):

* ``QPushButton``: ``primary`` (one a page), ``danger``, ``link``, ``quiet`` (no frame until hovered)
* ``QLabel``: ``display`` (24 px), ``title`` (18), ``section`` (bold), ``secondary``, ``faint``, ``small``, ``message``
  (the sentence under a field), ``ok`` / ``warn`` / ``bad`` / ``flag`` / ``accent`` (coloured: always with a sign)
* ``QFrame`` / ``QWidget``: ``panel`` (white), ``raised`` (white, rounded, thin border), ``rail``, ``bar``, ``line``
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import cache
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from ycdesk.paths import resources

W = TypeVar("W", bound=QWidget)

STEP = 4  #: px, the unit of every distance
ROW = 30  #: px, height of a row in a table, of an input and of a button
SMALL, BODY, SECTION, TITLE, DISPLAY = 12, 14, 14, 18, 24  #: px, the type scale


class Mode(StrEnum):
    """What the person chose: as the system, or one of the two."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"

    @property
    def label(self) -> str:
        """The Chinese word for the settings."""
        return {"system": "跟随系统", "light": "浅色", "dark": "深色"}[self.value]


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of one appearance, as ``#rrggbb``."""

    name: str  # "light" or "dark"; also the folder of the small pictures under resources/style
    window: str  # behind everything
    rail: str  # the narrow bar at the left, the bar at the top
    panel: str  # lists, forms, inputs
    raised: str  # cards, menus, pop-ups
    hover: str  # under the mouse
    pressed: str
    border: str  # hairlines
    border_strong: str  # round inputs and buttons
    text: str
    secondary: str
    faint: str  # placeholders, disabled
    accent: str
    accent_hover: str
    accent_text: str  # on accent
    selection: str  # a chosen row; text keeps its colour
    ok: str
    ok_soft: str
    warn: str
    warn_soft: str
    bad: str
    bad_soft: str
    flag: str
    flag_soft: str
    shadow: str
    side: str  # the coloured side of the first window
    side_text: str
    side_strong: str

    def color(self, name: str) -> QColor:
        """The token ``name`` as a QColor."""
        return QColor(getattr(self, name))


LIGHT = Tokens(
    name="light",
    window="#f3f5f6",
    rail="#e9edee",
    panel="#ffffff",
    raised="#ffffff",
    hover="#eef2f3",
    pressed="#e2e8ea",
    border="#dfe4e6",
    border_strong="#bfc8cc",
    text="#1a2327",
    secondary="#5b6a71",
    faint="#8b989e",
    accent="#0f6773",
    accent_hover="#0b5560",
    accent_text="#ffffff",
    selection="#d8eaec",
    ok="#22734a",
    ok_soft="#e4f2ea",
    warn="#8f5b00",
    warn_soft="#fbf1dc",
    bad="#b3362b",
    bad_soft="#fbe9e6",
    flag="#a0480f",
    flag_soft="#fcefe4",
    shadow="#d3dadd",
    side="#0f5561",
    side_text="#c4dde0",
    side_strong="#ffffff",
)

DARK = Tokens(
    name="dark",
    window="#171c1f",
    rail="#12171a",
    panel="#1e2427",
    raised="#252c30",
    hover="#283035",
    pressed="#313b40",
    border="#2e373c",
    border_strong="#46535a",
    text="#e3e9eb",
    secondary="#98a6ad",
    faint="#6e7c83",
    accent="#57b3bd",
    accent_hover="#74c6cf",
    accent_text="#08282c",
    selection="#1f434a",
    ok="#6cc492",
    ok_soft="#1c3327",
    warn="#e0ae55",
    warn_soft="#372d17",
    bad="#f0887c",
    bad_soft="#3d2320",
    flag="#eba36d",
    flag_soft="#3b2a1c",
    shadow="#0c1012",
    side="#0f2e34",
    side_text="#9db9bd",
    side_strong="#eaf4f5",
)


def stylesheet(tokens: Tokens) -> str:
    """The style sheet of the whole program with the tokens put in."""
    values = asdict(tokens) | {"style": (resources() / "style" / tokens.name).as_posix()}
    text = (resources() / "style" / "desk.qss").read_text(encoding="utf-8")
    return re.sub(r"@([a-z_]+)", lambda found: str(values[found[1]]), text)


def palette(tokens: Tokens) -> QPalette:
    """The palette of Fusion: what the style sheet does not touch still agrees with it."""
    result = QPalette()
    roles = {
        QPalette.ColorRole.Window: tokens.window,
        QPalette.ColorRole.WindowText: tokens.text,
        QPalette.ColorRole.Base: tokens.panel,
        QPalette.ColorRole.AlternateBase: tokens.hover,
        QPalette.ColorRole.ToolTipBase: tokens.raised,
        QPalette.ColorRole.ToolTipText: tokens.text,
        QPalette.ColorRole.Text: tokens.text,
        QPalette.ColorRole.PlaceholderText: tokens.faint,
        QPalette.ColorRole.Button: tokens.panel,
        QPalette.ColorRole.ButtonText: tokens.text,
        QPalette.ColorRole.BrightText: tokens.bad,
        QPalette.ColorRole.Highlight: tokens.selection,
        QPalette.ColorRole.HighlightedText: tokens.text,
        QPalette.ColorRole.Link: tokens.accent,
        QPalette.ColorRole.LinkVisited: tokens.accent,
        QPalette.ColorRole.Accent: tokens.accent,
        QPalette.ColorRole.Light: tokens.raised,
        QPalette.ColorRole.Midlight: tokens.border,
        QPalette.ColorRole.Mid: tokens.border,
        QPalette.ColorRole.Dark: tokens.border_strong,
        QPalette.ColorRole.Shadow: tokens.shadow,
    }
    for role, value in roles.items():
        result.setColor(role, QColor(value))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.faint))
    return result


class Theme(QObject):
    """The appearance in force.

    Signals:
        changed: after palette and style sheet have been exchanged.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.mode = Mode.SYSTEM
        self.tokens = LIGHT
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow)

    def apply(self, mode: Mode) -> None:
        """Take ``mode`` and dress the whole application in it."""
        self.mode = mode
        self.tokens = DARK if self._dark() else LIGHT
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.setPalette(palette(self.tokens))
        app.setStyleSheet(stylesheet(self.tokens))
        self.changed.emit()

    def toggle(self) -> None:
        """Light becomes dark, dark becomes light (Ctrl+Shift+D)."""
        self.apply(Mode.LIGHT if self.tokens is DARK else Mode.DARK)

    def _dark(self) -> bool:
        # The palette that the style takes from the system, whatever the application wears now.
        system = QApplication.style().standardPalette().color(QPalette.ColorRole.Window)
        return self.mode is Mode.DARK or (self.mode is Mode.SYSTEM and system.lightness() < 128)

    def _follow(self) -> None:
        if self.mode is Mode.SYSTEM and QApplication.instance() is not None:
            self.apply(Mode.SYSTEM)


@cache
def theme() -> Theme:
    """The one appearance of the program (made on first use, after the QApplication)."""
    return Theme()


def kind(widget: W, value: str) -> W:
    """Give ``widget`` the style-sheet kind ``value`` and hand it back; also when it is already on screen."""
    before = widget.property("kind")
    if before != value:
        widget.setProperty("kind", value)
        if before is not None:  # a new widget is dressed when it is shown
            widget.style().unpolish(widget)
            widget.style().polish(widget)
    return widget
