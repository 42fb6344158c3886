"""What is in a workbook arrives as it was: values, dates, texts, hidden rows, formulas, whoever wrote it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from python_calamine import load_workbook

from tests.house import ROOT
from tests.services.sheets.workbooks import MAIN, biff, biff_number, parts, row, styles, table, texts, workbook, worksheet, write_parts
from ycdesk.services.sheets.book import SheetCells, Value, cell_name
from ycdesk.services.sheets.reading import read_book

SAMPLES = ROOT / "tests" / "data" / "sheets"
HEADINGS = ["序号", "企业名称", "发票号码", "金额", "开票日期", "是否"]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "表.xlsx"


def only(path: Path) -> SheetCells:
    (sheet,) = read_book(path).sheets
    return sheet


def values(path: Path) -> list[list[Value]]:
    return [list(cells) for cells in only(path).rows]


def first(path: Path) -> Value:
    return only(path).rows[0][0]


def read_cell(file: Path, xml: str, **more: str) -> Value:
    return first(workbook(file, worksheet(row(1, xml)), **more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("row", "column", "name"),
    [(12, 2, "B12"), (1, 26, "Z1"), (1, 27, "AA1"), (3, 702, "ZZ3"), (3, 703, "AAA3"), (1_048_576, 16_384, "XFD1048576")],
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
        [1.0, "运城市甲进出口有限公司", "00012345", 1.25, date(2025, 3, 15), True, None, timedelta(hours=30, minutes=15)],
        [2.0, "运城市乙商贸有限公司", "00012346", 20000.0, date(2025, 4, 1), False, None, 45731.0],
        [3.0, "运城市丙电子商务有限公司", "00012347", 3.5, datetime(2025, 4, 1, 13, 30), True],
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


CELLS = [
    ('<c r="A1"><v>3</v></c>', 3.0),
    ('<c r="A1"><v>1.40802199001011E+17</v></c>', 140802199001011e3),
    ('<c r="A1" t="n"><v>-0.5</v></c>', -0.5),
    ('<c r="A1"><v>1e999</v></c>', "1e999"),
    ('<c r="A1"><v>nan</v></c>', "nan"),
    ('<c r="A1"><v>12a</v></c>', "12a"),
    ('<c r="A1" t="b"><v>1</v></c>', True),
    ('<c r="A1" t="b"><v>0</v></c>', False),
    ('<c r="A1" t="e"><v>#N/A</v></c>', "#N/A"),
    ('<c r="A1" t="e"><f>B1</f><v>#REF!</v></c>', "#REF!"),
    ('<c r="A1" t="e"><v>#SPILL!</v></c>', "#SPILL!"),
    ('<c r="A1" t="str"><f>B1&amp;"x"</f><v>甲x</v></c>', "甲x"),
    ('<c r="A1"><f t="shared" si="0"/><v>7</v></c>', 7.0),
    ('<c r="A1" t="d"><v>2025-03-15</v></c>', date(2025, 3, 15)),
    ('<c r="A1" t="d"><v>2025-03-15T13:30:00</v></c>', datetime(2025, 3, 15, 13, 30)),
    ('<c r="A1" t="d"><v>13:30:00</v></c>', time(13, 30)),
    ('<c r="A1" t="inlineStr"><is><t>甲 &lt;乙&gt; &amp; &#20013;&#x6587;</t></is></c>', "甲 <乙> & 中文"),
    ('<c r="A1" t="inlineStr"><is><r><rPr><color rgb="1"/></rPr><t>甲</t></r><r><t> 乙</t></r></is></c>', "甲 乙"),
    ('<c r="A1" t="inlineStr"><is><t>东京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh></is></c>', "东京"),
    ('<c r="A1" t="inlineStr"><is><t>甲_x000D_\n乙_x005F_x000D_</t></is></c>', "甲\r\n乙_x000D_"),
    ('<c r="A1" t="inlineStr"><is><t>甲_x0000_乙_xD83D_</t></is></c>', "甲乙_xD83D_"),
    ('<c r="A1" t="inlineStr"><is><t xml:space="preserve"> 甲\t</t></is></c>', " 甲\t"),
    ('<c s="0" t="str" r="A1"><v>甲</v></c>', "甲"),
    ('<c r="A1" t="str"><v>甲<!-- 注 --><![CDATA[<乙>]]></v></c>', "甲<乙>"),
    ("<c><v>5</v></c>", 5.0),
    ('<c r="A1"><v>5</v><extLst><ext uri="x"/></extLst></c>', 5.0),
]


@pytest.mark.parametrize(("xml", "value"), CELLS, ids=[xml[:60] for xml, _ in CELLS])
def test_a_cell_holds_what_excel_shows(xml: str, value: Value, file: Path) -> None:
    found = read_cell(file, xml)
    assert (type(found), found) == (type(value), value)


@pytest.mark.parametrize(("xml", "value"), CELLS, ids=[xml[:60] for xml, _ in CELLS])
def test_a_cell_holds_the_same_where_every_tag_has_a_prefix(xml: str, value: Value, file: Path) -> None:
    found = first(workbook(file, prefixed(worksheet(row(1, xml)))))
    assert (type(found), found) == (type(value), value)


def prefixed(xml: str) -> str:
    """The same XML with ``x:`` before each name of the spreadsheet language, as one common library writes it."""
    for mark in ("worksheet", "sheetData", "row", "c", "v", "f", "is", "t", "r", "rPr", "color", "rPh", "sst", "si"):
        for end in (" ", ">", "/>"):
            xml = xml.replace(f"<{mark}{end}", f"<x:{mark}{end}")
        xml = xml.replace(f"</{mark}>", f"</x:{mark}>")
    return xml.replace("xmlns=", "xmlns:x=")


SHARED = [
    ("<si><t>甲</t></si>", "甲"),
    ('<si><t xml:space="preserve"> 甲\r\n乙</t></si>', " 甲\n乙"),
    ('<si><t>东京</t><phoneticPr fontId="1" type="noConversion"/></si>', "东京"),
    ('<si><t>东京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh><phoneticPr fontId="1"/></si>', "东京"),
    ('<si><r><rPr><b/></rPr><t>甲</t></r><r><t xml:space="preserve"> 乙</t></r><rPh sb="0" eb="1"><t>x</t></rPh></si>', "甲 乙"),
    ("<si/>", None),
    ("<si><t/></si>", None),
    ("<si><t></t></si>", None),
    ("<si><!-- 注 --><t>a&amp;b</t></si>", "a&b"),
]


@pytest.mark.parametrize(("item", "value"), SHARED, ids=[item for item, _ in SHARED])
def test_a_shared_text_is_read_without_its_formats_and_its_reading(item: str, value: Value, file: Path) -> None:
    sheet = worksheet(row(1, '<c r="A1" t="s"><v>1</v></c><c r="B1" t="s"><v>2</v></c>'))
    for strings in (texts(f"<si><t>前</t></si>{item}<si><t>后</t></si>"), prefixed(texts(f"<si/>{item}<si><t>后</t></si>"))):
        assert values(workbook(file, sheet, strings=strings)) == [[value, "后"]]


DATES = [
    (14, 45731, date(2025, 3, 15)),
    (22, 45731.5625, datetime(2025, 3, 15, 13, 30)),
    (20, 0.5625, time(13, 30)),
    (31, 45731, date(2025, 3, 15)),  # yyyy年m月d日, which only the Chinese edition numbers
    (57, 45731, date(2025, 3, 15)),
    (46, 1.25, timedelta(hours=30)),
    (0, 45731, 45731.0),
    (49, 45731, 45731.0),
    ('yyyy"年"m"月"d"日"', 45731, date(2025, 3, 15)),
    ("[$-804]yyyy/m/d;@", 45731, date(2025, 3, 15)),
    ("[DBNum1][$-804]m月d日", 45731, date(2025, 3, 15)),
    ("[h]:mm", 45731, timedelta(days=45731)),
    ('0.00"days"', 45731, 45731.0),
    ("#,##0.00_);[Red](#,##0.00)", 45731, 45731.0),
    ("G/通用格式", 45731, 45731.0),
    ("0.00E+00", 45731, 45731.0),
    ("[$¥-804]#,##0.00", 45731, 45731.0),
    (14, 1, date(1900, 1, 1)),
    (14, 59, date(1900, 2, 28)),
    (14, 60, 60.0),  # 29 February 1900 never was
    (14, 61, date(1900, 3, 1)),
    (14, 2_958_465, date(9999, 12, 31)),
    (14, 2_958_466, 2_958_466.0),
    (14, -1, -1.0),
    (22, 45731.99999999999, date(2025, 3, 16)),
]


@pytest.mark.parametrize(("code", "serial", "value"), DATES)
def test_a_number_is_a_date_where_its_format_says_so(code: int | str, serial: float, value: Value, file: Path) -> None:
    found = read_cell(file, f'<c r="A1" s="1"><v>{serial!r}</v></c>', style=styles([0, code]))
    assert (type(found), found) == (type(value), value)


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
        table([["甲", 2.0]]) + far + row(1_048_576, '<c r="XFD1048576" s="0"/>'), before='<dimension ref="A1:XFD1048576"/>'
    )
    assert values(workbook(file, xml)) == [["甲", 2.0]]


def test_what_surrounds_the_rows_does_not_matter(file: Path) -> None:
    before = '<sheetPr/><dimension ref="A1"/><sheetViews><sheetView workbookViewId="0"/></sheetViews><cols><col min="1"/></cols>'
    after = '<autoFilter ref="A1:B9"/><rowBreaks count="1"/><extLst><ext uri="x"/></extLst>'
    assert values(workbook(file, worksheet(table([["甲", 2.0]]), before=before, after=after))) == [["甲", 2.0]]
    assert values(workbook(file, f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>')) == []


def test_macros_links_and_pictures_are_left_alone(file: Path) -> None:
    more = {
        "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0",
        "xl/externalLinks/externalLink1.xml": "<!DOCTYPE x><kaputt",
        "xl/media/image1.png": b"\x89PNG",
    }
    assert first(workbook(file.with_suffix(".xlsm"), worksheet(table([["甲"]])), more=more)) == "甲"


def test_a_sheet_of_charts_is_passed_over(file: Path) -> None:
    found = parts("<chartsheet/>", worksheet(table([["甲"]])), kinds=["chartsheet"])
    assert [sheet.name for sheet in read_book(write_parts(file, found)).sheets] == ["Sheet2"]


LINES = [["名称", "号码", "备注"], ["运城市甲公司", "007", "一,二;三"], ["乙", None, '他说"好"\n两行']]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_table_as_text_is_read_in_any_usual_form(encoding: str, separator: str, tmp_path: Path) -> None:
    lines = [separator.join('"' + (cell or "").replace('"', '""') + '"' for cell in cells) for cells in LINES]
    path = tmp_path / "表.csv"
    path.write_bytes("\r\n".join(lines).encode(encoding))
    book = read_book(path)
    assert (book.kind, book.sheets[0].name, book.sheets[0].visible) == ("csv", "表", True)
    assert [list(cells) for cells in book.sheets[0].rows] == LINES


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ('="0012",1\n', [["0012", "1"]]),
        ("6222\t,1\n", [["6222", "1"]]),
        ("sep=;\n甲;乙\n", [["甲", "乙"]]),
        ("甲\n\n乙", [["甲"], [], ["乙"]]),
        ("甲,,\n,,\n", [["甲"]]),
        ("𠮷,㐂", [["𠮷", "㐂"]]),
    ],
)
def test_the_habits_of_other_programs_with_text(text: str, rows: list[list[Value]], tmp_path: Path) -> None:
    for encoding in ("utf-8", "gb18030"):
        path = tmp_path / f"{encoding}.csv"
        path.write_bytes(text.encode(encoding))
        assert values(path) == rows


def test_text_that_calls_itself_a_workbook_is_read_as_text(tmp_path: Path) -> None:
    path = tmp_path / "导出.xls"
    path.write_bytes("名称\t金额\n甲\t1\n".encode("gb18030"))
    assert (read_book(path).kind, values(path)) == ("csv", [["名称", "金额"], ["甲", "1"]])


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
        sheet.write_datetime(at, 1, datetime(2024, 1, 1) + timedelta(days=at), day)
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
            sheet.append([f" 甲{at}\n乙", at, at / 3, datetime(2025, 1, 1, 8, at), date(2025, 2, 3), None, True, "=A1", "𠮷"])
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
