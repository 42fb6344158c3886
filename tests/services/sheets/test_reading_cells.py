"""A cell holds what Excel shows: numbers, texts with their parts, errors, formulas, dates by their formats."""

from __future__ import annotations

from datetime import date, time, timedelta
from pathlib import Path

import pytest

from tests.services.sheets.shown import first, moment, prefixed, values
from tests.services.sheets.workbooks import (
    row,
    styles,
    texts,
    workbook,
    worksheet,
)
from ycdesk.services.sheets.book import Value


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "表.xlsx"


def read_cell(file: Path, xml: str, **more: str) -> Value:
    return first(workbook(file, worksheet(row(1, xml)), **more))  # type: ignore[arg-type]


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
    ('<c r="A1" t="d"><v>2025-03-15T13:30:00</v></c>', moment(2025, 3, 15, 13, 30)),
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


SHARED = [
    ("<si><t>甲</t></si>", "甲"),
    ('<si><t xml:space="preserve"> 甲\r\n乙</t></si>', " 甲\n乙"),
    ('<si><t>东京</t><phoneticPr fontId="1" type="noConversion"/></si>', "东京"),
    ('<si><t>东京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh><phoneticPr fontId="1"/></si>', "东京"),
    (
        '<si><r><rPr><b/></rPr><t>甲</t></r><r><t xml:space="preserve"> 乙</t></r><rPh sb="0"><t>x</t></rPh></si>',
        "甲 乙",
    ),
    ("<si/>", None),
    ("<si><t/></si>", None),
    ("<si><t></t></si>", None),
    ("<si><!-- 注 --><t>a&amp;b</t></si>", "a&b"),
]


@pytest.mark.parametrize(("item", "value"), SHARED, ids=[item for item, _ in SHARED])
def test_a_shared_text_is_read_without_its_formats_and_its_reading(item: str, value: Value, file: Path) -> None:
    sheet = worksheet(row(1, '<c r="A1" t="s"><v>1</v></c><c r="B1" t="s"><v>2</v></c>'))
    for strings in (
        texts(f"<si><t>前</t></si>{item}<si><t>后</t></si>"),
        prefixed(texts(f"<si/>{item}<si><t>后</t></si>")),
    ):
        assert values(workbook(file, sheet, strings=strings)) == [[value, "后"]]


DATES = [
    (14, 45731, date(2025, 3, 15)),
    (22, 45731.5625, moment(2025, 3, 15, 13, 30)),
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
