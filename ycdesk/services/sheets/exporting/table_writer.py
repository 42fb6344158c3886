"""Tables into a workbook: one look for all, in little memory, typed text as text, totals as formulas.

A sheet: title, a line on what was chosen and the unit, headings, rows, total, notes, what is signed by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from tempfile import TemporaryDirectory

from xlsxwriter import Workbook
from xlsxwriter.exceptions import XlsxWriterException
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from ycdesk.domain.errors import DeskError
from ycdesk.services.sheets.exporting.table import Cell, Column, Look, Subtotal, Sums, Table

Progress = Callable[[int, int], None]
"""Rows done, rows in all; may raise to stop."""

FIRST = 3
"""The row of the first record, counted from 0: title, what was chosen, headings stand above."""
STEP = 500
"""Rows between two calls of the progress."""
_UNIT = "单位：元"
_LONGEST = 32_767
"""Characters that a cell can hold."""
_DIGITS = 15
"""More digits than these no number of a sheet can keep."""
_FORMATS = {
    Look.TEXT: {"num_format": "@"},
    Look.MONEY: {"num_format": "#,##0.00"},
    Look.NUMBER: {"num_format": "General"},
    Look.WHOLE: {"num_format": "#,##0"},
    Look.YEAR: {"num_format": "0"},
    Look.PERCENT: {"num_format": "0.##%"},
    Look.DAY: {"num_format": "yyyy-mm-dd", "align": "center"},
}
_RULED = {"border": 1, "border_color": "#7F8C92"}
_LINE, _MOST_LINES = 15, 27
"""Points; no row of a sheet is higher than 409."""
_NARROWEST = {Look.MONEY: 12, Look.DAY: 11}


def write_tables(tables: Sequence[Table], bureau: str, made_at: datetime, progress: Progress | None = None) -> bytes:
    """The bytes of a workbook with a sheet for each table. Raises DeskError where there is no room to make it."""
    whole = BytesIO()
    rows = sum(len(table.rows) for table in tables)
    done = 0
    try:
        with TemporaryDirectory() as folder, _workbook(whole, folder) as book:
            book.set_properties({"title": tables[0].title, "author": bureau, "created": made_at})
            faces = _Faces(book)
            for table in tables:
                for count in _Sheet(book, faces, table).written():
                    if progress is not None:
                        progress(done + count, rows)
                done += len(table.rows)
    except (OSError, XlsxWriterException) as error:
        from ycdesk.calculation.problems import cause_of

        cause = cause_of(error) if isinstance(error, OSError) else str(error)
        raise DeskError(f"表格没有做成（{cause}）。", "请检查临时文件夹所在磁盘的空间后再试。") from error
    return whole.getvalue()


def _workbook(target: BytesIO, folder: str) -> Workbook:
    plain = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
    options = {"constant_memory": True, "tmpdir": folder, "default_format_properties": plain}
    return Workbook(target, options)


class _Faces:
    """The formats of a workbook."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.title = book.add_format({"bold": True, "font_size": 16, "align": "center"})
        self.plain = book.add_format({})
        self.right = book.add_format({"align": "right"})
        self.heading = book.add_format(
            {"bold": True, "align": "center", "text_wrap": True, **_RULED, "bg_color": "#E9EDEE"}
        )

    def of(self, column: Column, bold: bool = False) -> Format:
        """The format of a column's cells."""
        wrapped = {"text_wrap": True} if column.look is Look.TEXT else {}
        centred = {"align": "center"} if column.centred else {}
        strong = {"bold": True, "bg_color": "#F3F5F6"} if bold else {}
        return self.book.add_format({**_RULED, **_FORMATS[column.look], **wrapped, **centred, **strong})


