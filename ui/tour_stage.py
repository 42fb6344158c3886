"""What the tour needs to play: a program of its own, hands, patience, a camera."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from ui.app import Program
from ui.hands import Hands
from ui.main_window import MainWindow
from ycdesk.settings import Settings

PATIENCE = 60.0
"""Seconds to wait for anything before the day is given up."""


class TourStage:
    """The program on a data folder inside ``folder``, where the pictures are left, too."""

    def __init__(self, app: QApplication, folder: Path) -> None:
        self.app = app
        self.folder = folder
        self.hands = Hands()
        self.program = Program(app, folder / "data", Settings())

    def window(self) -> MainWindow:
        window = self.program.window
        assert window is not None
        return window

    def during(self, act: Callable[[QWidget], None], begin: Callable[[], None]) -> None:
        """Begin what opens a modal dialog, and act on it once it is there."""

        def look() -> None:
            dialog = QApplication.activeModalWidget()
            if dialog is None or not dialog.isActiveWindow():
                QTimer.singleShot(20, look)
            else:
                act(dialog)

        QTimer.singleShot(20, look)
        begin()
        self.window().activateWindow()
        self.settle()

    def until(self, done: Callable[[], bool], what: str) -> None:
        end = time.monotonic() + PATIENCE
        while not done():
            if time.monotonic() > end:
                raise TimeoutError(f"等了 {PATIENCE:.0f} 秒，{what}还没有好")
            self.app.processEvents()
            time.sleep(0.01)
        self.settle()

    def settle(self, seconds: float = 0.4) -> None:
        """Let timers and the background thread finish what they have begun."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.app.processEvents()
            time.sleep(0.005)

    def picture(self, name: str, widget: QWidget) -> None:
        self.settle()
        file = self.folder / f"{name}.png"
        _of_few_colours(widget.grab().toImage()).save(str(file))
        print(f"  {file}")


def _of_few_colours(image: QImage) -> QImage:
    """The picture in the 256 colours that occur most, a fraction as large: a screen has few, and the edges of words."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    counted = Counter(memoryview(plain.constBits()).cast("I"))
    colours = [colour for colour, _ in counted.most_common(256)]
    few = Qt.ImageConversionFlag.ThresholdDither | Qt.ImageConversionFlag.AvoidDither
    return plain.convertToFormat(QImage.Format.Format_Indexed8, colours, few)
