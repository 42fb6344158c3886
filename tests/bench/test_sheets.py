"""What reading a workbook costs, beside the library that reads it row by row, in the same run."""

from __future__ import annotations

import time
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from pytest_benchmark.fixture import BenchmarkFixture

from tests.bench.test_assess import pedantic
from ycdesk.services.sheets.reading import read_book

COLUMNS = 30


@pytest.fixture
def summary(tmp_path: Path, measuring: bool) -> Path:
    """A sheet of texts that differ and that repeat, of dates and of numbers."""
    path = tmp_path / "汇总.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("汇总表")
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for row in range(10_000 if measuring else 50):
        for column in range(0, COLUMNS, 5):
            sheet.write_string(row, column, f"运城市第{row}进出口有限公司{column}")
            sheet.write_datetime(row, column + 1, date(2024, 1, 1) + timedelta(days=row % 300), day)
            sheet.write_string(row, column + 2, "一般贸易")
            sheet.write_number(row, column + 3, row * column + 0.25)
            sheet.write_number(row, column + 4, row)
    book.close()
    return path


def read_by_openpyxl(path: Path) -> int:
    book = openpyxl.load_workbook(path, read_only=True)
    try:
        return sum(len(row) for row in book.worksheets[0].iter_rows(values_only=True))
    finally:
        book.close()


@pytest.mark.benchmark(timer=time.process_time)
def test_a_sheet_is_read_at_least_five_times_as_fast_as_row_by_row(
    summary: Path, benchmark: BenchmarkFixture, measuring: bool
) -> None:
    book = pedantic(benchmark, lambda: read_book(summary), rounds=7, iterations=1)
    slow = float("inf")
    for _ in range(2):
        start = time.process_time()
        cells = read_by_openpyxl(summary)
        slow = min(slow, time.process_time() - start)
    assert sum(len(row) for row in book.sheets[0].rows) == cells
    if measuring:
        assert benchmark.stats is not None
        fast = benchmark.stats.stats.min
        print(f"\n{cells:,} cells: {fast:.2f} s, openpyxl {slow:.2f} s: {slow / fast:.1f} times as fast")
        assert slow / fast >= 5
