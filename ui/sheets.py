"""Pages of a document as pictures below each other, as sharp as the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ui.theme import STEP, theme

if TYPE_CHECKING:
    from ycdesk.services.papers.render import PageImage

GAP = STEP * 4
"""Logical px around and between the pages."""


class Sheets(QWidget):
    """The pages below each other, each a picture as sharp as the screen."""

    def __init__(self) -> None:
        super().__init__()
        self.pages: list[QImage] = []

    def show_pages(self, pages: list[QImage]) -> None:
        """Show other pages."""
        self.pages = pages
        sizes = [page.deviceIndependentSize().toSize() for page in pages]
        width = max((size.width() for size in sizes), default=0) + GAP * 2
        self.setMinimumSize(QSize(width, sum(size.height() + GAP for size in sizes) + GAP))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        tokens = theme().tokens
        painter.fillRect(event.rect(), tokens.color("window"))
        painter.setPen(QPen(tokens.color("border_strong"), 1))
        top = GAP
        for page in self.pages:
            size = page.deviceIndependentSize().toSize()
            place = QRect((self.width() - size.width()) // 2, top, size.width(), size.height())
            painter.drawRect(place.adjusted(-1, -1, 0, 0))
            painter.drawImage(place.topLeft(), page)
            top += size.height() + GAP
        painter.end()


def picture(page: PageImage, ratio: float) -> QImage:
    """A rendered page as an image of its own, for a screen of this ratio."""
    image = QImage(page.data, page.width, page.height, page.stride, QImage.Format.Format_RGB32).copy()
    image.setDevicePixelRatio(ratio)
    return image
