"""A file that cannot be read gets one sentence with its name and what to do; nothing in it is believed."""

from __future__ import annotations

import zipfile
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest

from tests.house import ROOT
from tests.services.sheets.workbooks import (
    DECLARATION,
    MAIN,
    Packed,
    biff,
    biff_number,
    packed,
    parts,
    raw_zip,
    record,
    row,
    table,
    texts,
    workbook,
    worksheet,
    write_parts,
)
from ycdesk.domain.errors import InputProblem
from ycdesk.services.sheets.reading import read_book
from ycdesk.services.sheets.reading.safety import LARGEST_FILE

SAMPLES = ROOT / "tests" / "data" / "sheets"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
GOOD = worksheet(table([["甲", 1.0]]))
ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaaaaaaaa">]>'


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "汇总.xlsx"


def sentence(path: Path) -> str:
    """The one sentence that a file gets."""
    with pytest.raises(InputProblem) as caught:
        read_book(path)
    (words,) = caught.value.problems.values()
    assert list(caught.value.problems) == ["file"]
    assert words.startswith(f"{path.name} ")
    assert words.endswith("。")
    return words


CONTENTS = [
    (b"", "是空文件"),
    (OLE + "EncryptedPackage".encode("utf-16-le"), "去掉密码"),
    (OLE + "WordDocument".encode("utf-16-le"), "是 Word 文档"),
    (OLE + bytes(5000), "损坏"),
    (biff(biff_number(0, 0, 1), before=record(0x2F, bytes(54))), "去掉密码"),
    (biff(), "没有工作表"),
    (biff(biff_number(0, 0, 1))[:60], "损坏"),
    (b"  <html><body><table><tr><td>1</td></tr></table>", "其实是网页"),
    ("\ufeff<!DOCTYPE html><table>".encode(), "其实是网页"),
    ("<table><tr><td>甲".encode("utf-16"), "其实是网页"),
    (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "其实是网页"),
    (
        b'<?xml version="1.0"?><?mso-application?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
        "XML 表格",
    ),
    (b'<?xml version="1.0"?><EInvoice/>', "是 XML 文件"),
    (b"%PDF-1.7\n", "是 PDF 文件"),
    (b"\x89PNG\r\n", "是图片"),
    (b"Rar!\x1a\x07", "先解压"),
    (b"PK\x03\x04" + bytes(3000), "损坏"),
    (bytes(range(256)) * 20, "损坏"),
]


@pytest.mark.parametrize(("content", "words"), CONTENTS, ids=[words for _, words in CONTENTS])
def test_what_is_no_workbook_is_called_what_it_is(content: bytes, words: str, file: Path) -> None:
    file.write_bytes(content)
    assert words in sentence(file)


ZIPS: list[tuple[dict[str, str], str]] = [
    ({"xl/workbook.bin": "x"}, "二进制工作簿"),
    ({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}, "OpenDocument"),
    ({"word/document.xml": "<x/>"}, "是 Word 文档"),
    ({"OFD.xml": "<x/>"}, "是 OFD"),
    ({"汇总/表.xlsx": "x"}, "先解压"),
    ({"xl/styles.xml": "x"}, "损坏"),
    (dict.fromkeys([], ""), "先解压"),
]


@pytest.mark.parametrize(("content", "words"), ZIPS, ids=[words for _, words in ZIPS])
def test_a_zip_that_is_no_workbook_is_called_what_it_is(content: dict[str, str], words: str, file: Path) -> None:
    assert words in sentence(write_parts(file, content))


def test_a_table_of_another_office_is_told_to_be_saved_anew(tmp_path: Path) -> None:
    assert "另存为 .xlsx" in sentence(SAMPLES / "summary.ods")
    old = tmp_path / "表.et"
    for content in (OLE + bytes(5000), b"ET\x00\x01\x02" * 100):
        old.write_bytes(content)
        assert "WPS 表格自己的格式" in sentence(old)


def test_what_lies_in_the_folder_but_is_no_file(tmp_path: Path) -> None:
    assert "是文件夹" in sentence(tmp_path)
    assert "没有这个文件" in sentence(tmp_path / "没有.xlsx")
    lock = tmp_path / "~$汇总.xlsx"
    lock.write_bytes(bytes(165))
    assert "临时文件" in sentence(lock)


