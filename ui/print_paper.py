"""Sending a PDF to a printer: the pages are rendered at the printer's own resolution."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPageSize, QPainter, QTransform
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

MOST_DPI = 600
"""A sheet of A4 at 600 dpi takes 140 MB while it is drawn."""


def choose_printer(parent: QWidget, words: str) -> QPrinter | None:
    """The printer that the person chose, None when they gave up."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setFullPage(True)
    printer.setDocName(words)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(f"打印 {words}")
    return printer if dialog.exec() else None


def print_pdf(parent: QWidget, words: str, make: Callable[[], bytes]) -> bool:
    """Ask for a printer, then make the PDF and print it; False when the person gave up."""
    printer = choose_printer(parent, words)
    if printer is None:
        return False
    draw(make(), printer)
    return True


def draw(pdf: bytes, printer: QPrinter, progress: Callable[[int, int], None] | None = None) -> None:
    """Draw all pages of a PDF on a printer, each on the whole sheet; a page that lies across is turned.

    ``progress`` is told the pages drawn and how many there are; where it raises, the printing stops there.
    """
    from ycdesk.services.papers.render import page_count, page_image

    dpi, count = min(printer.resolution(), MOST_DPI), page_count(pdf)
    painter = QPainter(printer)
    try:
        for number in range(count):
            if progress is not None:
                progress(number, count)
            if number:
                printer.newPage()
            page = page_image(pdf, number, dpi)
            image = QImage(page.data, page.width, page.height, page.stride, QImage.Format.Format_RGB32)
            sheet = printer.paperRect(QPrinter.Unit.DevicePixel).toRect()
            if (page.width > page.height) != (sheet.width() > sheet.height()):
                image = image.transformed(QTransform().rotate(90))
            painter.drawImage(QRect(0, 0, sheet.width(), sheet.height()), image)
    finally:
        painter.end()
