"""The marked copy of a workbook: what is wrong is red and has its sentence, all else is as the sender made it."""

from __future__ import annotations

import errno
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import python_calamine

from tests.house import ROOT
from tests.services.sheets.senders_books import (
    RED,
    book_of,
    cells_of,
    change_parts,
    in_schema_order,
    look_of,
    parts_of,
    red_cells,
    rich_workbook,
)
from ycdesk.domain.errors import Conflict, DeskError
from ycdesk.services.sheets.book import Mark
from ycdesk.services.sheets.marking import marked_name, write_marked
from ycdesk.services.sheets.marking.comments import HEADING
from ycdesk.services.sheets.reading import read_book

SAVED = ROOT / "tests" / "data" / "sheets"
"""Workbooks saved by LibreOffice."""

MARKS = [
    Mark("汇总表", 5, 3, "金额应当是数字。"),
    Mark("汇总表", 5, 3, "金额不能超过合计。"),
    Mark("汇总表", 6, 2, "企业名称没有写全。"),
    Mark("汇总表", 7, 2, '找不到 <这家> & "那家"。'),
    Mark("汇总表", 4, 8, "合并的格子。"),
    Mark("汇总表", 9, 6, "没有填写。"),
    Mark("汇总表", 40, 2, "这一行没有。"),
    Mark("汇总表", 3, 5, "算式的结果不对。"),
    Mark("明细", 2, 1, "名称不对。"),
    Mark("空表", 3, 3, "是空的。"),
]
WORDS = {
    ("汇总表", "C5"): f"{HEADING}\n1. 金额应当是数字。\n2. 金额不能超过合计。",
    ("汇总表", "B6"): f"{HEADING}\n企业名称没有写全。",
    ("汇总表", "B7"): f'请看附件\n{HEADING}\n找不到 <这家> & "那家"。',
    ("汇总表", "G2"): f"{HEADING}\n合并的格子。",
    ("汇总表", "F9"): f"{HEADING}\n没有填写。",
    ("汇总表", "B40"): f"{HEADING}\n这一行没有。",
    ("汇总表", "E3"): f"{HEADING}\n算式的结果不对。",
    ("明细", "A2"): f"{HEADING}\n名称不对。",
    ("空表", "C3"): f"{HEADING}\n是空的。",
}


def test_every_mark_is_at_its_cell_red_and_with_its_sentence(tmp_path: Path) -> None:
    source, target = rich_workbook(tmp_path / "来表.xlsx"), tmp_path / "回表.xlsx"
    write_marked(book_of(source), MARKS, target)
    assert red_cells(target) == WORDS


def test_nothing_else_in_the_workbook_changes(tmp_path: Path) -> None:
    source, target = rich_workbook(tmp_path / "来表.xlsx"), tmp_path / "回表.xlsx"
    write_marked(book_of(source), MARKS, target)
    before, after = cells_of(source), cells_of(target)
    for place, (value, look, fill, comment) in after.items():
        old_value, old_look, old_fill, old_comment = before.get(place, (None, look, fill, comment))
        assert (value, look) == (old_value, old_look), place
        if place not in WORDS:
            assert (fill, comment) == (old_fill, old_comment), place
    assert set(before) <= set(after)
    sheet: Any = openpyxl.load_workbook(target)["汇总表"]
    old = openpyxl.load_workbook(source)["汇总表"]
    assert sheet.merged_cells.ranges == old.merged_cells.ranges
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.protection.sheet) == ("A2", "A1:E21", True)
    assert len(sheet.data_validations.dataValidation) == len(sheet._charts) == len(sheet._images) == 1
    assert [r.sqref for r in sheet.conditional_formatting] == [r.sqref for r in old.conditional_formatting]


def test_all_parts_that_need_no_change_are_the_same_bytes_in_the_same_order(tmp_path: Path) -> None:
    source, target = rich_workbook(tmp_path / "来表.xlsm", vba=True), tmp_path / "回表.xlsm"
    write_marked(book_of(source), MARKS, target)
    before, after = parts_of(source), parts_of(target)
    changed = {name for name in before if before[name] != after[name]}
    assert [*after][: len(before)] == [*before]
    assert "xl/vbaProject.bin" in before
    assert {name for name in changed if "comment" not in name.lower()} == {
        "[Content_Types].xml", "xl/styles.xml", "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml",
        "xl/worksheets/sheet3.xml", "xl/worksheets/_rels/sheet2.xml.rels",
    }  # fmt: skip
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target) as new:
        sizes = {info.filename: info.compress_size for info in new.infolist()}
        repacked = [info.filename for info in old.infolist() if info.compress_size != sizes[info.filename]]
    assert set(repacked) <= changed


