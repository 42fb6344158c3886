"""The writer: what is frozen, filtered and printed; numbers, days and texts; sums; stopping."""

from __future__ import annotations

import tempfile
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.services.sheets.exported import sheet_of
from ycdesk.domain.errors import DeskError
from ycdesk.services.sheets.exporting.table import Chart, Column, Look, Subtotal, Table
from ycdesk.services.sheets.exporting.table_writer import write_tables

NOW = datetime(2025, 8, 1, 9)  # noqa: DTZ001 - stored times have no zone
COLUMNS = (
    Column("序号", Look.WHOLE, centred=True),
    Column("名称", widest=20),
    Column("金额", Look.MONEY, summed=True),
    Column("日期", Look.DAY),
    Column("比例", Look.PERCENT),
)
ROWS: list[tuple[object, ...]] = [
    (1, "=HYPERLINK(\"http://x\")", Decimal("0.10"), date(2025, 7, 1), 30),
    (2, "@A1\n第二行", Decimal("0.20"), None, None),
    (3, "622202000000001234567", Decimal("123456789012.34"), date(2024, 2, 29), Decimal("12.5")),
]  # fmt: skip


def table(**other: object) -> Table:
    return Table(**({"name": "表", "title": "一张表", "columns": COLUMNS, "rows": ROWS} | other))  # type: ignore[arg-type]


def test_texts_stay_texts_numbers_numbers_and_days_days() -> None:
    sheet = sheet_of([table()])
    assert [cell.value for cell in sheet.formulas[4]] == [1, '=HYPERLINK("http://x")', 0.1, datetime(2025, 7, 1), 0.3]  # noqa: DTZ001
    assert [cell.data_type for cell in sheet.formulas[4]] == ["n", "s", "n", "d", "n"]
    assert [cell.number_format for cell in sheet.formulas[4]] == ["#,##0", "@", "#,##0.00", "yyyy-mm-dd", "0.##%"]
    assert [sheet.formulas["B6"].value, sheet.formulas["B6"].data_type] == ["622202000000001234567", "s"]
    assert sheet.formulas["B5"].value == "@A1\n第二行"


def test_a_number_that_no_cell_can_hold_is_written_as_text() -> None:
    rows = [(None, "甲", Decimal("1234567890123456.78"), None, None)]
    assert sheet_of([table(rows=rows)]).formulas["C4"].value == "1234567890123456.78"


def test_sums_are_formulas_with_their_values() -> None:
    rows = [*ROWS[:2], Subtotal("小计"), ROWS[2], Subtotal("小计")]
    sheet = sheet_of([table(rows=rows)])
    assert [sheet.formulas.cell(row, 3).value for row in (6, 8, 9)] == [
        "=SUBTOTAL(9,C4:C5)", "=SUBTOTAL(9,C7:C7)", "=SUBTOTAL(9,C4:C8)"
    ]  # fmt: skip
    assert sheet.column("金额") == [0.1, 0.2, 0.3, 123456789012.34, 123456789012.34, 123456789012.64]
    assert sheet.column("名称")[-1] == "合计"


def test_the_page_is_set_up_for_the_screen_and_for_the_printer() -> None:
    sheet = sheet_of([table(frozen=2, signed=("填表人：", "审核人："), notes=("注：无。",), about="共 3 件")]).formulas
    assert isinstance(sheet, Worksheet)
    assert (sheet["A1"].value, sheet["A2"].value, sheet["E2"].value) == ("一张表", "共 3 件", "单位：元")
    assert [sheet.cell(row, 1).value for row in (9, 10)] == ["注：无。", "填表人：　　　　　审核人："]
    assert sheet.freeze_panes == "C4"
    assert sheet.auto_filter.ref == "A3:E6"
    assert sheet.print_title_rows == "$3:$3"
    page = sheet.page_setup
    assert (page.orientation, page.paperSize, page.fitToWidth, page.fitToHeight) == ("landscape", 9, None, 0)
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert (
        sheet.sheet_properties.pageSetUpPr.fitToPage
    )  # one page wide, which is what is not written, however many long
    assert sheet.oddFooter is not None
    assert sheet.oddFooter.center is not None
    assert sheet.oddFooter.center.text == "第 &P 页 共 &N 页"
    assert sheet.column_dimensions["B"].width == pytest.approx(21, abs=0.8)  # the widest that the column may be
    assert (sheet.row_dimensions[4].height, sheet.row_dimensions[6].height) == (30, 30)


def test_bars_stand_below_the_table() -> None:
    data = write_tables([table(chart=Chart("金额", (2,)))], "局", NOW)
    with ZipFile(BytesIO(data)) as parts:
        assert [name for name in parts.namelist() if name.startswith("xl/charts/")] == ["xl/charts/chart1.xml"]


def test_the_same_table_gives_the_same_bytes() -> None:
    assert write_tables([table()], "局", NOW) == write_tables([table()], "局", NOW)


def test_progress_is_told_over_all_sheets_and_may_stop_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    told: list[tuple[int, int]] = []
    many = [(number, "甲", Decimal(1), None, None) for number in range(1200)]
    write_tables([table(rows=many), table(name="二")], "局", NOW, lambda count, total: told.append((count, total)))
    assert told == [(0, 1203), (500, 1203), (1000, 1203), (1200, 1203), (1200, 1203), (1203, 1203)]

    def stop(count: int, total: int) -> None:
        if count == 500:
            raise KeyError("stopped")

    with pytest.raises(KeyError, match="stopped"):
        write_tables([table(rows=many)], "局", NOW, stop)
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "没有"))
    with pytest.raises(DeskError, match="表格没有做成（没有这个文件或文件夹）"):
        write_tables([table()], "局", NOW)
