"""A workbook that was exported, read back with openpyxl: what a person sees in Excel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.bureau import Bureau
from ycdesk.services.sheets.exporting.table import Table
from ycdesk.services.sheets.exporting.table_writer import write_tables
from ycdesk.services.sheets.exporting.tables import Selection, TableKind, read_tables

HEADINGS, FIRST = 3, 4
"""Rows of the sheet, counted from 1."""


@dataclass
class Sheet:
    """A sheet with its formulas, and beside it the values that were stored for them."""

    formulas: Worksheet
    values: Worksheet

    @property
    def headings(self) -> list[str]:
        return [str(cell.value) for cell in self.formulas[HEADINGS] if cell.value]

    def rows(self) -> list[list[Any]]:
        """From the first record to the first empty line, totals with their stored values."""
        found = []
        for row in self.values.iter_rows(min_row=FIRST, max_col=len(self.headings), values_only=True):
            if not any(value is not None for value in row):
                break
            found.append([value.date() if isinstance(value, datetime) else value for value in row])
        return found

    def column(self, title: str) -> list[Any]:
        """A column of the rows."""
        at = self.headings.index(title)
        return [row[at] for row in self.rows()]

    def total(self, title: str) -> Decimal:
        """The stored total of a column, to the 分."""
        return Decimal(str(self.column(title)[-1]))


def sheet_of(tables: list[Table], at: int = 0) -> Sheet:
    """One sheet of the workbook that the tables make."""
    data = write_tables(tables, "运城市商务局", datetime(2025, 8, 1, 9))  # noqa: DTZ001 - stored times have no zone
    books = [load_workbook(BytesIO(data), data_only=stored) for stored in (False, True)]
    return Sheet(*(book.worksheets[at] for book in books))


def exported(bureau: Bureau, kind: TableKind, **chosen: Any) -> Sheet:
    """A table of the year 2025 as it is exported."""
    chosen = {"year": None if "batch_id" in chosen else 2025} | chosen
    return sheet_of(read_tables(bureau.office, Selection(kind, **chosen)))
