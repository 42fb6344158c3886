"""What a workbook holds, in the short words of the tests of reading."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from ycdesk.services.sheets.book import SheetCells, Value
from ycdesk.services.sheets.reading import read_book


def moment(*numbers: int) -> datetime:
    """A moment as workbooks know it: without a time zone."""
    return datetime(*numbers)  # type: ignore[arg-type]  # noqa: DTZ001


def only(path: Path) -> SheetCells:
    """The one sheet of the workbook."""
    (sheet,) = read_book(path).sheets
    return sheet


def values(path: Path) -> list[list[Value]]:
    """The rows of the one sheet."""
    return [list(cells) for cells in only(path).rows]


def first(path: Path) -> Value:
    """The value in A1."""
    return only(path).rows[0][0]


def prefixed(xml: str) -> str:
    """The same XML with ``x:`` before each name of the spreadsheet language, as one common library writes it."""
    for mark in ("worksheet", "sheetData", "row", "c", "v", "f", "is", "t", "r", "rPr", "color", "rPh", "sst", "si"):
        for end in (" ", ">", "/>"):
            xml = xml.replace(f"<{mark}{end}", f"<x:{mark}{end}")
        xml = xml.replace(f"</{mark}>", f"</x:{mark}>")
    return xml.replace("xmlns=", "xmlns:x=")
