"""Tables as text, in the encodings and with the habits of other programs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.services.sheets.shown import values
from ycdesk.services.sheets.book import Value
from ycdesk.services.sheets.reading import read_book

LINES: list[list[str | None]] = [
    ["名称", "号码", "备注"],
    ["运城市甲公司", "007", "一,二;三"],
    ["乙", None, '他说"好"\n两行'],
]


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
