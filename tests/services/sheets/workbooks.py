"""Workbooks written part by part and byte by byte: everything that no library would write.

``workbook`` writes an .xlsx from the XML of its sheets; ``raw_zip`` a zip that may lie about its sizes; ``biff`` an
.xls without its OLE wrapping, which Excel and xlrd read all the same.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

from ycdesk.services.sheets.book import cell_name

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES = (
    f'{DECLARATION}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>'
)

Part = str | bytes | Iterable[bytes]
"""A part whole, or in pieces when it is too long to be held."""


def row(number: int, cells: str, attributes: str = "") -> str:
    """A row; ``cells`` as XML."""
    return f'<row r="{number}"{attributes}>{cells}</row>'


def table(rows: Sequence[Sequence[str | float | None]]) -> str:
    """Rows of numbers and inline texts from A1 on."""
    return "".join(
        row(at, "".join(_cell(cell_name(at, column), value) for column, value in enumerate(cells, 1)))
        for at, cells in enumerate(rows, 1)
    )


def _cell(name: str, value: str | float | None) -> str:
    if value is None:
        return f'<c r="{name}" s="0"/>'
    if isinstance(value, str):
        return f'<c r="{name}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f'<c r="{name}"><v>{value!r}</v></c>'


def worksheet(rows: str, *, before: str = "", after: str = "") -> str:
    """A worksheet; ``before`` and ``after`` are the XML around its rows."""
    return f'{DECLARATION}<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def texts(items: str) -> str:
    """Shared texts; ``items`` as XML."""
    return f'{DECLARATION}<sst xmlns="{MAIN}">{items}</sst>'


def styles(codes: Sequence[int | str]) -> str:
    """A style for each format: one of Excel's own by its number, any other by its code."""
    own = {code: 164 + at for at, code in enumerate(dict.fromkeys(code for code in codes if isinstance(code, str)))}
    formats = "".join(
        f'<numFmt numFmtId="{number}" formatCode={quoteattr(str(code))}/>' for code, number in own.items()
    )
    cells = "".join(f'<xf numFmtId="{own[code] if isinstance(code, str) else code}"/>' for code in codes)
    return (
        f'{DECLARATION}<styleSheet xmlns="{MAIN}"><numFmts>{formats}</numFmts><cellXfs>{cells}</cellXfs></styleSheet>'
    )


def parts(
    *sheets: Part, names: Sequence[str] = (), states: Sequence[str] = (), kinds: Sequence[str] = (), date1904: int = 0
) -> dict[str, Part]:
    """The parts of a workbook; kinds are ``worksheet`` unless given."""
    entries, links = "", ""
    found: dict[str, Part] = {"[Content_Types].xml": _TYPES}
    for at, sheet in enumerate(sheets, 1):
        name = names[at - 1] if at <= len(names) else f"Sheet{at}"
        state = f' state="{states[at - 1]}"' if at <= len(states) and states[at - 1] else ""
        kind = kinds[at - 1] if at <= len(kinds) else "worksheet"
        entries += f'<sheet name={quoteattr(name)} sheetId="{at}" r:id="rId{at}"{state}/>'
        links += f'<Relationship Id="rId{at}" Type="{_OFFICE}/{kind}" Target="{kind}s/sheet{at}.xml"/>'
        found[f"xl/{kind}s/sheet{at}.xml"] = sheet
    for name in ("sharedStrings", "styles"):
        links += f'<Relationship Id="{name}" Type="{_OFFICE}/{name}" Target="/xl/{name}.xml"/>'
    found["_rels/.rels"] = _links(f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>')
    found["xl/_rels/workbook.xml.rels"] = _links(links)
    found["xl/workbook.xml"] = (
        f'{DECLARATION}<workbook xmlns="{MAIN}" xmlns:r="{_OFFICE}"><workbookPr date1904="{date1904}"/>'
        f"<sheets>{entries}</sheets></workbook>"
    )
    return found


def _links(links: str) -> str:
    return f'{DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'


def write_parts(path: Path, found: Mapping[str, Part]) -> Path:
    """Zip the parts."""
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=1) as package:
        for name, part in found.items():
            with package.open(name, "w", force_zip64=False) as stream:
                for piece in (
                    (part.encode(),) if isinstance(part, str) else (part,) if isinstance(part, bytes) else part
                ):
                    stream.write(piece)
    return path


