"""The memory that reading takes, measured in a process of its own: 400 MB at most, whatever the file claims to be."""

from __future__ import annotations

import struct
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.house import ROOT
from tests.services.sheets.workbooks import (
    MAIN,
    Packed,
    biff,
    biff_number,
    bomb,
    deflated_many,
    packed,
    parts,
    raw_zip,
    record,
    row,
    table,
    texts,
    workbook,
    worksheet,
)
from ycdesk.services.sheets.book import column_name

MOST = 400_000
"""Kilobytes."""
READ = """
import sys
from pathlib import Path
from ycdesk.domain.errors import InputProblem
from ycdesk.services.sheets.reading import read_book
try:
    found = "read " + str(sum(len(row) for sheet in read_book(Path(sys.argv[1])).sheets for row in sheet.rows))
except InputProblem as problem:
    found = str(problem)
peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
print(found, peak.split()[1], sep="|")
"""
ZEROS = bytes(16_000_000)
SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
OPEN, CLOSE = (part.encode() for part in worksheet("|").split("|"))
TEXT = f'<c r="A1" t="str"><v>{"甲" * 300}</v></c>'
MANY = b"".join(b'<c r="%s#"><v>#</v></c>' % column_name(column).encode() for column in range(1, 51))

pytestmark = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="只有 Linux 说出一个进程用过的内存")


def reading(path: Path) -> tuple[str, int]:
    """What came of the reading, and the kilobytes it took at most."""
    done = subprocess.run([sys.executable, "-c", READ, str(path)], cwd=ROOT, capture_output=True, text=True, check=True)
    found, _, peak = done.stdout.strip().rpartition("|")
    return found, int(peak)


def many_rows(count: int, cells: bytes, attributes: bytes = b"") -> Iterator[bytes]:
    """A worksheet of very many rows in pieces; ``#`` is the row's number."""
    yield OPEN
    line = b'<row r="#"%s>%s</row>' % (attributes, cells)
    for start in range(1, count + 1, 1000):
        yield b"".join(line.replace(b"#", b"%d" % at) for at in range(start, min(start + 1000, count + 1)))
    yield CLOSE


def zeros(part: str, size: int = 2_000_000_000) -> Callable[[Path], Path]:
    return lambda path: bomb(path, part, deflated_many(OPEN, ZEROS, 125, CLOSE), size)


