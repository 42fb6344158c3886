"""Workbooks that other programs than Excel write, or that are broken: marked where they can be, refused where not."""

from __future__ import annotations

import hashlib
import random
import re
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.services.sheets.senders_books import (
    RED,
    book_of,
    cells_of,
    change_parts,
    in_schema_order,
    package,
    parts_of,
    red_cells,
    rich_workbook,
)
from ycdesk.domain.errors import DeskError
from ycdesk.services.sheets.book import Book, Mark, cell_name
from ycdesk.services.sheets.marking import write_marked
from ycdesk.services.sheets.marking.comments import HEADING

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHEET = "xl/worksheets/blatt.xml"


def sheet(path: Path, content: str, root: str = f"<worksheet {MAIN}>") -> Path:
    """A workbook without styles whose only sheet is written out here."""
    end = f"</{root[1:].split()[0]}>"
    return package(path, {SHEET: f'<?xml version="1.0" encoding="UTF-8"?>{root}{content}{end}'})


def marked(source: Path, *cells: tuple[int, int]) -> Path:
    target = source.with_name("回表.xlsx")
    write_marked(book_of(source), [Mark("表", row, column, f"{row}-{column}") for row, column in cells], target)
    return target


def comment(row: int, column: int) -> str:
    return f"{HEADING}\n{row}-{column}"


def test_cells_and_rows_that_do_not_say_where_they_are(tmp_path: Path) -> None:
    rows = (
        "<row><c><v>1</v></c><c><v>2</v></c></row><row/><row><c><v>3</v></c><c r='D3'><v>4</v></c><c><v>5</v></c></row>"
    )
    target = marked(
        sheet(tmp_path / "a.xlsx", f"<sheetData>{rows}</sheetData>"), (1, 2), (2, 2), (3, 2), (3, 5), (5, 1)
    )
    assert red_cells(target) == {
        ("表", cell_name(r, c)): comment(r, c) for r, c in [(1, 2), (2, 2), (3, 2), (3, 5), (5, 1)]
    }
    values = [[cell.value for cell in row] for row in openpyxl.load_workbook(target)["表"].iter_rows(max_row=3)]
    assert values == [[1, 2, None, None, None], [None] * 5, [3, None, None, 4, 5]]
    assert in_schema_order(parts_of(target)[SHEET])


def test_elements_with_a_prefix(tmp_path: Path) -> None:
    root = '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    cell = '<x:c r="A2" t="inlineStr"><x:is><x:t>甲</x:t></x:is></x:c>'
    content = f'<x:sheetData><x:row r="2" spans="1:1">{cell}</x:row></x:sheetData>'
    target = marked(sheet(tmp_path / "a.xlsx", content, root), (2, 1), (2, 3), (1, 1))
    assert red_cells(target) == {("表", cell_name(r, c)): comment(r, c) for r, c in [(2, 1), (2, 3), (1, 1)]}
    assert b'<x:row r="2" spans="1:3">' in parts_of(target)[SHEET]
    assert b"<x:legacyDrawing " in parts_of(target)[SHEET]


def test_an_empty_sheet_gets_its_rows(tmp_path: Path) -> None:
    target = marked(sheet(tmp_path / "a.xlsx", '<dimension ref="A1"/><sheetData/>'), (7, 3), (2, 28))
    assert set(red_cells(target)) == {("表", "C7"), ("表", "AB2")}
    assert b'<dimension ref="A1:AB7"/>' in parts_of(target)[SHEET]
    assert in_schema_order(parts_of(target)[SHEET])


@pytest.mark.filterwarnings("ignore:Unknown extension")
def test_what_only_looks_like_a_cell_is_left_alone(tmp_path: Path) -> None:
    text = (
        "<sheetData><!-- <row r='1'><c r='A1'/></row> --><row r='1'><c r='A1' t='inlineStr'>"
        "<is><t><![CDATA[<c r='B1'/>]]></t></is></c><c r='B1'   s = '0' ><v>2</v></c></row></sheetData>"
        "<extLst><ext uri='{a}'><c r='B1' xmlns='urn:x'/></ext></extLst>"
    )
    target = marked(sheet(tmp_path / "a.xlsx", text), (1, 2))
    after = parts_of(target)[SHEET].decode()
    assert red_cells(target) == {("表", "B1"): comment(1, 2)}
    change = text.replace("s = '0'", 's = "1"')
    assert re.sub(r"<legacyDrawing [^>]*/>", "", after).endswith(f"{change}</worksheet>")
    assert after.index("<legacyDrawing ") < after.index("<extLst>")


