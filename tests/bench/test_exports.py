"""Twenty thousand styled rows as a workbook, beside openpyxl's write-only mode with the same rows in the same run."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from random import Random
from time import perf_counter
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Side
from sqlalchemy import text

from tests.bureau import MORNING, Bureau, make_bureau
from tests.decided import tamper
from tests.paid import posted
from tests.services.test_meeting import supported
from ycdesk.paths import sqlite_url
from ycdesk.services.sheets.exporting.table import Column, Look, Table
from ycdesk.services.sheets.exporting.table_writer import write_tables
from ycdesk.services.sheets.exporting.tables import Selection, TableKind, read_tables

MOST = 1.2
"""Of the time that openpyxl takes."""
COLUMNS = (
    Column("序号", Look.WHOLE, centred=True),
    *(Column(title) for title in ("县（市、区）", "单位", "信用代码", "条款", "项目")),
    *(Column(title, Look.MONEY, summed=True) for title in ("申报金额", "核定金额", "市级")),
    Column("日期", Look.DAY),
    *(Column(title) for title in ("账号", "备注")),
)
_FORMATS = {Look.MONEY: "#,##0.00", Look.DAY: "yyyy-mm-dd", Look.TEXT: "@", Look.WHOLE: "#,##0"}


def rows_of(count: int) -> list[tuple[Any, ...]]:
    """Rows as the review has them."""
    dice = Random(5)
    return [
        (
            *(number, "临猗县", f"运城第{number}号进出口公司", f"91140800MA{number:08}", "第三条（一）", "河内展"),
            *(Decimal(dice.randint(1, 10**7)) / 100 for _ in range(3)),
            *(date(2025, 1, 1) + timedelta(days=number % 365), f"{dice.randint(10**18, 10**19)}", ""),
        )
        for number in range(1, count + 1)
    ]  # fmt: skip


def with_openpyxl(rows: list[tuple[Any, ...]]) -> bytes:
    """The same rows with the same looks."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("表")
    side = Side("thin")
    border, centre = Border(side, side, side, side), Alignment("center", "center")
    for record in ([column.title for column in COLUMNS], *rows):
        cells = []
        for value, column in zip(record, COLUMNS, strict=True):
            cell = WriteOnlyCell(sheet, value)
            cell.border, cell.number_format = border, _FORMATS[column.look]
            if column.centred:
                cell.alignment = centre
            cells.append(cell)
        sheet.append(cells)
    whole = BytesIO()
    book.save(whole)
    return whole.getvalue()


def seconds(work: Any, rounds: int) -> float:
    """The shortest of some runs."""
    found = []
    for _ in range(rounds):
        start = perf_counter()
        work()
        found.append(perf_counter() - start)
    return min(found)


def test_twenty_thousand_rows_beside_openpyxl(measuring: bool) -> None:
    rows = rows_of(20_000 if measuring else 200)
    table = Table("表", "一张表", COLUMNS, rows)
    rounds = 3 if measuring else 1
    ours = seconds(lambda: write_tables([table], "局", MORNING), rounds)
    theirs = seconds(lambda: with_openpyxl(rows), rounds)
    print(f"\n{len(rows)} rows: {ours:.2f} s, openpyxl write-only {theirs:.2f} s, ratio {ours / theirs:.2f}")
    if measuring:
        assert ours <= MOST * theirs


@pytest.fixture
def many(home: Any, measuring: bool) -> Any:
    """Copies of one publicised case, written past the guards."""
    made = make_bureau(sqlite_url(home / "ycdesk.sqlite3"), home)
    posted(made.office, made.li, [supported(made)])
    tamper(made, "SELECT 1")
    with made.office.engine.begin() as connection:
        names = [row.name for row in connection.execute(text("PRAGMA table_info(cases)")) if row.name != "id"]
        taken = ", ".join("'2025-' || (10000 + :n)" if name == "number" else f'"{name}"' for name in names)
        columns = ", ".join(f'"{name}"' for name in names)
        statement = text(f"INSERT INTO cases ({columns}) SELECT {taken} FROM cases WHERE id = 1")
        connection.execute(statement, [{"n": number} for number in range(1, 20_000 if measuring else 200)])
    yield made
    made.office.close()


def test_twenty_thousand_cases_out_of_the_database(many: Bureau, measuring: bool) -> None:
    start = perf_counter()
    tables = read_tables(many.office, Selection(TableKind.REVIEW, year=2025))
    read = perf_counter() - start
    write_tables(tables, "局", MORNING)
    whole = perf_counter() - start
    assert tables[0].count() == (20_000 if measuring else 200)
    print(f"\n市级审核汇总表, {tables[0].count()} cases: read {read:.2f} s, read and written {whole:.2f} s")
