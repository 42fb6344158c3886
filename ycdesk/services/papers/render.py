"""Pages of a PDF as pictures, for the preview on the screen and for the printer. pypdfium2 is loaded at first use."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import pypdfium2

_PDFIUM = Lock()
"""PDFium must not be entered by two threads."""


class PageImage(NamedTuple):
    """A rendered page: ``height`` rows of ``stride`` bytes, four bytes a pixel: B, G, R and an A of 255."""

    width: int
    height: int
    stride: int
    data: bytes


def page_count(pdf: bytes) -> int:
    """Number of pages of a PDF. Raises ValueError for bytes that are no PDF."""
    with opened(pdf) as document:
        return len(document)


def page_image(pdf: bytes, page: int, dpi: float) -> PageImage:
    """Render a page (counted from 0) at a resolution in dots per inch, on white.

    Raises ValueError for bytes that are no PDF, IndexError for a page that it does not have.
    """
    with opened(pdf) as document:
        if not 0 <= page < len(document):
            raise IndexError(f"the document has {len(document)} pages, not page {page}")
        bitmap = document[page].render(scale=dpi / 72, force_bitmap_format=_bgra())
        return PageImage(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))


def page_within(pdf: bytes, page: int, width: int, most: int = 24_000_000) -> PageImage:
    """Render a page ``width`` pixels wide, narrower where it would have more than ``most`` pixels. Raises as above."""
    with opened(pdf) as document:
        if not 0 <= page < len(document):
            raise IndexError(f"the document has {len(document)} pages, not page {page}")
        broad, high = document[page].get_size()
        scale = min(width / broad, (most / (broad * high)) ** 0.5)
        bitmap = document[page].render(scale=scale, force_bitmap_format=_bgra())
        return PageImage(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))


def _bgra() -> int:
    import pypdfium2.raw

    return int(pypdfium2.raw.FPDFBitmap_BGRA)


@contextmanager
def opened(pdf: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """A PDF, open for one thread. Raises ValueError, its cause PDFium's own error, for bytes that are no PDF."""
    import pypdfium2

    with _PDFIUM:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError as error:
            raise ValueError("not a PDF document") from error
        try:
            yield document
        finally:
            document.close()