def test_stored_values_of_formulas_are_still_there(tmp_path: Path) -> None:
    source, target = rich_workbook(tmp_path / "来表.xlsx"), tmp_path / "回表.xlsx"
    write_marked(book_of(source), MARKS, target)
    before, after = (python_calamine.CalamineWorkbook.from_path(file) for file in (source, target))
    old = before.get_sheet_by_name("汇总表").to_python(skip_empty_area=False)
    new = after.get_sheet_by_name("汇总表").to_python(skip_empty_area=False)
    assert [row[4] for row in old[1:4]] == [3.0, 6.0, 9.0]
    assert [row[:8] for row in new[: len(old)]] == [row[:8] for row in old]


def test_the_sheets_stay_in_the_order_of_the_schema(tmp_path: Path) -> None:
    source, target = rich_workbook(tmp_path / "来表.xlsx"), tmp_path / "回表.xlsx"
    write_marked(book_of(source), MARKS, target)
    parts = parts_of(target)
    for name in ("sheet1", "sheet2", "sheet3"):
        text = parts[f"xl/worksheets/{name}.xml"]
        assert text.count(b"<legacyDrawing ") == 1
        assert in_schema_order(text), name


def test_a_marked_cell_keeps_its_format_and_the_file_says_what_fill_it_had(tmp_path: Path) -> None:
    source, target = rich_workbook(tmp_path / "来表.xlsx"), tmp_path / "回表.xlsx"
    write_marked(book_of(source), MARKS, target)
    cell, old = (openpyxl.load_workbook(file)["汇总表"]["C5"] for file in (target, source))
    assert look_of(cell) == look_of(old)
    assert cell.fill.fgColor.rgb == RED
    assert openpyxl.load_workbook(target)["汇总表"]["B6"].fill.bgColor.rgb == "FFFFFF00"


def test_marks_that_are_right_now_go_and_the_former_format_comes_back(tmp_path: Path) -> None:
    source = rich_workbook(tmp_path / "来表.xlsx")
    once, twice, none = (tmp_path / f"{name}.xlsx" for name in ("一", "二", "三"))
    write_marked(book_of(source), MARKS, once)
    write_marked(book_of(once), [Mark("汇总表", 5, 3, "还不对。"), Mark("汇总表", 8, 2, "新的。")], twice)
    assert red_cells(twice) == {
        ("汇总表", "C5"): f"{HEADING}\n还不对。",
        ("汇总表", "B8"): f"{HEADING}\n新的。",
    }
    write_marked(book_of(twice), [], none)
    before, after = cells_of(source), cells_of(none)
    assert {place: after[place] for place in before} == before
    assert {value for place, (value, _, _, _) in after.items() if place not in before} <= {None}
    assert parts_of(none)["xl/styles.xml"] == parts_of(twice)["xl/styles.xml"]


def test_marking_again_changes_nothing_more(tmp_path: Path) -> None:
    source, once, twice = rich_workbook(tmp_path / "来表.xlsx"), tmp_path / "一.xlsx", tmp_path / "二.xlsx"
    write_marked(book_of(source), MARKS, once)
    write_marked(book_of(once), MARKS, twice)
    assert cells_of(twice) == cells_of(once)
    assert parts_of(twice)["xl/styles.xml"] == parts_of(once)["xl/styles.xml"]
    assert [*parts_of(twice)] == [*parts_of(once)]


def test_marks_are_known_by_their_heading_where_a_program_dropped_the_author(tmp_path: Path) -> None:
    source, once, none = rich_workbook(tmp_path / "来表.xlsx"), tmp_path / "一.xlsx", tmp_path / "二.xlsx"
    write_marked(book_of(source), MARKS, once)
    name = next(name for name in parts_of(once) if name.lower().startswith("xl/comment"))
    change_parts(once, {name: lambda text: text.replace("<author>ycdesk</author>", "<author> </author>")})
    write_marked(book_of(once), [], none)
    assert red_cells(none) == {}
    comments = {place: comment for place, (_, _, _, comment) in cells_of(none).items() if comment}
    assert comments == {("汇总表", "B7"): "请看附件"}


