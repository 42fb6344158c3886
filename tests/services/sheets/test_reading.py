"""What is in a workbook arrives as it was: values, dates, texts, hidden rows, formulas, whoever wrote it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from python_calamine import load_workbook

from tests.house import ROOT
from tests.services.sheets.shown import first, moment, only, prefixed, values
from tests.services.sheets.workbooks import (
    MAIN,
    biff,
    biff_number,
    parts,
    row,
    styles,
    table,
    workbook,
    worksheet,
    write_parts,
)
from ycdesk.services.sheets.book import Value, cell_name
from ycdesk.services.sheets.reading import read_book

SAMPLES = ROOT / "tests" / "data" / "sheets"
THIRTY_HOURS = timedelta(hours=30, minutes=15)
HEADINGS = ["序号", "企业名称", "发票号码", "金额", "开票日期", "是否"]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "表.xlsx"


@pytest.mark.parametrize(
    ("row", "column", "name"),
    [
        (12, 2, "B12"),
        (1, 26, "Z1"),
        (1, 27, "AA1"),
        (3, 702, "ZZ3"),
        (3, 703, "AAA3"),
        (1_048_576, 16_384, "XFD1048576"),
    ],
)
def test_a_cell_is_named_as_excel_names_it(row: int, column: int, name: str) -> None:
    assert cell_name(row, column) == name


@pytest.mark.parametrize("name", ["summary.xlsx", "summary.xls"])
def test_a_summary_saved_by_an_office_arrives_with_all_that_matters(name: str) -> None:
    book = read_book(SAMPLES / name)
    summary, parameters = book.sheets
    assert book.kind == name.rpartition(".")[2]
    assert book.digest == sha256((SAMPLES / name).read_bytes()).hexdigest()
    assert (summary.name, summary.visible, parameters.name, parameters.visible) == ("汇总表", True, "参数", False)
    assert [list(cells) for cells in summary.rows] == [
        ["运城市跨境电商扶持资金汇总表"],
        ["单位：万元"],
        HEADINGS,
        [
            1.0,
            "运城市甲进出口有限公司",
            "00012345",
            1.25,
            date(2025, 3, 15),
            True,
            None,
            timedelta(hours=30, minutes=15),
        ],
        [2.0, "运城市乙商贸有限公司", "00012346", 20000.0, date(2025, 4, 1), False, None, 45731.0],
        [3.0, "运城市丙电子商务有限公司", "00012347", 3.5, moment(2025, 4, 1, 13, 30), True],
        ["合计", None, None, 20004.75, "#DIV/0!", "运城市甲进出口有限公司x"],
    ]
    assert summary.hidden == {5}
    assert summary.merged == ((1, 1, 1, 6), (2, 1, 2, 6))
    assert summary.uncomputed == frozenset()
    assert [list(cells) for cells in parameters.rows] == [[], [None, "隐藏"]]


@pytest.mark.parametrize(("wrong", "right"), [("summary.xls", "xls"), ("summary.xlsx", "xlsx")])
def test_a_file_is_what_it_holds_whatever_its_name_says(wrong: str, right: str, tmp_path: Path) -> None:
    for suffix in (".xlsx", ".xls", ".csv", ".et", ""):
        copy = tmp_path / f"改名{suffix}"
        copy.write_bytes((SAMPLES / wrong).read_bytes())
        book = read_book(copy)
        assert (book.kind, book.sheets) == (right, read_book(SAMPLES / wrong).sheets)


def test_days_may_count_from_1904(file: Path) -> None:
    sheet = worksheet(row(1, '<c r="A1" s="0"><v>44269</v></c>'))
    book = read_book(workbook(file, sheet, style=styles([14]), date1904=1))
    assert (book.date1904, book.sheets[0].rows[0][0]) == (True, date(2025, 3, 15))


def test_a_formula_without_a_value_is_told_apart_from_an_empty_text(file: Path) -> None:
    cells = (
        '<c r="A1"><f>1+1</f></c><c r="B1"><f>1+1</f><v></v></c><c r="C1"><f>1+1</f><v/></c>'
        '<c r="D1" t="str"><f>A2</f><v></v></c><c r="E1"><f>1+1</f><v>2</v></c><c r="F1"><f t="shared" si="1"/></c>'
    )
    for xml in (worksheet(row(1, cells)), prefixed(worksheet(row(1, cells)))):
        sheet = only(workbook(file, xml))
        assert sheet.uncomputed == {(1, 1), (1, 2), (1, 3), (1, 6)}
        assert [list(found) for found in sheet.rows] == [[None, None, None, None, 2.0]]


def test_hidden_rows_are_those_that_hold_something(file: Path) -> None:
    xml = worksheet(
        row(1, '<c r="A1"><v>1</v></c>')
        + row(2, '<c r="A2"><v>2</v></c>', ' hidden="1"')
        + row(3, '<c r="A3" s="0"/>', ' spans="1:1" hidden="1"')
        + row(4, '<c r="A4"><v>4</v></c>', ' hidden="0"')
        + row(5, '<c r="A5"><v>5</v></c>', ' ht="0" hidden="true"')
        + '<row r="6" hidden="1"/>'
    )
    for written in (xml, prefixed(xml)):
        assert only(workbook(file, written)).hidden == {2, 5}


def test_merged_cells_and_the_order_and_visibility_of_sheets(file: Path) -> None:
    after = '<mergeCells count="2"><mergeCell ref="B2:D3"/><mergeCell ref="A1:XFD1"/></mergeCells>'
    path = workbook(
        file,
        worksheet(table([[1.0]]), after=after),
        worksheet(table([["甲"]])),
        worksheet(""),
        names=["一 & 二", "二", "三"],
        states=["", "hidden", "veryHidden"],
    )
    found = read_book(path).sheets
    assert [(sheet.name, sheet.visible) for sheet in found] == [("一 & 二", True), ("二", False), ("三", False)]
    assert found[0].merged == ((1, 1, 1, 16_384), (2, 2, 3, 4))
    assert list(found[2].rows) == []


def test_cells_out_of_order_twice_or_after_gaps_land_in_their_places(file: Path) -> None:
    xml = worksheet(
        row(3, '<c r="C3"><v>33</v></c><c r="A3"><v>31</v></c>')
        + row(1, '<c r="B1"><v>1</v></c><c r="B1"><v>12</v></c>')
        + "<row><c><v>21</v></c><c><v>22</v></c></row>"
    )
    assert values(workbook(file, xml)) == [[None, 12.0], [21.0, 22.0], [31.0, None, 33.0]]


def test_formats_without_contents_cost_nothing_however_far_they_reach(file: Path) -> None:
    far = "".join(row(at, f'<c r="XFD{at}" s="0"/><c r="A{at}" s="0"></c>') for at in range(2, 3000))
    xml = worksheet(
        table([["甲", 2.0]]) + far + row(1_048_576, '<c r="XFD1048576" s="0"/>'),
        before='<dimension ref="A1:XFD1048576"/>',
    )
    assert values(workbook(file, xml)) == [["甲", 2.0]]


def test_what_surrounds_the_rows_does_not_matter(file: Path) -> None:
    before = '<sheetPr/><sheetViews><sheetView workbookViewId="0"/></sheetViews><cols><col min="1"/></cols>'
    after = '<autoFilter ref="A1:B9"/><rowBreaks count="1"/><extLst><ext uri="x"/></extLst>'
    assert values(workbook(file, worksheet(table([["甲", 2.0]]), before=before, after=after))) == [["甲", 2.0]]
    assert values(workbook(file, f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>')) == []


def test_macros_links_and_pictures_are_left_alone(file: Path) -> None:
    more: dict[str, str | bytes] = {
        "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0",
        "xl/externalLinks/externalLink1.xml": "<!DOCTYPE x><kaputt",
        "xl/media/image1.png": b"\x89PNG",
    }
    assert first(workbook(file.with_suffix(".xlsm"), worksheet(table([["甲"]])), more=more)) == "甲"


def test_a_sheet_of_charts_is_passed_over(file: Path) -> None:
    found = parts("<chartsheet/>", worksheet(table([["甲"]])), kinds=["chartsheet"])
    assert [sheet.name for sheet in read_book(write_parts(file, found)).sheets] == ["Sheet2"]


def test_an_old_workbook_is_read_cell_by_cell(tmp_path: Path) -> None:
    path = tmp_path / "老.xls"
    path.write_bytes(biff(biff_number(0, 0, 1.5) + biff_number(65_535, 199, 7)))
    rows = only(path).rows
    assert (len(rows), rows[0], rows[1], rows[65_535][199]) == (65_536, [1.5], [], 7.0)


def test_two_hundred_columns_and_a_hundred_thousand_rows_are_read(file: Path) -> None:
    wide = workbook(file, worksheet(table([[float(n) for n in range(200)]])))
    assert len(only(wide).rows[0]) == 200
    long = workbook(file, worksheet("".join(row(at, f'<c r="A{at}"><v>{at}</v></c>') for at in range(1, 100_001))))
    assert len(only(long).rows) == 100_000


def test_progress_is_told_and_may_stop_the_reading(file: Path) -> None:
    workbook(file, worksheet(table([[float(n) for n in range(100)]] * 500)), worksheet(table([[1.0]])))
    told: list[tuple[int, int]] = []
    read_book(file, lambda count, total: told.append((count, total)))
    assert told
    assert all(0 <= count <= total for count, total in told)
    assert told == sorted(told)

    def stop(count: int, total: int) -> None:
        raise KeyError(count)

    with pytest.raises(KeyError):
        read_book(file, stop)


@pytest.mark.parametrize("shared", [True, False])
def test_what_libraries_write_arrives_as_other_readers_see_it(shared: bool, file: Path) -> None:
    written = xlsxwriter.Workbook(file, {"constant_memory": not shared})
    sheet = written.add_worksheet("表")
    day = written.add_format({"num_format": "yyyy-mm-dd"})
    for at in range(300):
        sheet.write_string(at, 0, f"运城市第{at}<进出口>&公司")
        sheet.write_datetime(at, 1, moment(2024, 1, 1) + timedelta(days=at), day)
        sheet.write_number(at, 3, at / 7)
        sheet.write_boolean(at, 4, at % 2 == 0)
        sheet.write_formula(at, 5, f"=D{at + 1}*2", None, at * 2 / 7)
    written.close()
    assert same_as_calamine(file)


def test_what_openpyxl_writes_arrives_as_other_readers_see_it(file: Path) -> None:
    for streamed in (True, False):
        written = openpyxl.Workbook(write_only=streamed)
        sheet = written.create_sheet("表", 0)
        for at in range(50):
            sheet.append(
                [f" 甲{at}\n乙", at, at / 3, moment(2025, 1, 1, 8, at), date(2025, 2, 3), None, True, "=A1", "𠮷"]
            )
        written.save(file)
        assert same_as_calamine(file)


def same_as_calamine(path: Path) -> bool:
    """Whether another reader finds the same; it gives "" for an empty cell and fills rows up."""
    other = load_workbook(path)
    for sheet in read_book(path).sheets:
        theirs = other.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
        ours = [padded(cells, len(line)) for cells, line in zip(sheet.rows, theirs, strict=True)]
        assert ours == theirs
    return True


def padded(cells: Sequence[Value], width: int) -> list[Value]:
    return [*("" if cell is None else cell for cell in cells), *[""] * (width - len(cells))]
