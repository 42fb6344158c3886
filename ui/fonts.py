"""The faces of the screen: Noto Sans SC, bundled, so that Chinese is readable on a machine without any font.

Both weights are loaded before the first window (some 8 ms together); Hana Mincho B, for the rare characters of
names and places beyond the BMP, after it has been painted.
"""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

from ui.theme import BODY
from ycdesk.paths import resources

FAMILY = "Noto Sans SC"
RARE = "HanaMinB"


def load_first(app: QApplication) -> None:
    """Load the screen face and make it the font of the application."""
    _load("NotoSansSC-Regular.ttf")
    _load("NotoSansSC-Bold.ttf")
    app.setFont(body_font())


def load_rest() -> None:
    """Load what the first window does without: the face of rare characters."""
    _load("HanaMinB.ttf")


def body_font(pixels: int = BODY, bold: bool = False) -> QFont:
    """The screen face at ``pixels`` (logical); its figures all have one width."""
    font = QFont()
    font.setFamilies([FAMILY, RARE])
    font.setPixelSize(pixels)
    font.setBold(bold)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def _load(name: str) -> None:
    path = resources() / "fonts" / name
    if path.is_file():
        QFontDatabase.addApplicationFont(str(path))
