"""How wide a sheet's columns and how high its rows are: what a box beside a cell has to know."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

_MOST_STEPS = 2_000
"""How many rows or columns a box can span, hidden ones included."""


class Column(NamedTuple):
    """Columns of one kind: the first, the last, their format, their width in characters (0: hidden)."""

    first: int
    last: int
    style: int
    width: float


@dataclass(slots=True)
class Layout:
    """Widths in characters and heights in points, noted from a sheet's ``sheetFormatPr``, ``col`` and ``row``."""

    columns: list[Column] = field(default_factory=list)
    heights: dict[int, float] = field(default_factory=dict)
    """Of rows that differ from the usual; 0 for hidden ones."""
    usual_width: float = 9.0
    usual_height: float = 15.0

    def note_usual(self, attributes: Mapping[str, str]) -> None:
        """What columns and rows have of which nothing else is said."""
        self.usual_width = number_in(attributes.get("defaultColWidth"), self.usual_width)
        self.usual_height = number_in(attributes.get("defaultRowHeight"), self.usual_height)

    def note_column(self, attributes: Mapping[str, str]) -> None:
        """Columns that something is said of."""
        first, last, style = (int(number_in(attributes.get(name), 0)) for name in ("min", "max", "style"))
        width = 0.0 if is_true(attributes.get("hidden")) else number_in(attributes.get("width"), self.usual_width)
        self.columns.append(Column(first, last, style, width))

    def note_row(self, number: int, attributes: Mapping[str, str]) -> None:
        """A row; it costs no room where it is as usual."""
        height = 0.0 if is_true(attributes.get("hidden")) else number_in(attributes.get("ht"), self.usual_height)
        if height != self.usual_height:
            self.heights[number] = height

    def column(self, number: int) -> Column | None:
        """What the sheet says of this column."""
        return next((column for column in self.columns if column.first <= number <= column.last), None)

    def along_columns(self, first: int, offset: int, length: int) -> tuple[int, int]:
        """The column (from 0) and the pixel in it that lie ``length`` after pixel ``offset`` of ``first`` (from 1)."""
        return _along(self._column_pixels, first, offset + length)

    def along_rows(self, first: int, offset: int, length: int) -> tuple[int, int]:
        """The row (from 0) and the pixel in it that lie ``length`` after pixel ``offset`` of ``first`` (from 1)."""
        return _along(self._row_pixels, first, offset + length)

    def _column_pixels(self, number: int) -> int:
        column = self.column(number)
        width = column.width if column else self.usual_width
        return int(width * 7 + 5) if width else 0

    def _row_pixels(self, number: int) -> int:
        return int(self.heights.get(number, self.usual_height) * 4 / 3)


def _along(pixels: Callable[[int], int], first: int, length: int) -> tuple[int, int]:
    for number in range(first, first + _MOST_STEPS):
        size = pixels(number)
        if length <= size:
            return number - 1, length
        length -= size
    return first + _MOST_STEPS, 0


def number_in(text: str | None, otherwise: float) -> float:
    """The number that an attribute holds, or another where it holds none."""
    try:
        return float(text) if text else otherwise
    except ValueError:
        return otherwise


def is_true(text: str | None) -> bool:
    """Whether an attribute says yes."""
    return text in ("1", "true")