def test_a_file_that_another_program_holds(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workbook(file, GOOD)

    def held(*_: object, **__: object) -> None:
        raise PermissionError(13, "held")

    monkeypatch.setattr(Path, "open", held)
    assert "在 Excel 中关闭它" in sentence(file)


def test_a_file_may_be_too_large(file: Path) -> None:
    with file.open("wb") as stream:
        stream.truncate(LARGEST_FILE + 1)
    assert "超过 64 MB" in sentence(file)


def test_a_workbook_without_sheets_or_with_charts_alone(file: Path) -> None:
    assert "没有工作表" in sentence(workbook(file))
    assert "只有图表" in sentence(write_parts(file, parts("<chartsheet/>", kinds=["chartsheet"])))


def test_more_than_the_most_columns_are_named_with_the_cell(file: Path) -> None:
    words = sentence(workbook(file, GOOD, worksheet(table([["甲"], [float(n) for n in range(201)]]))))
    assert words == "汇总.xlsx 的工作表「Sheet2」在第 201 列还有内容（GS2 格），最多读 200 列，请删去多余的列后再选。"
    far = worksheet(row(1, '<c r="XFD1"><v>1</v></c>'))
    assert "第 16,384 列" in sentence(workbook(file, far))
    assert "第 16,384 列" in sentence(workbook(file, far.replace("<v>", "<!-- --><v>")))


def test_more_than_the_most_rows_are_counted(file: Path, tmp_path: Path) -> None:
    rows = "".join(row(at, f'<c r="A{at}"><v>1</v></c><c r="B{at}"><v>1</v></c>') for at in range(1, 100_004))
    words = "的工作表「Sheet1」有 100,003 行有内容，一次最多读 100,000 行，请分成几个文件。"
    assert sentence(workbook(file, worksheet(rows))) == f"汇总.xlsx {words}"
    assert sentence(workbook(file, worksheet(f"<!-- -->{rows}"))) == f"汇总.xlsx {words}"
    text = tmp_path / "长.csv"
    text.write_text("1,2\n" * 100_003, "utf-8")
    assert "有 100,003 行" in sentence(text)


DAMAGED = [
    worksheet(row(1, '<c r="A1" t="s"><v>5</v></c>')),
    worksheet(row(1, '<c r="A1" t="s"><v>-1</v></c>')),
    worksheet(row(1, '<c r="A1048577"><v>5</v></c>')),
    worksheet(row(1, '<c r="XFE1"><v>5</v></c>')),
    worksheet(row(1, '<c r="ZZZZZZZ99999999999"><v>5</v></c>')),
    worksheet(row(1, f'<c r="A{"9" * 5000}"><v>5</v></c>')),
    worksheet(row(0, "<c><v>5</v></c>")),
    worksheet(row(1, '<c r="A1"><v>&kaputt;</v></c>')),
    worksheet(row(1, '<c r="A1" t="str"><v>&#0;</v></c>')),
    worksheet(row(1, '<c r="A1"><v>5</w></c>')),
    worksheet(row(1, '<c r="A1"><v>5</v></c>'))[:-20],
    worksheet(row(1, '<c r="A1"><v>5</v></c>')).replace("UTF-8", "klingon"),
    worksheet(row(1, "<c><a>" * 200 + "</a></c>" * 200)),
    "",
    "kein XML",
]


@pytest.mark.parametrize("sheet", DAMAGED, ids=range(len(DAMAGED)))
def test_a_sheet_that_excel_could_not_open_is_damaged(sheet: str, file: Path) -> None:
    assert "损坏" in sentence(workbook(file, sheet))


def test_bytes_that_are_no_text_are_damage(file: Path) -> None:
    raw = GOOD.encode().replace("甲".encode(), b"\xff\xfe")
    assert "损坏" in sentence(workbook(file, raw))
    assert "损坏" in sentence(workbook(file, GOOD, strings=texts("<si><t>x</t></si>").encode().replace(b"x", b"\xff")))


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"]
)
def test_a_declaration_in_any_part_is_refused(part: str, file: Path) -> None:
    found = parts(GOOD)
    content = {
        "xl/styles.xml": f'{DECLARATION}<styleSheet xmlns="{MAIN}"/>',
        "xl/sharedStrings.xml": texts("<si><t>a</t></si>"),
    }.get(part) or str(found[part])
    found[part] = content.replace(DECLARATION, DECLARATION + ENTITIES)
    assert "DOCTYPE" in sentence(write_parts(file, found))


