"""The program's icon as pictures, drawn from its SVG by Qt: ``python -m installer.icons FOLDER``."""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PIL import Image
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from ycdesk.paths import resources

SIZES = (16, 22, 24, 32, 48, 64, 128, 256)
"""Pixels of each side, as the hicolor theme has them."""


def write(folder: Path) -> None:
    """Write ``<size>.png`` for each size, and ``ycdesk.ico`` for Windows. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    renderer = QSvgRenderer(str(resources() / "icons" / "ycdesk.svg"))
    for size in SIZES:
        image = QImage(QSize(size, size), QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        renderer.render(painter)
        painter.end()
        if not image.save(str(folder / f"{size}.png")):
            raise OSError(f"{folder / f'{size}.png'} 写不了")
    with Image.open(folder / f"{SIZES[-1]}.png") as largest:  # Qt writes only one size into an .ico
        drawn = [Image.open(folder / f"{size}.png") for size in SIZES[:-1]]
        largest.save(folder / "ycdesk.ico", sizes=[(size, size) for size in SIZES], append_images=drawn)


if __name__ == "__main__":
    app = QGuiApplication(sys.argv)
    write(Path(sys.argv[1]))
