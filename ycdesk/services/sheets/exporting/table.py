"""A table as it goes into a workbook: what stands in it, not how it looks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

Cell = str | int | Decimal | date | None


class Look(StrEnum):
    """How a column is written."""

    TEXT = "text"
    """Also codes: numbers of cases, accounts, telephones stay as they are."""
    MONEY = "money"
    """Yuan, two decimals."""
    NUMBER = "number"
    """With as many decimals as there are."""
    WHOLE = "whole"
    YEAR = "year"
    PERCENT = "percent"
    """Per cent of a hundred: 30 is shown as 30%."""
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``summed``: its total stands below."""

    title: str
    look: Look = Look.TEXT
    summed: bool = False
    widest: int = 36
    """Half-width characters; longer texts are broken into lines."""
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Subtotal:
    """A line that sums the rows above it, back to the last such line."""

    words: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars below the table: the columns that are stacked for each name in the first column."""

    title: str
    columns: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet. A row has a cell for each column, in its order."""

    name: str
    """Of the sheet: at most 31 characters, none of ``[]:*?/\\``."""
    title: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[Cell, ...] | Subtotal]
    about: str = ""
    """What was chosen, in the line below the title."""
    notes: tuple[str, ...] = ()
    """Sentences below the table."""
    signed: tuple[str, ...] = ()
    """What is filled in by hand below the table: 填报单位（盖章）…"""
    total: str = "合计"
    """The words of the last line; "" for a table without one."""
    chart: Chart | None = None
    frozen: int = 0
    """Columns that stay when the sheet is moved sideways."""

    def data(self) -> Iterator[tuple[Cell, ...]]:
        """The rows that are no sums."""
        return (row for row in self.rows if not isinstance(row, Subtotal))

    def count(self) -> int:
        """How many rows that are no sums."""
        return sum(1 for _ in self.data())

    def totals(self) -> dict[str, Decimal]:
        """The sum of each summed column by its title."""
        places = [(at, column.title) for at, column in enumerate(self.columns) if column.summed]
        sums = {title: Decimal(0) for _, title in places}
        for row in self.data():
            for at, title in places:
                value = row[at]
                if isinstance(value, Decimal | int):
                    sums[title] += value
        return sums


@dataclass
class Sums:
    """The sums of a table while it is written: since the last subtotal, and of all."""

    group: dict[int, Decimal] = field(default_factory=dict)
    whole: dict[int, Decimal] = field(default_factory=dict)

    def add(self, at: int, value: Cell) -> None:
        """Count a cell of a summed column in."""
        if isinstance(value, Decimal | int):
            self.group[at] = self.group.get(at, Decimal(0)) + value
            self.whole[at] = self.whole.get(at, Decimal(0)) + value
