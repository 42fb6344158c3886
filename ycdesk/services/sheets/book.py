"""A workbook as it was read: what every cell holds, and what the reader should know about the rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

Value = str | int | float | bool | date | datetime | time | timedelta | None
"""What a cell holds; of a formula the value that was stored with it; an error as its name, such as ``#N/A``."""


@dataclass(frozen=True, slots=True)
class SheetCells:
    """One sheet. Rows and columns are counted from 1, as people see them."""

    name: str
    rows: Sequence[Sequence[Value]]
    """Dense from A1: ``rows[0][0]`` is A1. Rows may differ in length; trailing empty cells may be left off."""
    hidden: frozenset[int]
    """The numbers of the rows that are hidden or filtered out."""
    uncomputed: frozenset[tuple[int, int]]
    """Row and column of formulas that were saved without a value."""
    merged: tuple[tuple[int, int, int, int], ...]
    """First row, first column, last row, last column of each."""
    visible: bool
    """A hidden sheet is read, but is not proposed."""


@dataclass(frozen=True, slots=True)
class Book:
    """A file of sheets: ``kind`` is ``xlsx`` (``.xlsm`` too), ``xls`` or ``csv``, told by content."""

    path: Path
    kind: str
    digest: str
    """SHA-256 of the file's bytes, in hexadecimal."""
    sheets: tuple[SheetCells, ...]
    date1904: bool
    """Days are counted from 1904, as old Macintosh files do."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A sentence for one cell of a book."""

    sheet: str
    row: int
    column: int
    words: str


def cell_name(row: int, column: int) -> str:
    """The name of a cell counted from 1: ``(12, 2)`` is ``B12``."""
    return f"{column_name(column)}{row}"


def column_name(column: int) -> str:
    """The letters of a column counted from 1: 28 is ``AB``."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
