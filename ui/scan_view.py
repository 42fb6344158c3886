"""A scan to look at, one page at a time: PDF or picture, as wide as the room or larger."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QImage, QImageReader, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QScrollArea

from ui.sheets import GAP, Sheets, picture

_STEPS = (0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 4.0)
"""Widths of a page, in widths of the room."""


class ScanView(QScrollArea):
    """PageUp and PageDown turn pages, + and - make them larger and smaller, arrows move."""

    def __init__(self) -> None:
        super().__init__()
        self.pages = 0
        self.page = 0
        self.zoom = _STEPS.index(1.0)
        self._data, self._kind = b"", ""
        self._sheet = Sheets()
        self.setWidget(self._sheet)
        self.setWidgetResizable(True)
        self.setAccessibleName("扫描件")

    def show_scan(self, data: bytes, kind: str) -> None:
        """Show the first page. Raises ValueError for bytes that cannot be shown."""
        self._data, self._kind, self.page = data, kind, 0
        self.pages = self._count()
        self._render()

    def show_nothing(self) -> None:
        """An empty room."""
        self._data, self.pages = b"", 0
        self._sheet.show_pages([])

    def turn(self, step: int) -> None:
        """To another page."""
        if 0 <= self.page + step < self.pages:
            self.page += step
            self._render()
            self.verticalScrollBar().setValue(0)

    def magnify(self, step: int) -> None:
        """Larger or smaller."""
        if self.pages and 0 <= self.zoom + step < len(_STEPS):
            self.zoom += step
            self._render()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_PageDown:
                self.turn(1)
            case Qt.Key.Key_PageUp:
                self.turn(-1)
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.magnify(1)
            case Qt.Key.Key_Minus:
                self.magnify(-1)
            case _:
                super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.pages and event.size().width() != event.oldSize().width():
            self._render()

    def _count(self) -> int:
        if self._kind == "pdf":
            from ycdesk.services.papers.render import page_count

            return page_count(self._data)
        with _Opened(self._data) as reader:
            if not reader.canRead():
                raise ValueError(reader.errorString())
            return max(reader.imageCount(), 1)

    def _render(self) -> None:
        ratio = self.devicePixelRatioF()
        width = max(int((self.viewport().width() - GAP * 2) * _STEPS[self.zoom] * ratio), 200)
        if self._kind == "pdf":
            from ycdesk.services.papers.render import page_within

            image = picture(page_within(self._data, self.page, width), ratio)
        else:
            image = self._picture(width)
            image.setDevicePixelRatio(ratio)
        self._sheet.show_pages([image])

    def _picture(self, width: int) -> QImage:
        with _Opened(self._data) as reader:
            if self.page:
                reader.jumpToImage(self.page)
            image = reader.read()
            if image.isNull():
                raise ValueError(reader.errorString())
            return image.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)


class _Opened:
    """A reader of pictures over some bytes, turned as the camera says."""

    def __init__(self, data: bytes) -> None:
        self._buffer = QBuffer()
        self._buffer.setData(QByteArray(data))

    def __enter__(self) -> QImageReader:
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        reader = QImageReader(self._buffer)
        reader.setAutoTransform(True)
        reader.setDecideFormatFromContent(True)
        return reader

    def __exit__(self, *_: object) -> None:
        self._buffer.close()
