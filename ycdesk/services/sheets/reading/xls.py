"""Workbooks of Excel 97–2003 (.xls), read by xlrd without believing them: any error of it means a damaged file."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from sys import getsizeof
from typing import Any, TextIO

from ycdesk.services.sheets.book import SheetCells, Value
from ycdesk.services.sheets.reading.grid import CELL_SIZE, MERGE_SIZE, Grid
from ycdesk.services.sheets.reading.moments import Kind, kind_of, moment_of
from ycdesk.services.sheets.reading.safety import DAMAGED, LARGEST_FILE, Room, Unreadable
from ycdesk.services.sheets.reading.values import unescaped
from ycdesk.services.sheets.reading.xlsx import MOST_SHEETS

LARGEST_XLS = 12_000_000
"""Bytes: xlrd holds the file and all of a sheet at once, which takes up to thirty times as much."""
_TOO_LARGE = "太大（超过 12 MB），请在 Excel 中另存为 .xlsx 后再选。"
_PASSWORD = "有打开密码，程序读不了，请在 Excel 中去掉密码（文件→信息→保护工作簿）后另存再选。"
_NO_SHEETS = "里面没有工作表（或只有图表），请选存有数据的文件。"
_OTHERS = (
    ("EncryptedPackage", _PASSWORD),
    ("WordDocument", "是 Word 文档，不是工作簿，请选 .xlsx、.xls 或 .csv 文件。"),
    ("PowerPoint Document", "是演示文稿，不是工作簿，请选 .xlsx、.xls 或 .csv 文件。"),
)


def read_xls(path: Path, progress: Callable[[int, int], None] | None) -> tuple[tuple[SheetCells, ...], bool]:
    """All worksheets in their order, and whether days are counted from 1904. Raises OSError and Unreadable."""
    with path.open("rb") as file:
        data = file.read(LARGEST_FILE)
    for stream, words in _OTHERS:
        if stream.encode("utf-16-le") in data:
            raise Unreadable(words)
    if len(data) > LARGEST_XLS:
        raise Unreadable(_TOO_LARGE)
    room = Room()
    with open(os.devnull, "w", encoding="utf-8") as silence:
        book = _opened(data, silence)
        names = book.sheet_names()
        if not names:
            raise Unreadable(_NO_SHEETS)
        if len(names) > MOST_SHEETS:
            raise Unreadable(f"里面有 {MOST_SHEETS} 张以上的工作表，请删去不用的工作表后再选。")
        sheets = []
        for at in range(len(names)):
            sheets.append(_sheet(book, at, room))
            if progress is not None:
                progress(at + 1, len(names))
        book.release_resources()
        return tuple(sheets), book.datemode == 1


def _opened(data: bytes, silence: TextIO) -> Any:
    """The workbook, with the formats (and so with hidden rows and merged cells) where they can be had."""
    import xlrd

    for formats in (True, False):
        try:
            return xlrd.open_workbook(
                file_contents=data, logfile=silence, formatting_info=formats, on_demand=True, ragged_rows=True
            )
        except Exception as error:  # xlrd raises whatever a damaged file leads it to
            if "encrypted" in str(error):
                raise Unreadable(_PASSWORD) from error
            if not formats:
                raise Unreadable(DAMAGED) from error
    raise Unreadable(DAMAGED)


def _sheet(book: Any, at: int, room: Room) -> SheetCells:
    try:
        sheet = book.sheet_by_index(at)
        grid = Grid(sheet.name, room, visible=sheet.visibility == 0)
        formats = _Formats(book)
        for number in range(sheet.nrows):
            _put_row(grid, number + 1, sheet, formats)
        for number, about in sheet.rowinfo_map.items():
            if about.hidden:
                grid.hide(number + 1)
        for top, bottom, left, right in sheet.merged_cells:
            room.take(MERGE_SIZE)
            grid.merged.append((top + 1, left + 1, bottom, right))
        book.unload_sheet(at)
    except Unreadable:
        raise
    except Exception as error:  # as above
        raise Unreadable(DAMAGED) from error
    return grid.sheet()


class _Formats:
    """The values of cells: with the formats of the workbook, where they were read."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._codes = {key: about.format_str for key, about in book.format_map.items()}
        self._kinds: dict[int, Kind] = {}

    def value(self, sheet: Any, row: int, column: int) -> Value:
        """The value of a cell, rows and columns counted from 0."""
        value, kind = sheet.cell_value(row, column), sheet.cell_type(row, column)
        if kind == _TEXT:
            return unescaped(value) or None
        if kind == _NUMBER:
            return float(value)
        if kind == _DATE:
            return moment_of(value, self._kind(sheet, row, column), self._book.datemode == 1)
        if kind == _TRUTH:
            return bool(value)
        return _ERRORS.get(value, "#VALUE!") if kind == _ERROR else None

    def _kind(self, sheet: Any, row: int, column: int) -> Kind:
        if not self._book.formatting_info:
            return Kind.MOMENT
        style = sheet.cell_xf_index(row, column)
        if style not in self._kinds:
            key = self._book.xf_list[style].format_key
            self._kinds[style] = kind_of(key, self._codes)
        return self._kinds[style]


def _put_row(grid: Grid, number: int, sheet: Any, formats: _Formats) -> None:
    for column in range(sheet.row_len(number - 1)):
        value = formats.value(sheet, number - 1, column)
        if value is not None:
            grid.room.take(CELL_SIZE + (getsizeof(value) if isinstance(value, str) else 0))
            grid.put(number, column + 1, value)


_TEXT, _NUMBER, _DATE, _TRUTH, _ERROR = 1, 2, 3, 4, 5
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