@pytest.mark.filterwarnings("ignore:Unknown extension")
def test_shared_formulas_and_rich_strings_stay(tmp_path: Path) -> None:
    text = (
        '<sheetData><row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">B1*2</f><v>4</v></c><c r="B1"><v>2</v></c>'
        "</row>"
        '<row r="2" ht="30" customHeight="1"><c r="A2"><f t="shared" si="0"/><v>6</v></c></row></sheetData>'
        '<conditionalFormatting sqref="A1"><cfRule type="expression" priority="1"><formula>A1&gt;1</formula>'
        "<extLst><ext uri='{b}'/></extLst></cfRule></conditionalFormatting><pageMargins left='1' right='1' top='1' "
        "bottom='1' header='1' footer='1'/>"
    )
    target = marked(sheet(tmp_path / "a.xlsx", text), (2, 1))
    after = parts_of(target)[SHEET].decode()
    assert re.sub(r"<legacyDrawing [^>]*/>", "", after).endswith(
        text.replace('<c r="A2">', '<c r="A2" s="1">') + "</worksheet>"
    )
    assert in_schema_order(after.encode())


def test_a_sheet_in_utf_16(tmp_path: Path) -> None:
    text = f'<?xml version="1.0" encoding="UTF-16"?><worksheet {MAIN}><sheetData>'
    text += '<row r="1"><c r="A1" t="str"><v>甲𠮷</v></c></row></sheetData></worksheet>'
    plain = package(tmp_path / "a.xlsx", {SHEET: text.replace("UTF-16", "UTF-8")})
    wide = package(tmp_path / "b.xlsx", {SHEET: text.encode("utf-16")})
    write_marked(in_place_of(book_of(plain), wide), [Mark("表", 1, 1, "1-1")], tmp_path / "回表.xlsx")
    assert red_cells(tmp_path / "回表.xlsx") == {("表", "A1"): comment(1, 1)}
    assert cells_of(tmp_path / "回表.xlsx")["表", "A1"][0] == "甲𠮷"


def in_place_of(book: Book, path: Path) -> Book:
    """The same cells read from another file."""
    return replace(book, path=path, digest=hashlib.sha256(path.read_bytes()).hexdigest())


def test_a_missing_cell_takes_the_format_of_its_row_or_column(tmp_path: Path) -> None:
    source = tmp_path / "a.xlsx"
    workbook = openpyxl.Workbook()
    first = workbook.active
    assert first is not None
    first.title = "表"
    first["A1"].number_format, first["A2"].number_format, first["A3"] = "0.00%", "0.000", 1
    workbook.save(source)
    change_parts(source, {"xl/worksheets/sheet1.xml": in_row_and_column})
    target = marked(source, (3, 2), (4, 3), (9, 3))
    after = openpyxl.load_workbook(target)["表"]
    assert [after[name].number_format for name in ("B3", "C4", "C9")] == ["0.000", "0.00%", "0.00%"]
    assert {after[name].fill.fgColor.rgb for name in ("B3", "C4", "C9")} == {RED}


def in_row_and_column(text: str) -> str:
    """Column C has the first format, row 3 the second."""
    data = '<cols><col min="3" max="3" width="5" style="1"/></cols><sheetData>'
    text = re.sub(r"<cols>.*?</cols>", "", text).replace("<sheetData>", data)
    return text.replace('<row r="3"', '<row r="3" s="2" customFormat="1"')


def test_a_comment_of_the_sender_gets_ours_under_it_and_a_higher_box(tmp_path: Path) -> None:
    source, target, again = (tmp_path / f"{name}.xlsx" for name in "abc")
    with xlsxwriter.Workbook(source) as workbook:
        first = workbook.add_worksheet("表")
        first.write_string(6, 1, "甲")
        first.write_comment(6, 1, "请看附件", {"author": "张三"})
    marks = [Mark("表", 7, 2, "很长的一句话。" * 30)]
    write_marked(book_of(source), marks, target)
    before, after = (re.findall(r"Anchor>([^<]*)</", vml_of(file)) for file in (source, target))
    assert len(before) == len(after) == 1
    old, new = ([int(number) for number in anchors[0].split(",")] for anchors in (before, after))
    assert new[:6] == old[:6]
    assert new[6] > old[6] + 5
    write_marked(book_of(target), marks, again)
    assert parts_of(again) == parts_of(target)


def test_a_box_without_anchor_becomes_higher_too(tmp_path: Path) -> None:
    source, target = rich_workbook(tmp_path / "a.xlsx"), tmp_path / "b.xlsx"
    write_marked(book_of(source), [Mark("汇总表", 7, 2, "很长的一句话。" * 30)], target)
    old, new = (re.findall(r"[;\"]height:(\d+)px", vml_of(file)) for file in (source, target))
    assert len(old) == len(new) == 1
    assert int(new[0]) > int(old[0]) + 50


def vml_of(path: Path) -> str:
    """The only drawing of boxes in a workbook."""
    (drawing,) = (data for name, data in parts_of(path).items() if name.endswith(".vml"))
    return drawing.decode()


