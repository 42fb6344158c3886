"""The worksheets of an .xlsx that are written plainly, as Excel, WPS, LibreOffice and most libraries do: fast.

A pattern says what a plain cell is. Every ``<c`` of a piece must be one of its matches, or else the sheet is not plain
(:class:`NotPlain`) and :mod:`walked_cells` reads it with a parser. Since plain XML has neither comments nor CDATA, a
``<`` always opens a tag, so that counting is enough to know that nothing was overlooked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ycdesk.services.sheets.book import Value, column_name
from ycdesk.services.sheets.grid import CELL_SIZE, LAST_COLUMN, MOST_COLUMNS, Grid
from ycdesk.services.sheets.safety import NotPlain
from ycdesk.services.sheets.texts import plain_text
from ycdesk.services.sheets.values import Values

_LONGEST_ROW = 16_000_000
_HEAD = re.compile(
    rb'(?:\xef\xbb\xbf)?\s*(?:<\?xml version="1.0"(?: encoding="(?i:utf-8)")?(?: standalone="\w+")?\s*\?>)?\s*'
    rb'<worksheet(?=\s)[^<>]*\sxmlns="http://(?:schemas\.openxmlformats\.org/spreadsheetml/2006|'
    rb'purl\.oclc\.org/ooxml/spreadsheetml)/main"[^<>]*>'
)
_CELL = re.compile(
    rb'<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"(?: s="([0-9]{1,6})")?(?: t="([a-zA-Z]{1,9})")?(?: (?:cm|vm|ph)="[0-9]+")*+>'
    rb"(?:(<f)(?: [^<>]*)?(?:/>|>[^<]*</f>))?"
    rb'(?:<(?:v|is><t)(?: xml:space="preserve")?>([^<]*)</(?:v|t></is)>|<v/>)?</c>'
)
_EMPTY = re.compile(rb"<c [^<>]*/>")
_HIDDEN = re.compile(rb'<row r="([1-9][0-9]{0,6})"[^<>]* hidden="(?:1|true)"')
_MERGED = re.compile(rb'<mergeCell ref="([A-Z0-9$:]{2,40})"')
_COLUMNS = {column_name(number).encode(): number for number in range(1, LAST_COLUMN + 1)}


def read_plain(pieces: Iterator[bytes], values: Values, grid: Grid) -> None:
    """Fill the grid. Raises NotPlain, and Unreadable for what is too much."""
    buffer, rows = _head(pieces)
    end = b"</sheetData>"
    while rows:
        if (at := buffer.find(end)) >= 0:
            _read_rows(buffer[:at], values, grid)
            buffer = buffer[at + len(end) :]
            break
        if (at := buffer.rfind(b"<row")) > 0:
            _read_rows(buffer[:at], values, grid)
            buffer = buffer[at:]
        elif len(buffer) > _LONGEST_ROW:
            raise NotPlain
        piece = next(pieces, None)
        if piece is None:
            raise NotPlain
        buffer += piece
    _read_tail(buffer, pieces, grid)


def _head(pieces: Iterator[bytes]) -> tuple[bytes, bool]:
    """What follows the tag ``<sheetData>``, and whether it was one with rows."""
    buffer = b""
    for piece in pieces:
        buffer += piece
        if (at := buffer.find(b"<sheetData")) >= 0 and buffer.find(b">", at) >= 0:
            after = buffer.index(b">", at) + 1
            tag, head = buffer[at:after], buffer[:at]
            if tag not in (b"<sheetData>", b"<sheetData/>") or not _HEAD.match(head) or b"<!" in head:
                break
            return buffer[after:], tag == b"<sheetData>"
        if len(buffer) > _LONGEST_ROW:
            break
    raise NotPlain


def _read_rows(batch: bytes, values: Values, grid: Grid) -> None:
    found = _CELL.findall(batch)
    cells = batch.count(b"<c")
    if b"<!" in batch or b"<?" in batch:
        raise NotPlain
    if cells != len(found) and cells != len(found) + len(_EMPTY.findall(batch)):
        raise NotPlain
    grid.room.take(CELL_SIZE * len(found))
    try:
        _put_all(found, values, grid)
    except UnicodeDecodeError as error:
        raise NotPlain from error
    if b' hidden="' in batch:
        for number in _HIDDEN.findall(batch):
            grid.hide(int(number))


def _put_all(found: list[tuple[bytes, ...]], values: Values, grid: Grid) -> None:
    """Put cells into the grid. This loop runs for every cell of every sheet, so it does without calls where it can."""
    shared, others, number = values.shared, values.others, values.number
    last, at, width = b"", 0, 0
    row: list[Value] = []
    value: Value
    for letters, name, style, kind, formula, written in found:
        if not written:
            if formula and kind != b"str":
                grid.unknown(int(name), _COLUMNS.get(letters, 0))
            continue
        column = _COLUMNS.get(letters, 0)
        if not 0 < column <= MOST_COLUMNS:
            grid.beyond(int(name), column or LAST_COLUMN + 1)
            continue
        if name != last:
            last, at = name, int(name)
            row = grid.row(at)
            width = len(row)
        if kind == b"s":
            value = shared(written)
        elif not kind or kind == b"n":
            value = number(written, style)
        else:
            value = others.get(kind, values.text)(plain_text(written))
        if column == width + 1:
            row.append(value)
            width = column
        else:
            grid.put(at, column, value)
            width = len(row)


def _read_tail(buffer: bytes, pieces: Iterator[bytes], grid: Grid) -> None:
    """What follows the rows: only the merged cells matter. Reads to the end, where the sum of the part is checked."""
    closed = False
    while True:
        cut = buffer.rfind(b">") + 1
        if b"<!" in buffer[:cut]:
            raise NotPlain
        for area in _MERGED.findall(buffer[:cut]):
            grid.merge(area.decode())
        closed = closed or b"</worksheet>" in buffer[:cut]
        buffer = buffer[cut:]
        piece = next(pieces, None)
        if piece is None:
            break
        if len(buffer) > _LONGEST_ROW:
            raise NotPlain
        buffer += piece
    if not closed:
        raise NotPlain