class _Sheet:
    """One sheet while it is written, row after row."""

    def __init__(self, book: Workbook, faces: _Faces, table: Table) -> None:
        self.book, self.faces, self.table = book, faces, table
        self.sheet: Worksheet = book.add_worksheet(table.name)
        self.formats = [faces.of(column) for column in table.columns]
        self.strong = [faces.of(column, bold=True) for column in table.columns]
        self.widths = [_heading_width(column) for column in table.columns]
        self.room = [column.widest for column in table.columns]
        self.summed = [at for at, column in enumerate(table.columns) if column.summed]
        self.sums = Sums()
        self.group_from = FIRST
        self.row = FIRST

    def written(self) -> Iterator[int]:
        """Write all of it; from time to time and at the end gives how many rows are written."""
        self._head()
        for count, record in enumerate(self.table.rows):
            if count % STEP == 0:
                yield count
            if isinstance(record, Subtotal):
                self._sum_line(record.words, self.group_from, self.sums.group)
                self.sums.group, self.group_from = {}, self.row
            else:
                self._record(record)
        last = self.row - 1
        if self.table.total and self.table.rows:
            self._sum_line(self.table.total, FIRST, self.sums.whole)
        self._below()
        self._set_up(last)
        yield len(self.table.rows)

    def _head(self) -> None:
        last = len(self.table.columns) - 1
        self.sheet.set_row(0, 28)
        if last:
            self.sheet.merge_range(0, 0, 0, last, "", self.faces.title)
        self.sheet.write_string(0, 0, self.table.title, self.faces.title)
        self.sheet.write_string(1, 0, self.table.about, self.faces.plain)
        if any(column.look is Look.MONEY for column in self.table.columns):
            self.sheet.write_string(1, max(last, 1), _UNIT, self.faces.right)
        self.sheet.set_row(2, 32)
        for at, column in enumerate(self.table.columns):
            self.sheet.write_string(2, at, column.title, self.faces.heading)

    def _record(self, record: tuple[Cell, ...]) -> None:
        row, sheet, widths, lines = self.row, self.sheet, self.widths, 1
        for at, (value, shape) in enumerate(zip(record, self.formats, strict=True)):
            width = widths[at]
            if value is None or value == "":
                sheet.write_blank(row, at, None, shape)
                continue
            if isinstance(value, str):
                sheet.write_string(row, at, value[:_LONGEST], shape)
                width = _width(value)
                if width > self.room[at]:
                    lines = max(lines, -(-width // self.room[at]))
            elif isinstance(value, Decimal | int):
                self._number(at, value, shape)
                width = len(f"{value:,}") + 1
            else:
                sheet.write_datetime(row, at, value, shape)
            if width > widths[at]:
                widths[at] = width
        if lines > 1:  # not every program finds the height by itself
            sheet.set_row(row, min(lines, _MOST_LINES) * _LINE)
        for at in self.summed:
            self.sums.add(at, record[at])
        self.row += 1

    def _number(self, at: int, value: Decimal | int, shape: Format) -> None:
        """A number that a sheet cannot hold exactly is written as text."""
        if self.table.columns[at].look is Look.PERCENT:
            value = Decimal(value) / 100
        if len(Decimal(value).as_tuple().digits) > _DIGITS:
            self.sheet.write_string(self.row, at, str(value), shape)
        else:
            self.sheet.write_number(self.row, at, float(value), shape)

    def _sum_line(self, words: str, first: int, sums: dict[int, Decimal]) -> None:
        """A line of sums of what is shown: SUBTOTAL leaves out filtered rows and other subtotals."""
        for at, shape in enumerate(self.strong):
            if at in self.summed:
                name = xl_col_to_name(at)
                formula = f"=SUBTOTAL(9,{name}{first + 1}:{name}{self.row})"
                value = sums.get(at, Decimal(0))
                self.sheet.write_formula(self.row, at, formula, shape, float(value))
                self.widths[at] = max(self.widths[at], len(f"{value:,.2f}") + 2)
            elif at == self._words_at:
                self.sheet.write_string(self.row, at, words, shape)
            else:
                self.sheet.write_blank(self.row, at, None, shape)
        self.row += 1

    @property
    def _words_at(self) -> int:
        """Beside the numbers of the rows, where there are such."""
        return 1 if self.table.columns[0].centred and len(self.table.columns) > 1 else 0

    def _below(self) -> None:
        signed = "　　　　　".join(self.table.signed)
        for number, line in enumerate((*self.table.notes, signed) if signed else self.table.notes):
            self.sheet.write_string(self.row + 1 + number, 0, line, self.faces.plain)

    def _set_up(self, last: int) -> None:
        """Widths, what stays in sight, the filter, the page."""
        sheet, columns = self.sheet, self.table.columns
        for at, (width, column) in enumerate(zip(self.widths, columns, strict=True)):
            sheet.set_column(at, at, min(width, column.widest) + 1)
        sheet.freeze_panes(FIRST, self.table.frozen)
        sheet.autofilter(2, 0, max(last, 2), len(columns) - 1)
        sheet.ignore_errors({"number_stored_as_text": f"A1:{xl_col_to_name(len(columns) - 1)}{self.row + 1}"})
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.set_margins(0.4, 0.4, 0.5, 0.6)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(2)
        sheet.center_horizontally()
        sheet.set_footer("&C第 &P 页 共 &N 页")
        if self.table.chart is not None and last >= FIRST:
            self._chart(last)

    def _chart(self, last: int) -> None:
        chart, name = self.table.chart, self.table.name
        assert chart is not None
        bars = self.book.add_chart({"type": "bar", "subtype": "stacked"})
        for at in chart.columns:
            bars.add_series(
                {
                    "name": [name, 2, at],
                    "categories": [name, FIRST, 0, last, 0],
                    "values": [name, FIRST, at, last, at],
                }
            )
        bars.set_title({"name": chart.title})
        bars.set_y_axis({"reverse": True})
        bars.set_x_axis({"num_format": "#,##0"})
        bars.set_size({"width": 900, "height": max(240, 34 * (last - FIRST + 3))})
        self.sheet.insert_chart(self.row + 2, 0, bars)


def _heading_width(column: Column) -> int:
    """A long heading stands in two lines."""
    width = _width(column.title)
    return max(width if width <= 10 else (width + 1) // 2 + 1, 6, _NARROWEST.get(column.look, 0)) + 2


def _width(text: str) -> int:
    """In half-width characters, of the longest line."""
    if "\n" in text:
        return max(map(_width, text.split("\n")))
    return len(text) if text.isascii() else len(text.encode("gb18030", "replace"))