def test_many_marks_number_their_boxes_in_blocks_of_their_own(tmp_path: Path) -> None:
    source = rich_workbook(tmp_path / "a.xlsx")
    target = tmp_path / "b.xlsx"
    marks = [Mark(name, row, 3, "x") for name in ("汇总表", "明细", "空表") for row in range(30, 1230)]
    write_marked(book_of(source), marks, target)
    drawings = [data.decode() for name, data in parts_of(target).items() if name.endswith(".vml")]
    numbers = [re.findall(r'id="_x0000_s(\d+)"', text) for text in drawings]
    assert len(set(chain(*numbers))) == sum(map(len, numbers)) == 3600 + 1
    for text, own in zip(drawings, numbers, strict=True):
        said = {int(n) for n in re.findall(r'idmap[^>]* data="([^"]*)"', text)[0].split(",")}
        assert {int(number) // 1024 for number in own if int(number) >= 2048} <= said
    assert len(red_cells(target)) == 3600


@pytest.mark.parametrize(
    ("part", "text"),
    [
        (SHEET, f"<worksheet {MAIN}><sheetData><row></sheetData></worksheet>"),
        (SHEET, f'<!DOCTYPE w [<!ENTITY a "b">]><worksheet {MAIN}><sheetData/></worksheet>'),
        (SHEET, f"<worksheet {MAIN}/>"),
        (SHEET, f'<worksheet {MAIN}><sheetData><row r="x"/></sheetData></worksheet>'),
        ("xl/workbook.xml", f"<workbook {MAIN}/>"),
        ("_rels/.rels", "<Relationships/>"),
    ],
)
def test_a_broken_workbook_is_refused_with_a_sentence(tmp_path: Path, part: str, text: str) -> None:
    good, bad = sheet(tmp_path / "a.xlsx", "<sheetData/>"), package(tmp_path / "b.xlsx", {SHEET: "", part: text})
    book = in_place_of(book_of(good), bad)
    with pytest.raises(DeskError, match="没有办法在副本上标红"):
        write_marked(book, [Mark("表", 1, 1, "x")], tmp_path / "c.xlsx")
    assert not (tmp_path / "c.xlsx").exists()


WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\r"), min_size=1, max_size=40)
CELLS = st.tuples(st.integers(1, 25), st.integers(1, 12))
VALUES = st.one_of(st.integers(-9, 9), st.booleans(), st.sampled_from(["甲", "=A1", " 乙 ", "<&>"]), st.floats(0, 1))


@settings(max_examples=40, deadline=None)
@given(
    cells=st.dictionaries(CELLS, VALUES, max_size=40),
    first=st.dictionaries(CELLS, WORDS, max_size=12),
    second=st.dictionaries(CELLS, WORDS, max_size=12),
    seed=st.integers(0, 9999),
)
def test_any_workbook_marked_twice_is_as_it_was_but_for_the_last_marks(
    tmp_path_factory: pytest.TempPathFactory,
    cells: dict[tuple[int, int], Any],
    first: dict[tuple[int, int], str],
    second: dict[tuple[int, int], str],
    seed: int,
) -> None:
    folder = tmp_path_factory.mktemp("random")
    source, once, twice = (folder / f"{name}.xlsx" for name in "abc")
    random_workbook(source, cells, random.Random(seed))
    write_marked(book_of(source), [Mark("表", *cell, words) for cell, words in first.items()], once)
    write_marked(book_of(once), [Mark("表", *cell, words) for cell, words in second.items()], twice)
    for target, marks in ((once, first), (twice, second)):
        assert set(red_cells(target)) == {("表", cell_name(*cell)) for cell in marks}
        assert in_schema_order(parts_of(target)["xl/worksheets/sheet1.xml"])
        before, after, red = cells_of(source), cells_of(target), red_cells(target)
        for place, (value, look, fill, comment) in before.items():
            new = after[place]
            assert new[:2] == (value, look)
            if place in red:
                assert HEADING in (new[3] or "")
                assert (new[3] or "").startswith(comment or HEADING)
            else:
                assert new[2:] == (fill, comment)


def random_workbook(path: Path, cells: dict[tuple[int, int], Any], draw: random.Random) -> None:
    """These cells, some of them in colours and formats, some with comments."""
    workbook = openpyxl.Workbook()
    first = workbook.active
    assert first is not None
    first.title = "表"
    for (row, column), value in cells.items():
        cell = first.cell(row, column, value)
        if draw.random() < 0.4:
            cell.fill = openpyxl.styles.PatternFill("solid", fgColor=draw.choice(["FFFFFF00", "FF00B0F0"]))
        if draw.random() < 0.4:
            cell.number_format = draw.choice(["0.00", "@", "yyyy-mm-dd"])
        if draw.random() < 0.2:
            cell.comment = openpyxl.comments.Comment("原有的批注", "李四")
    workbook.save(path)
