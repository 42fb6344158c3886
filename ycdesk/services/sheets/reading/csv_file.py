"""Tables as text: UTF-8, UTF-16 or GB18030; commas, semicolons or tabs between the cells."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from sys import getsizeof

from ycdesk.services.sheets.book import SheetCells
from ycdesk.services.sheets.reading.grid import CELL_SIZE, Grid
from ycdesk.services.sheets.reading.safety import PIECE, Room, Unreadable
from ycdesk.services.sheets.reading.values import unescaped

_NO_TEXT = "不是工作簿，也不是文本表格，请选 .xlsx、.xls 或 .csv 文件。"
_UNEVEN = "里面有一格或一行过长，多半是少了一个引号，请在 Excel 中打开检查后另存为 .xlsx。"
_AS_TEXT = re.compile(r'="([^"]*)"')
"""How some systems keep Excel from making numbers of codes."""
_NO_LETTER = re.compile("[\x00-\x08\x0e-\x19\x1b-\x1f\ufffe\uffff]")
"""What stands in no text, but in whatever else is taken for one."""
_SEPARATORS = (",", "\t", ";")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_csv(path: Path, progress: Callable[[int, int], None] | None) -> tuple[SheetCells, ...]:
    """The table as one sheet; all its cells are texts. Raises OSError and Unreadable."""
    encoding = _encoding(path)
    total = path.stat().st_size
    room = Room()
    grid = Grid(path.stem, room)
    with path.open("rb") as file, io.TextIOWrapper(file, encoding=encoding, newline="") as stream:
        start, separator = _separator(stream.read(20_000))
        stream.seek(0)
        if start:
            stream.readline()
        try:
            for number, cells in enumerate(csv.reader(_lines(stream), delimiter=separator), 1):
                _put_row(grid, number, cells)
                if progress is not None and number % 1000 == 0:
                    progress(min(file.tell(), total), total)
        except csv.Error as error:
            raise Unreadable(_UNEVEN) from error
    return (grid.sheet(),)


def _lines(stream: io.TextIOWrapper) -> Iterator[str]:
    """The lines. Raises Unreadable for one that is none."""
    while line := stream.readline(PIECE):
        if len(line) == PIECE:
            raise Unreadable(_UNEVEN)
        yield line


def _put_row(grid: Grid, number: int, cells: list[str]) -> None:
    for column, cell in enumerate(cells, 1):
        text = unescaped(cell).strip("\t")
        if match := _AS_TEXT.fullmatch(text):
            text = match[1]
        if text:
            grid.room.take(CELL_SIZE + getsizeof(text))
            grid.put(number, column, text)


def _encoding(path: Path) -> str:
    """The encoding in which the whole file can be read."""
    with path.open("rb") as file:
        start = file.read(4096)
    for mark, name in _MARKS:
        if start.startswith(mark):
            return _checked(path, (name,))
    even, odd = start[::2].count(0), start[1::2].count(0)
    if even or odd:
        return _checked(path, ("utf-16-le" if odd > even else "utf-16-be",))
    return _checked(path, ("utf-8", "gb18030"))


def _checked(path: Path, encodings: tuple[str, ...]) -> str:
    for encoding in encodings:
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            with path.open("rb") as file:
                while piece := file.read(PIECE):
                    if _NO_LETTER.search(decoder.decode(piece)):
                        raise Unreadable(_NO_TEXT)
                decoder.decode(b"", True)
        except UnicodeError:
            continue
        return encoding
    raise Unreadable(_NO_TEXT)


def _separator(start: str) -> tuple[bool, str]:
    """Whether the first line only names the separator, and the separator: the one that most of the first lines have."""
    match = re.match(r'"?sep=([,;\t])"?\r?\n', start)
    if match:
        return True, match[1]
    lines = re.sub(r'"(?:[^"]|"")*"', "", start).splitlines()[:30]
    having = {separator: sum(separator in line for line in lines) for separator in _SEPARATORS}
    return False, max(_SEPARATORS, key=having.__getitem__)