def test_a_zip_that_contradicts_itself_is_damaged(file: Path) -> None:
    found = [packed(name, str(content)) for name, content in parts(GOOD).items()]
    sheet = next(entry for entry in found if entry.name.endswith("sheet1.xml"))
    others = [entry for entry in found if entry is not sheet]
    assert read_book(raw_zip(file, found)).sheets[0].rows
    for wrong in (
        packed(sheet.name, GOOD, size=10),
        Packed(sheet.name, sheet.data, sheet.size, crc=1),
        Packed(sheet.name, sheet.data[:-9], sheet.size, sheet.crc),
        Packed(sheet.name, sheet.data, sheet.size, sheet.crc, method=99),
        Packed(sheet.name, sheet.data, sheet.size, sheet.crc, flags=1),
    ):
        assert "损坏" in sentence(raw_zip(file, [*others, wrong]))
    assert "损坏" in sentence(raw_zip(file, [*found, packed("/XL/worksheets/sheet1.xml", GOOD)]))
    assert "损坏" in sentence(raw_zip(file, others))


def test_names_that_lead_out_of_the_zip_lead_nowhere(file: Path) -> None:
    found = parts(GOOD)
    found["xl/_rels/workbook.xml.rels"] = str(found["xl/_rels/workbook.xml.rels"]).replace(
        "worksheets/sheet1.xml", "../../../../etc/passwd"
    )
    assert "损坏" in sentence(write_parts(file, found))


def test_too_many_sheets(file: Path) -> None:
    assert "500 张以上的工作表" in sentence(workbook(file, *[GOOD] * 501))


def test_a_table_as_text_that_is_none(tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    for content in (b"a,b\n\x00\x01\x02\xff" * 30, b"\xff\xff\xff\n", b"a\n\x81"):
        path.write_bytes(content)
        assert "不是文本表格" in sentence(path)
    path.write_text('a,"b\n' + "1,2\n" * 50_000, "utf-8")
    assert "少了一个引号" in sentence(path)


@pytest.mark.parametrize("name", ["summary.xlsx", "summary.xls"])
def test_a_workbook_cut_or_changed_anywhere_is_read_or_refused_in_a_sentence(name: str, tmp_path: Path) -> None:
    whole = (SAMPLES / name).read_bytes()
    dice = Random(10)
    path = tmp_path / name
    refused = 0
    for attempt in range(300):
        data = bytearray(whole)
        if attempt % 2:
            del data[dice.randrange(len(data)) :]
        else:
            for _ in range(dice.randint(1, 8)):
                data[dice.randrange(len(data))] = dice.randrange(256)
        path.write_bytes(data)
        try:
            read_book(path)
        except InputProblem:
            refused += 1
    assert refused >= 150


def test_the_xml_inside_changed_anywhere_is_read_or_refused_in_a_sentence(tmp_path: Path) -> None:
    with zipfile.ZipFile(SAMPLES / "summary.xlsx") as package:
        whole = {name: package.read(name) for name in package.namelist()}
    touched = [
        name for name in whole if name.startswith("xl/") and "theme" not in name and name.endswith((".xml", ".rels"))
    ]
    dice = Random(20)
    for _ in range(300):
        name = dice.choice(touched)
        data = bytearray(whole[name])
        for _ in range(dice.randint(1, 4)):
            data[dice.randrange(len(data))] = dice.choice(b'<>"/&;= !0aZ\x00\xff')
        path = write_parts(tmp_path / "表.xlsx", {**whole, name: bytes(data)})
        with suppress(InputProblem):
            read_book(path)
