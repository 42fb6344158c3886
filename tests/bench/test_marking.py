"""Five thousand errors written back into a sheet of ten thousand rows of thirty columns."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path

import pytest
import xlsxwriter
from pytest_benchmark.fixture import BenchmarkFixture

from tests.bench.test_assess import pedantic
from ycdesk.services.sheets.book import Book, Mark, SheetCells
from ycdesk.services.sheets.marking import write_marked

SLOWEST = 2.0
"""Seconds of the processor that the marked copy may take, in the least disturbed round."""


@pytest.mark.benchmark(timer=time.process_time)
def test_five_thousand_marks(tmp_path: Path, benchmark: BenchmarkFixture, measuring: bool) -> None:
    rows = 10_000 if measuring else 100
    source, target = tmp_path / "来表.xlsx", tmp_path / "回表.xlsx"
    with xlsxwriter.Workbook(source) as workbook:
        sheet, money = workbook.add_worksheet("表"), workbook.add_format({"num_format": "0.00"})
        for row in range(rows):
            for column in range(30):
                sheet.write(row, column, f"企业{row}" if column % 3 == 0 else row * column / 7, money)
    cells = SheetCells("表", [], frozenset(), frozenset(), (), True)
    book = Book(source, "xlsx", hashlib.sha256(source.read_bytes()).hexdigest(), (cells,), False)
    marks = [Mark("表", 2 * n + 1, n % 30 + 1, "金额与合计不一致，请核对后重新填写。") for n in range(rows // 2)]
    pedantic(benchmark, lambda: write_marked(book, marks, target), rounds=5 if measuring else 1, iterations=1)
    assert target.stat().st_size > source.stat().st_size
    if measuring:
        assert benchmark.stats is not None
        print(f"\n{len(marks)} marks in {rows} rows: {benchmark.stats.stats.min:.2f} s")
        assert benchmark.stats.stats.min <= SLOWEST
