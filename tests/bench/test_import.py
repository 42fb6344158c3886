"""What an import costs, read, checked and carried out, beside openpyxl that only reads the rows, in the same run."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from tests.bench.many_rows import write_rows
from tests.bench.test_assess import pedantic
from tests.bench.test_sheets import read_by_openpyxl
from tests.bureau import make_bureau
from tests.services.sheets.bringing import bring_in
from ycdesk.paths import sqlite_url

LIMITS = {500: 1.0, 10_000: 2.5}
"""By the number of firms: each new one is entered, made findable and compared, and gets a dossier and a case."""


@pytest.mark.benchmark(timer=time.process_time)
@pytest.mark.parametrize("firms", LIMITS)
def test_ten_thousand_rows_come_in_while_openpyxl_reads_them(
    firms: int, tmp_path: Path, benchmark: BenchmarkFixture, measuring: bool
) -> None:
    rows = 10_000 if measuring else 50
    path = write_rows(tmp_path / "汇总.xlsx", rows, min(firms, rows))
    bureaux = []
    for at in range(5):  # two of them to warm up
        home = tmp_path / f"home{at}"
        home.mkdir()
        bureaux.append(make_bureau(sqlite_url(home / "x.sqlite3"), home))
    waiting = iter(bureaux)
    outcome = pedantic(benchmark, lambda: bring_in(next(waiting), path), rounds=3, iterations=1)
    assert outcome.rows == rows
    start = time.process_time()
    read_by_openpyxl(path)
    slow = time.process_time() - start
    for bureau in bureaux:
        bureau.office.close()
    if measuring:
        assert benchmark.stats is not None
        took = benchmark.stats.stats.min
        print(f"\n{rows:,} rows of {firms:,} firms: {took:.2f} s, openpyxl reads {slow:.2f} s: {took / slow:.2f}")
        assert took / slow < LIMITS[firms]