def repeated(part: str, start: str, again: str, end: str = "") -> Callable[[Path], Path]:
    block = (again * (1_000_000 // len(again))).encode()
    return lambda path: bomb(path, part, deflated_many(start.encode(), block, 1500, end.encode()))


def many_parts(path: Path) -> Path:
    return raw_zip(path, [Packed(f"{at:x}", b"", 0) for at in range(600_000)])


def old(*records: bytes) -> Callable[[Path], Path]:
    def write(path: Path) -> Path:
        path.write_bytes(biff(*records))
        return path

    return write


def shared_old(item: bytes) -> Callable[[Path], Path]:
    """An .xls of very many shared texts."""

    def write(path: Path) -> Path:
        count = 8000 // len(item)
        start = record(0xFC, struct.pack("<ii", 0, 1380 * count) + item * count)
        path.write_bytes(biff(biff_number(0, 0, 1), before=start + record(0x3C, item * count) * 1379))
        return path

    return write


def as_text(line: str, count: int) -> Callable[[Path], Path]:
    def write(path: Path) -> Path:
        path.write_text(line * count, "utf-8")
        return path

    return write


BOMBS: dict[str, tuple[Callable[[Path], Path], str]] = {
    "2 GB of zeros as a sheet": (zeros(SHEET), "损坏"),
    "2 GB of zeros as shared texts": (zeros(STRINGS), "损坏"),
    "2 GB of zeros as the workbook": (zeros("xl/workbook.xml"), "损坏"),
    "2 GB of zeros as the list of parts": (zeros("_rels/.rels"), "损坏"),
    "2 GB of zeros that claim to be few": (zeros(SHEET, 1000), "损坏"),
    "1.5 GB of shared texts": (repeated(STRINGS, texts("")[:-6], "<si><t>甲</t></si>"), "内容太多"),
    "1.5 GB of one shared text": (repeated(STRINGS, texts("")[:-6] + "<si><t>", "甲"), "损坏"),
    "1.5 GB of cells": (repeated(SHEET, OPEN.decode(), f'<row r="1">{TEXT}</row>'), "内容太多"),
    "1.5 GB of cells in a row": (repeated(SHEET, OPEN.decode() + '<row r="1">', TEXT), "内容太多"),
    "1.5 GB of one cell": (repeated(SHEET, OPEN.decode() + '<row r="1"><c r="A1"><v>', "1"), "损坏"),
    "1.5 GB of one tag": (repeated(SHEET, f'<worksheet xmlns="{MAIN}" x="', "a"), "损坏"),
    "1.5 GB of a comment": (repeated(SHEET, OPEN.decode() + "<!-- ", "a"), "损坏"),
    "1.5 GB of nesting": (repeated(SHEET, OPEN.decode() + "<!-- -->", "<a>"), "损坏"),
    "1.5 GB of merged cells": (
        repeated(SHEET, OPEN.decode() + "</sheetData><mergeCells>", '<mergeCell ref="A1:B1"/>'),
        "内容太多",
    ),
    "1.5 GB of formulas": (
        repeated(SHEET, OPEN.decode() + '<row r="1">', '<c r="A1"><f>1</f></c>'),
        "内容太多",
    ),
    "1.5 GB of sheets": (
        repeated("xl/workbook.xml", f'<workbook xmlns="{MAIN}"><sheets>', '<sheet name="a"/>'),
        "500 张",
    ),
    "1.5 GB of relations": (
        repeated("xl/_rels/workbook.xml.rels", "<Relationships>", '<Relationship Id="a"/>'),
        "内容太多",
    ),
    "a million parts": (many_parts, "损坏"),
    "5 000 sheets": (lambda path: workbook(path, *[worksheet(table([[1.0]]))] * 5000), "500 张"),
    "two cells far apart": (
        lambda path: workbook(
            path,
            worksheet(row(1, '<c r="A1"><v>1</v></c>') + row(1_048_576, '<c r="GR1048576"><v>1</v></c>')),
        ),
        "read 201",
    ),
    "two cells as far apart as can be": (
        lambda path: workbook(
            path,
            worksheet(row(1, '<c r="A1"><v>1</v></c>') + row(1_048_576, '<c r="XFD1048576"><v>1</v></c>')),
        ),
        "（XFD1048576 格）",
    ),
    "all rows with formats alone": (
        lambda path: workbook(path, many_rows(1_048_576, b'<c r="A#" s="0"/><c r="XFD#" s="0"/>', b' hidden="1"')),
        "read 0",
    ),
    "half of all rows with a formula without a value": (
        lambda path: workbook(path, many_rows(500_000, b'<c r="A#"><f>1</f></c>')),
        "read 0",
    ),
    "400 000 rows hidden, each with a text": (
        lambda path: workbook(path, many_rows(400_000, b'<c r="A#" t="str"><v>t#</v></c>', b' hidden="1"')),
        "有 400,000 行",
    ),
    "100 000 rows of 50 numbers": (lambda path: workbook(path, many_rows(100_000, MANY)), "read 5000000"),
    "entities of entities": (
        lambda path: workbook(
            path,
            f'<!DOCTYPE x [<!ENTITY a "{"a" * 100_000}">]><worksheet xmlns="{MAIN}">{"&a;" * 100_000}</worksheet>',
        ),
        "DOCTYPE",
    ),
    "an .xls with cells far apart": (old(*[biff_number(0, 0, 1) + biff_number(65_535, 255, 1)] * 20), "（IV65536 格）"),
    "an .xls whose every other row ends far away": (
        old(b"".join(biff_number(at, 255, 1) for at in range(0, 65_536, 2))),
        "第 256 列",
    ),
    "an .xls of millions of numbers": (
        old(
            *[
                b"".join(
                    record(0xBD, struct.pack("<HH", at, 0) + struct.pack("<HI", 0, 2) * 200 + struct.pack("<H", 199))
                    for at in range(3200)
                )
            ]
            * 3
        ),
        "read 1920000",
    ),
    "an .xls of millions of texts": (shared_old(b"\x02\x00\x00ab"), "read 1"),
    "an .xls of millions of formatted letters": (shared_old(b"\x01\x00\x08\x01\x00a" + bytes(4)), "read 1"),
}
TEXTS: dict[str, tuple[Callable[[Path], Path], str]] = {
    "a line of 60 MB": (as_text("a", 60_000_000), "少了一个引号"),
    "60 MB of separators": (as_text(",", 60_000_000), "少了一个引号"),
    "60 MB of quotes": (as_text('"', 60_000_000), "少了一个引号"),
    "60 MB of little cells": (as_text("甲,乙,丙,丁,戊\n" * 10, 280_000), "行"),
}


@pytest.mark.parametrize("name", BOMBS | TEXTS)
def test_no_file_takes_more_than_400_megabytes(name: str, tmp_path: Path) -> None:
    make, words = (BOMBS | TEXTS)[name]
    found, peak = reading(make(tmp_path / ("大.csv" if name in TEXTS else "大.xlsx")))
    assert words in found
    assert peak < MOST


def test_the_measure_sees_memory_that_is_taken(tmp_path: Path) -> None:
    line = READ.replace("from pathlib", "x = bytearray(500_000_000)\nfrom pathlib", 1)
    path = workbook(tmp_path / "小.xlsx", worksheet(table([[1.0]])))
    done = subprocess.run([sys.executable, "-c", line, str(path)], cwd=ROOT, capture_output=True, text=True, check=True)
    assert int(done.stdout.rpartition("|")[2]) > MOST


def test_a_part_may_lie_about_its_size(tmp_path: Path) -> None:
    found = [packed(name, str(content), size=2_000_000_000) for name, content in parts(worksheet("")).items()]
    assert reading(raw_zip(tmp_path / "大.xlsx", found))[1] < MOST
