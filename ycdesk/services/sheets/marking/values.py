"""The cells of an ``.xls`` or a CSV as values in a new workbook, with the marks in it."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any
from unicodedata import east_asian_width

import xlsxwriter
from xlsxwriter.exceptions import OverlappingRange

from ycdesk.services.sheets.book import Book, SheetCells, Value
from ycdesk.services.sheets.marking.comments import AUTHOR, headed
from ycdesk.services.sheets.marking.shapes import box_height
from ycdesk.services.sheets.marking.styles import RED

_FORMATS: dict[type, str] = {
    date: "yyyy-mm-dd",
    datetime: "yyyy-mm-dd hh:mm:ss",
    time: "hh:mm:ss",
    timedelta: "[h]:mm:ss",
    str: "@",
}
_FIRST_DAY = date(1900, 3, 1)
"""Before it Excel's calendar is wrong by a day."""
_LONGEST_CELL = 32_767
_EXACT = 2**53
"""Larger whole numbers do not fit into a cell."""
_WIDEST, _MEASURED_ROWS = 40, 300


def marked_values(book: Book, words: Mapping[str, Mapping[tuple[int, int], str]]) -> bytes:
    """A workbook of the book's values: rows, columns, hidden rows and merged ranges where they were."""
    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(stream, {"in_memory": True, "nan_inf_to_errors": True})
    formats = _Formats(workbook)
    taken: set[str] = set()
    shown = False
    for sheet in book.sheets:
        worksheet = workbook.add_worksheet(_title(sheet.name, taken))
        _fill(worksheet, sheet, words.get(sheet.name, {}), formats)
        if not sheet.visible:
            worksheet.hide()
        elif not shown:
            worksheet.activate()
            worksheet.set_first_sheet()
            shown = True
    workbook.close()
    return stream.getvalue()


class _Formats:
    """Formats by the kind of value and by whether the cell is marked."""

    def __init__(self, workbook: Any) -> None:
        self._workbook = workbook
        self._made: dict[tuple[type, bool], Any] = {}

    def of(self, value: Value, marked: bool) -> Any:
        """The format of a cell; None where it needs none."""
        kind = type(value)
        if kind not in _FORMATS and not marked:
            return None
        if (kind, marked) not in self._made:
            properties = {"num_format": _FORMATS[kind]} if kind in _FORMATS else {}
            if marked:
                properties["bg_color"] = f"#{RED[2:]}"
            self._made[kind, marked] = self._workbook.add_format(properties)
        return self._made[kind, marked]


def _fill(worksheet: Any, sheet: SheetCells, words: Mapping[tuple[int, int], str], formats: _Formats) -> None:
    for first_row, first_column, last_row, last_column in sheet.merged:
        if (first_row, first_column) != (last_row, last_column):
            try:
                worksheet.merge_range(first_row - 1, first_column - 1, last_row - 1, last_column - 1, "")
            except OverlappingRange:
                continue  # as the file says it, it cannot be
    for row, cells in enumerate(sheet.rows):
        for column, value in enumerate(cells):
            if value is not None and value != "":
                _write(worksheet, row, column, value, formats.of(value, (row + 1, column + 1) in words))
    for row in sheet.hidden:
        worksheet.set_row(row - 1, None, None, {"hidden": True})
    for column, width in enumerate(_widths(sheet.rows)):
        worksheet.set_column(column, column, width)
    for (row, column), text in words.items():
        cells = sheet.rows[row - 1] if row <= len(sheet.rows) else ()
        if column > len(cells) or cells[column - 1] in (None, ""):
            worksheet.write_blank(row - 1, column - 1, None, formats.of(None, True))
        comment = headed(text)
        box = {"author": AUTHOR, "width": 240, "height": box_height(comment), "font_name": "宋体", "font_size": 9}
        worksheet.write_comment(row - 1, column - 1, comment, box)


def _write(worksheet: Any, row: int, column: int, value: Value, look: Any) -> None:
    """Text as text, whatever it begins with; what a cell cannot hold as it is, as text, too."""
    if isinstance(value, bool):
        worksheet.write_boolean(row, column, value, look)
    elif isinstance(value, float) or (isinstance(value, int) and abs(value) <= _EXACT):
        worksheet.write_number(row, column, value, look)
    elif isinstance(value, time | timedelta) or (isinstance(value, date) and _day(value) >= _FIRST_DAY):
        worksheet.write_datetime(row, column, value, look)
    else:
        worksheet.write_string(row, column, str(value)[:_LONGEST_CELL], look)


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def _widths(rows: Sequence[Sequence[Value]]) -> list[float]:
    """Widths in characters, wide enough for most of what stands in the first rows."""
    widths: list[float] = []
    for cells in islice(rows, _MEASURED_ROWS):
        widths += [9.0] * (len(cells) - len(widths))
        for column, value in enumerate(cells):
            if value is not None:
                letters = str(value)[:_WIDEST]
                width = sum(2 if east_asian_width(letter) in "WF" else 1 for letter in letters) + 2
                widths[column] = max(widths[column], min(width, _WIDEST))
    return widths


def _title(name: str, taken: set[str]) -> str:
    """A sheet's name as Excel takes it, and none twice."""
    clean = re.sub(r"[\[\]:*?/\\\x00-\x1f]", "_", name)[:31].strip("'") or "表"
    title, number = clean, 2
    while title.lower() in taken:
        title = f"{clean[:27]}_{number}"
        number += 1
    taken.add(title.lower())
    return title
