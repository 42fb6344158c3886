"""What the windows of this machine remember: size and place, the width of columns. Kept in the data folder."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

_PREFERRED = (1366, 768)


def restore(window: QWidget, home: Path) -> None:
    """Give ``window`` the size and place it had; the first time, as much of the screen as does it good."""
    kept = _file(home).value("window/geometry")
    if isinstance(kept, QByteArray) and window.restoreGeometry(kept):
        return
    room = QGuiApplication.primaryScreen().availableGeometry()
    window.resize(min(_PREFERRED[0], room.width()), min(_PREFERRED[1], room.height()))
    if room.width() <= _PREFERRED[0] or room.height() <= _PREFERRED[1]:
        window.showMaximized()


def keep(window: QWidget, home: Path) -> None:
    """Remember size and place of ``window``. A folder that cannot be written only means that they are forgotten."""
    _file(home).setValue("window/geometry", window.saveGeometry())


def _file(home: Path) -> QSettings:
    return QSettings(str(home / "window.ini"), QSettings.Format.IniFormat)
