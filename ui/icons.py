"""The program's own icons: stroke drawings in ``resources/icons``, tinted with a colour of the theme.

``put(button, "search")`` gives a button (or an action) its icon and keeps it in tune when the appearance changes;
``pixmap("met", "ok")`` is for widgets and delegates that paint themselves.
"""

from __future__ import annotations

from functools import cache, lru_cache
from weakref import WeakKeyDictionary

import shiboken6
from PySide6.QtCore import QByteArray, QObject, QRectF, Qt
from PySide6.QtGui import QAction, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QLabel

from ui.theme import theme
from ycdesk.paths import resources

SIZE = 20  #: px, the size the icons are drawn for

_placed: WeakKeyDictionary[QObject, tuple[str, str, int]] = WeakKeyDictionary()


def pixmap(name: str, tone: str = "secondary", size: int = SIZE, ratio: float | None = None) -> QPixmap:
    """The icon ``name`` in the theme colour ``tone``, ``size`` logical px wide, sharp at the screen's ratio."""
    scale = ratio or (QGuiApplication.primaryScreen().devicePixelRatio() if QGuiApplication.primaryScreen() else 1.0)
    return _drawn(name, getattr(theme().tokens, tone), size, scale)


def icon(name: str, tone: str = "secondary", size: int = SIZE, checked: str = "accent") -> QIcon:
    """The icon ``name``; grey when disabled, in the tone ``checked`` when switched on."""
    result = QIcon(pixmap(name, tone, size))
    result.addPixmap(pixmap(name, "faint", size), QIcon.Mode.Disabled)
    result.addPixmap(pixmap(name, checked, size), QIcon.Mode.Normal, QIcon.State.On)
    return result


def put(target: QAbstractButton | QAction | QLabel, name: str, tone: str = "secondary", size: int = SIZE) -> None:
    """Give ``target`` the icon ``name`` in ``tone``, now and after each change of the appearance."""
    _listen()
    _placed[target] = (name, tone, size)
    _place(target, name, tone, size)


def application_icon() -> QIcon:
    """The icon of the windows and of the task bar."""
    return QIcon(_rendered((resources() / "icons" / "ycdesk.svg").read_bytes(), 64, 1.0))


@cache
def _listen() -> None:
    theme().changed.connect(_renew)


def _renew() -> None:
    for target, wanted in list(_placed.items()):
        if shiboken6.isValid(target):
            _place(target, *wanted)


def _place(target: QObject, name: str, tone: str, size: int) -> None:
    if isinstance(target, QLabel):
        target.setPixmap(pixmap(name, tone, size))
    elif isinstance(target, QAbstractButton | QAction):
        target.setIcon(icon(name, tone, size))


@lru_cache(maxsize=512)
def _drawn(name: str, color: str, size: int, ratio: float) -> QPixmap:
    source = (resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    return _rendered(source.replace("#000", color).encode(), size, ratio)


def _rendered(source: bytes, size: int, ratio: float) -> QPixmap:
    image = QPixmap(round(size * ratio), round(size * ratio))
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(QByteArray(source)).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return image
