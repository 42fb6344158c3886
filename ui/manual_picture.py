"""A picture of the manual as large as it is, moved by the arrows."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QScrollArea


class PictureView(QScrollArea):
    """Shows one picture at its own size."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("放大的图")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._picture = QLabel()
        self.setWidget(self._picture)

    def show_picture(self, picture: QPixmap) -> None:
        """Show another picture from its upper left corner."""
        self._picture.setPixmap(picture)
        self._picture.resize(picture.deviceIndependentSize().toSize())
        self.horizontalScrollBar().setValue(0)
        self.verticalScrollBar().setValue(0)
