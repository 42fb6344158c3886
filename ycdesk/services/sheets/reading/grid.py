"""The cells of one sheet as they come in, and the words for a sheet that is too large."""

from __future__ import annotations

from ycdesk.services.sheets.book import SheetCells, Value, cell_name
from ycdesk.services.sheets.reading.safety import DAMAGED, Room, Unreadable

MOST_ROWS = 100_000
"""Rows that hold something."""
MOST_COLUMNS = 200
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
"""The last that Excel has."""
CELL_SIZE = 40
"""Bytes of a cell: its place in the row, and a number."""
ROW_SIZE = 120
MERGE_SIZE = 250
UNKNOWN_SIZE = 300
"""Bytes to remember a formula without a value."""


class Grid:
    """A sheet that is being filled. What is beyond the limits is counted and not kept."""

    def __init__(self, name: str, room: Room, *, visible: bool = True) -> None:
        self.name, self.visible = name, visible
        self.room = room
        self.rows: list[list[Value]] = []
        self.hidden: set[int] = set()
        self.uncomputed: set[tuple[int, int]] = set()
        self.merged: list[tuple[int, int, int, int]] = []
        self.filled = 0
        self.far: tuple[int, int] | None = None
        """The rightmost cell beyond the limit."""
        self._surplus: list[Value] = [None]
        """The one row that takes what is beyond the limit."""

    def row(self, number: int) -> list[Value]:
        """The row of this number to put cells into. Raises Unreadable beyond Excel's last row."""
        if number > len(self.rows):
            if number > LAST_ROW:
                raise Unreadable(DAMAGED)
            if number > len(self.rows) + 1:
                self.rows.extend([_NOTHING] * (number - len(self.rows) - 1))
            self.rows.append(_NOTHING)
        found = self.rows[number - 1]
        if found is not _NOTHING:
            return found
        self.filled += 1
        made: list[Value] = [] if self.filled <= MOST_ROWS else self._surplus
        self.rows[number - 1] = made
        self.room.take(ROW_SIZE)
        return made

    def put(self, number: int, column: int, value: Value) -> None:
        """One cell; the last of several for the same place stays."""
        if column > MOST_COLUMNS:
            self.beyond(number, column)
            return
        row = self.row(number)
        if column > len(row):
            row.extend([None] * (column - len(row)))
        row[column - 1] = value

    def beyond(self, number: int, column: int) -> None:
        """Note a cell to the right of what is read. Raises Unreadable beyond Excel's last column."""
        if column > LAST_COLUMN:
            raise Unreadable(DAMAGED)
        if self.far is None or column > self.far[1]:
            self.far = number, column

    def unknown(self, number: int, column: int) -> None:
        """A formula without a value."""
        self.room.take(UNKNOWN_SIZE)
        self.uncomputed.add((number, column))

    def hide(self, number: int) -> None:
        """The row is hidden; to be told when its cells are in, since only a row that holds something matters."""
        if number <= len(self.rows) and self.rows[number - 1]:
            self.hidden.add(number)

    def merge(self, area: str) -> None:
        """Cells that are merged, as ``A1:C1``; what is no area is passed over."""
        first, _, last = area.partition(":")
        start, stop = corner(first), corner(last or first)
        if start and stop:
            self.room.take(MERGE_SIZE)
            self.merged.append((*start, *stop))

    def sheet(self) -> SheetCells:
        """The sheet when all is in. Raises Unreadable when it was more than is read."""
        if self.filled > MOST_ROWS:
            raise Unreadable(
                f"的工作表「{self.name}」有 {self.filled:,} 行有内容，一次最多读 {MOST_ROWS:,} 行，请分成几个文件。"
            )
        if self.far is not None:
            raise Unreadable(
                f"的工作表「{self.name}」在第 {self.far[1]:,} 列还有内容（{cell_name(*self.far)} 格），"
                f"最多读 {MOST_COLUMNS} 列，请删去多余的列后再选。"
            )
        hidden, uncomputed, merged = frozenset(self.hidden), frozenset(self.uncomputed), tuple(sorted(self.merged))
        return SheetCells(self.name, self.rows, hidden, uncomputed, merged, self.visible)


_NOTHING: list[Value] = []
"""All empty rows are this one."""


def column_number(letters: str) -> int:
    """The number of a column by its letters: ``AB`` is 28."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def corner(name: str) -> tuple[int, int] | tuple[()]:
    """Row and column of a cell's name, nothing for what is none: ``B12`` is ``(12, 2)``."""
    name = name.replace("$", "")
    letters = name.rstrip("0123456789")
    digits = name[len(letters) :]
    if not (0 < len(letters) <= 3 and 0 < len(digits) <= 7 and letters.isascii() and letters.isupper()):
        return ()
    return int(digits), column_number(letters)