def workbook(
    path: Path,
    *sheets: Part,
    strings: Part = "",
    style: Part = "",
    more: Mapping[str, Part] | None = None,
    names: Sequence[str] = (),
    states: Sequence[str] = (),
    date1904: int = 0,
) -> Path:
    """An .xlsx of these sheets; ``more`` are parts besides, or instead of, its own."""
    found = parts(*sheets, names=names, states=states, date1904=date1904)
    if strings:
        found["xl/sharedStrings.xml"] = strings
    if style:
        found["xl/styles.xml"] = style
    return write_parts(path, found | dict(more or {}))


@dataclass(frozen=True)
class Packed:
    """A part as it stands in the zip: deflated, with whatever size and sum it claims."""

    name: str
    data: bytes
    size: int
    crc: int = 0
    method: int = 8
    flags: int = 0


def packed(name: str, data: str | bytes, size: int | None = None) -> Packed:
    """A part honestly packed, unless another ``size`` is claimed."""
    content = data.encode() if isinstance(data, str) else data
    return Packed(name, deflated(content), len(content) if size is None else size, zlib.crc32(content))


def deflated(*pieces: bytes) -> bytes:
    """The pieces as one raw deflate stream."""
    press = zlib.compressobj(1, zlib.DEFLATED, -15)
    return b"".join(map(press.compress, pieces)) + press.flush()


def deflated_many(start: bytes, again: bytes, times: int, end: bytes) -> bytes:
    """``start``, very many times ``again``, ``end`` as one raw deflate stream, made without unpacking it."""
    press = zlib.compressobj(9, zlib.DEFLATED, -15)
    first = press.compress(start) + press.flush(zlib.Z_FULL_FLUSH)
    block = press.compress(again) + press.flush(zlib.Z_FULL_FLUSH)
    return first + block * times + press.compress(end) + press.flush()


def raw_zip(path: Path, entries: Sequence[Packed]) -> Path:
    """A zip exactly of these, without a check of anything."""
    body, directory = bytearray(), bytearray()
    for entry in entries:
        name = entry.name.encode()
        about = struct.pack(
            "<HHHHHIIIHH", 20, entry.flags, entry.method, 0, 33, entry.crc, len(entry.data), entry.size, len(name), 0
        )
        directory += b"PK\x01\x02" + struct.pack("<H", 20) + about + struct.pack("<HHHII", 0, 0, 0, 0, len(body)) + name
        body += b"PK\x03\x04" + about + name + entry.data
    count = min(len(entries), 0xFFFF)
    end = struct.pack("<HHHHIIH", 0, 0, count, count, len(directory), len(body), 0)
    path.write_bytes(bytes(body + directory) + b"PK\x05\x06" + end)
    return path


def bomb(path: Path, part: str, data: bytes, size: int = 2_000_000_000) -> Path:
    """A small workbook of one sheet, in which ``part`` is this raw deflate stream that claims to be ``size`` long."""
    sheet = worksheet(row(1, '<c r="A1" t="s"><v>0</v></c>'))
    found = parts(sheet) | {"xl/sharedStrings.xml": texts("<si><t>a</t></si>")}
    entries = [packed(name, str(content)) for name, content in found.items() if name != part]
    return raw_zip(path, [*entries, Packed(part, data, size)])


def record(number: int, data: bytes) -> bytes:
    """One record of an .xls."""
    return struct.pack("<HH", number, len(data)) + data


def biff(*sheets: bytes, before: bytes = b"") -> bytes:
    """An .xls of these sheets (their records); ``before`` are records of the workbook itself."""
    opening = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0x0DBB, 1996, 0, 6))
    closing = record(0x0A, b"")
    names = [f"Sheet{at}".encode() for at in range(1, len(sheets) + 1)]
    length = len(opening) + len(before) + sum(12 + len(name) for name in names) + len(closing)
    listed, body = b"", b""
    for name, sheet in zip(names, sheets, strict=True):
        listed += record(0x85, struct.pack("<IBBBB", length + len(body), 0, 0, len(name), 0) + name)
        body += record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0x0DBB, 1996, 0, 6)) + sheet + closing
    return opening + before + listed + closing + body


def biff_number(at: int, column: int, number: float) -> bytes:
    """A number in a cell, row and column counted from 0."""
    return record(0x203, struct.pack("<HHHd", at, column, 0, number))