def test_boxes_are_hidden_and_as_high_as_their_text(tmp_path: Path) -> None:
    source, target = rich_workbook(tmp_path / "来表.xlsx"), tmp_path / "回表.xlsx"
    long = "这一句很长，要在批注框里占好几行才写得下。" * 12
    write_marked(book_of(source), [Mark("明细", 2, 1, "短。"), Mark("明细", 2, 2, long)], target)
    drawing = next(
        data for name, data in parts_of(target).items() if b"<x:Row>1</x:Row><x:Column>1</x:Column>" in data
    ).decode()
    anchors = [[int(n) for n in text.split("<")[0].split(",")] for text in drawing.split("<x:Anchor>")[1:]]
    short, tall = (anchor[6] - anchor[2] for anchor in anchors)
    assert short < 5 < 12 < tall
    assert drawing.count("visibility:hidden") == 2


def test_a_file_changed_since_it_was_read_is_not_marked(tmp_path: Path) -> None:
    source = rich_workbook(tmp_path / "来表.xlsx")
    book = book_of(source)
    change_parts(source, {}, {"docProps/note.txt": b"x"})
    with pytest.raises(Conflict, match="改动过"):
        write_marked(book, MARKS, tmp_path / "回表.xlsx")


def test_the_senders_own_file_is_never_overwritten(tmp_path: Path) -> None:
    source = rich_workbook(tmp_path / "来表.xlsx")
    data = source.read_bytes()
    link = tmp_path / "链接.xlsx"
    link.hardlink_to(source)
    for target in (source, tmp_path / "." / "来表.xlsx", link):
        with pytest.raises(DeskError, match="不能覆盖"):
            write_marked(book_of(source), MARKS, target)
    assert source.read_bytes() == data


def test_a_copy_has_the_ending_of_its_workbook(tmp_path: Path) -> None:
    source = rich_workbook(tmp_path / "来表.xlsm", vba=True)
    with pytest.raises(DeskError, match=r"\.xlsm"):
        write_marked(book_of(source), MARKS, tmp_path / "回表.xlsx")


def test_a_folder_that_does_not_take_the_copy_is_told(tmp_path: Path) -> None:
    source = rich_workbook(tmp_path / "来表.xlsx")
    with pytest.raises(DeskError, match="没有这个文件或文件夹") as caught:
        write_marked(book_of(source), MARKS, tmp_path / "没有" / "回表.xlsx")
    assert isinstance(caught.value.__cause__, OSError)
    assert caught.value.__cause__.errno == errno.ENOENT


def test_a_mark_on_a_sheet_that_is_not_there_is_a_mistake_of_the_program(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no sheet"):
        write_marked(book_of(rich_workbook(tmp_path / "a.xlsx")), [Mark("别的", 1, 1, "x")], tmp_path / "b.xlsx")


@pytest.mark.parametrize("name", ["summary.xlsx", "summary.xls"])
def test_a_book_as_the_reader_gives_it_is_marked(tmp_path: Path, name: str) -> None:
    book, target = read_book(SAVED / name), tmp_path / "回表.xlsx"
    sheet = book.sheets[0]
    write_marked(book, [Mark(sheet.name, 30, 3, "没有填写。")], target)
    assert red_cells(target) == {(sheet.name, "C30"): f"{HEADING}\n没有填写。"}
    again = read_book(target)
    for old, new in zip(sheet.rows, again.sheets[0].rows, strict=False):
        wide = max(len(old), len(new))
        assert [*old, *[None] * (wide - len(old))] == [*new, *[None] * (wide - len(new))]
    assert again.sheets[0].merged == sheet.merged


def test_names_of_marked_copies(tmp_path: Path) -> None:
    book = book_of(rich_workbook(tmp_path / "来表.xlsx"))
    names = {
        "来表.xlsx": "来表（有错标红）.xlsx",
        "来表（有错标红）.xlsm": "来表（有错标红2）.xlsm",
        "来表（有错标红9）.XLSX": "来表（有错标红10）.xlsx",
        f"{'长' * 80}.xlsx": f"{'长' * 60}（有错标红）.xlsx",
    }
    for name, proposed in names.items():
        assert marked_name(replace(book, path=tmp_path / name)) == proposed
    assert marked_name(replace(book, path=tmp_path / "表.csv", kind="csv")) == "表（有错标红）.xlsx"
