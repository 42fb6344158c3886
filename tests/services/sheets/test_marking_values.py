"""An .xls or a CSV comes back as a workbook of the same cells, with the marks in it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import python_calamine

from tests.services.sheets.senders_books import book_of, red_cells
from ycdesk.services.sheets.book import Book, Mark, SheetCells, Value
from ycdesk.services.sheets.marking import marked_name, write_marked
from ycdesk.services.sheets.marking.comments import HEADING

MOMENT = datetime.fromisoformat("2024-03-01T09:05")
ROWS: list[list[Value]] = [
    ["企业名称", "代码", "金额", "日期", None, "时刻"],
    ["=1+1", "0012", 12.5, date(2024, 3, 1), True, time(8, 30)],
    [],
    ["@甲", "91140800MA0XXXX", 10**17 + 1, MOMENT, "", timedelta(hours=30)],
    ["http://a.cn", "2024-03-01", -3, date(1899, 1, 1), "长" * 40_000, None],
]


def old_book(path: Path, *sheets: SheetCells) -> Book:
    """A book that was read from an .xls, which is not looked at again."""
    first = SheetCells("汇总", ROWS, frozenset({3, 9}), frozenset(), ((6, 1, 7, 2), (7, 2, 8, 3), (9, 1, 9, 1)), True)
    return Book(path / "来表.xls", "xls", "", sheets or (first,), False)


def test_cells_are_the_same_values_at_the_same_places(tmp_path: Path) -> None:
    book, target = old_book(tmp_path), tmp_path / "回表.xlsx"
    write_marked(book, [Mark("汇总", 2, 3, "不对。")], target)
    sheet = openpyxl.load_workbook(target)["汇总"]
    assert [cell.data_type for cell in sheet[2]][:2] == ["s", "s"]
    assert [cell.number_format for cell in sheet[2]] == ["@", "@", "General", "yyyy-mm-dd", "General", "hh:mm:ss"]
    rows = python_calamine.CalamineWorkbook.from_path(target).get_sheet_by_name("汇总").to_python(skip_empty_area=False)
    assert rows[0] == ["企业名称", "代码", "金额", "日期", "", "时刻"]
    assert rows[1] == ["=1+1", "0012", 12.5, date(2024, 3, 1), True, time(8, 30)]
    assert rows[2] == [""] * 6
    assert rows[3] == ["@甲", "91140800MA0XXXX", str(10**17 + 1), MOMENT, "", timedelta(hours=30)]
    assert rows[4] == ["http://a.cn", "2024-03-01", -3.0, "1899-01-01", "长" * 32_767, ""]


def test_marks_hidden_rows_and_merged_ranges_are_there(tmp_path: Path) -> None:
    book, target = old_book(tmp_path), tmp_path / "回表.xlsx"
    marks = [
        Mark("汇总", 2, 3, "不对。"),
        Mark("汇总", 7, 2, "合并。"),
        Mark("汇总", 20, 8, "空。"),
        Mark("汇总", 4, 5, "空白。"),
    ]
    write_marked(book, marks, target)
    words = {"C2": "不对。", "A6": "合并。", "H20": "空。", "E4": "空白。"}
    assert red_cells(target) == {("汇总", cell): f"{HEADING}\n{text}" for cell, text in words.items()}
    sheet = openpyxl.load_workbook(target)["汇总"]
    assert {row for row, known in sheet.row_dimensions.items() if known.hidden} == {3, 9}
    assert [str(span) for span in sheet.merged_cells.ranges] == ["A6:B7"]


def test_sheets_with_names_that_excel_does_not_take_and_hidden_ones(tmp_path: Path) -> None:
    names = ["[来]/表?" + "长" * 40, "a", "A", "'"]
    sheets = [SheetCells(name, [["甲"]], frozenset(), frozenset(), (), name != names[0]) for name in names]
    target = tmp_path / "回表.xlsx"
    write_marked(old_book(tmp_path, *sheets), [Mark(name, 1, 1, name) for name in names], target)
    workbook = openpyxl.load_workbook(target)
    assert workbook.sheetnames == ["_来__表_" + "长" * 25, "a", "A_2", "表"]
    assert [sheet.sheet_state for sheet in workbook] == ["hidden", "visible", "visible", "visible"]
    assert workbook.active is not None
    assert workbook.active.title == "a"
    assert len(red_cells(target)) == 4


def test_a_copy_that_comes_back_as_a_workbook_is_marked_again_in_place(tmp_path: Path) -> None:
    book, once, none = old_book(tmp_path), tmp_path / "回表.xlsx", tmp_path / "又.xlsx"
    assert marked_name(book) == "来表（有错标红）.xlsx"
    write_marked(book, [Mark("汇总", 2, 3, "不对。")], once)
    write_marked(book_of(once), [], none)
    assert red_cells(none) == {}
    cell = openpyxl.load_workbook(none)["汇总"]["C2"]
    assert (cell.value, cell.comment, cell.fill.fill_type) == (12.5, None, None)
