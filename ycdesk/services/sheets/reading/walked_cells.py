"""The worksheets of an .xlsx read with a parser: whatever is well-formed XML, with prefixes, comments, rich text."""

from __future__ import annotations

from collections.abc import Iterable

from ycdesk.services.sheets.reading.grid import CELL_SIZE, LAST_COLUMN, LAST_ROW, MOST_COLUMNS, Grid, corner
from ycdesk.services.sheets.reading.safety import DAMAGED, LARGEST_PART, Unreadable, Walk
from ycdesk.services.sheets.reading.values import Values

_LONGEST_TEXT = 1_000_000
_TEXTS = ("v", "t")


def read_walked(pieces: Iterable[bytes], values: Values, grid: Grid) -> None:
    """Fill the grid. Raises Unreadable for what is damaged or too much."""
    _Sheet(values, grid).through(pieces)


class _Sheet(Walk):
    """Rows and cells need not say where they are: then they follow the one before."""

    longest = LARGEST_PART

    def __init__(self, values: Values, grid: Grid) -> None:
        self._values, self._grid = values, grid
        self._row, self._column = 0, 0
        self._hidden = False
        self._kind, self._style = b"", b""
        self._formula = False
        self._in_cell = False
        self._phonetic = False
        self._open = False
        self._written: list[str] = []
        self._length = 0

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._begin_cell(attributes)
        elif name in _TEXTS:
            self._open = self._in_cell and not self._phonetic
        elif name == "f":
            self._formula = True
        elif name == "rPh":
            self._phonetic = True
        elif name == "row":
            self._row = _number(attributes.get("r"), self._row + 1)
            self._column = 0
            self._hidden = attributes.get("hidden") in ("1", "true")
        elif name == "mergeCell":
            self._grid.merge(attributes.get("ref", ""))

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        name = attributes.get("r")
        row, column = (self._row, self._column + 1) if name is None else corner(name) or (0, 0)
        if not (0 < row <= LAST_ROW and 0 < column <= LAST_COLUMN):
            raise Unreadable(DAMAGED)
        self._row, self._column = row, column
        self._kind, self._style = attributes.get("t", "").encode(), attributes.get("s", "").encode()
        self._formula, self._in_cell, self._written, self._length = False, True, [], 0

    def text(self, text: str) -> None:
        if self._open:
            self._length += len(text)
            if self._length > _LONGEST_TEXT:
                raise Unreadable(DAMAGED)
            self._written.append(text)

    def end(self, name: str) -> None:
        if name in _TEXTS:
            self._open = False
        elif name == "rPh":
            self._phonetic = False
        elif name == "c" and self._in_cell:
            self._in_cell = False
            self._end_cell("".join(self._written))
        elif name == "row" and self._hidden:
            self._grid.hide(self._row)

    def _end_cell(self, written: str) -> None:
        if written:
            self._grid.room.take(CELL_SIZE)
            if self._column > MOST_COLUMNS:
                self._grid.beyond(self._row, self._column)
            else:
                value = self._values.of(self._kind, self._style, written)
                self._grid.put(self._row, self._column, value)
        elif self._formula and self._kind != b"str":
            self._grid.unknown(self._row, self._column)


def _number(written: str | None, otherwise: int) -> int:
    if written is None:
        return otherwise
    if not (written.isascii() and written.isdecimal() and len(written) < 8):
        raise Unreadable(DAMAGED)
    return int(written)
