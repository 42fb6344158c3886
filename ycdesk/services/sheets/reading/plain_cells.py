"""The worksheets of an .xlsx that are written plainly, as Excel, WPS, LibreOffice and most libraries do: fast.

A pattern says what a plain cell is. Every ``<c`` of a piece must be one of its matches, or else the sheet is not plain
(:class:`NotPlain`) and :mod:`walked_cells` reads it with a parser. Since plain XML has neither comments nor CDATA, a
``<`` always opens a tag, so that counting is enough to know that nothing was overlooked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from math import isfinite

from ycdesk.services.sheets.book import Value, column_name
from ycdesk.services.sheets.reading.grid import CELL_SIZE, MOST_COLUMNS, Grid, column_number
from ycdesk.services.sheets.reading.safety import NotPlain
from ycdesk.services.sheets.reading.texts import plain_text
from ycdesk.services.sheets.reading.values import Values

_LONGEST_ROW = 16_000_000
_HEAD = re.compile(
    rb'(?:\xef\xbb\xbf)?\s*(?:<\?xml version="1.0"(?: encoding="(?i:utf-8)")?(?: standalone="\w+")?\s*\?>)?\s*'
    rb'<worksheet(?=\s)[^<>]*\sxmlns="http://(?:schemas\.openxmlformats\.org/spreadsheetml/2006|'
    rb'purl\.oclc\.org/ooxml/spreadsheetml)/main"[^<>]*>'
)
_NAME = rb'<c r="([A-Z]++)([1-9][0-9]*+)"([^<>]*+)>'
_CELL = re.compile(_NAME + rb"<v>([^<]++)</v></c>")
_ANY_CELL = re.compile(
    _NAME + rb"(?:(<f)(?: [^<>]*)?(?:/>|>[^<]*</f>))?"
    rb'(?:<(?:v|is><t)(?: xml:space="preserve")?>([^<]*)</(?:v|t></is)>|<v/>)?</c>'
)
_ATTRIBUTES = re.compile(rb'(?: [a-z]+="[^"&]*")*')
_ATTRIBUTE = re.compile(rb' ([a-z]+)="([^"]*)"')
_EMPTY = re.compile(rb"<c [^<>]*/>")
_HIDDEN = re.compile(rb'<row r="([1-9][0-9]{0,6})"[^<>]* hidden="(?:1|true)"')
_MERGED = re.compile(rb'<mergeCell ref="([A-Z0-9$:]{2,40})"')
_COLUMNS = {column_name(number).encode(): number for number in range(1, MOST_COLUMNS + 1)}


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
    if b"<!" in batch or b"<?" in batch:
        raise NotPlain
    cells = batch.count(b"<c")
    found = _CELL.findall(batch)
    try:
        if len(found) != cells:
            found = _filled(_ANY_CELL.findall(batch), cells - len(_EMPTY.findall(batch)), grid)
        grid.room.take(CELL_SIZE * len(found))
        _put_all(found, values, grid)
    except (ValueError, IndexError) as error:  # what is no number, no text, or no such shared text
        raise NotPlain from error
    if b' hidden="' in batch:
        for number in _HIDDEN.findall(batch):
            grid.hide(int(number))


def _filled(found: list[tuple[bytes, ...]], count: int, grid: Grid) -> list[tuple[bytes, ...]]:
    """The cells that hold something; those with only a formula are noted. Raises NotPlain if not all were found."""
    if len(found) != count:
        raise NotPlain
    for letters, name, attributes, formula, written in found:
        if formula and not written and _kind_and_style(attributes)[0] != b"str":
            grid.unknown(int(name), _far_column(letters))
    return [(letters, name, attributes, written) for letters, name, attributes, _, written in found if written]


@lru_cache(maxsize=4096)
def _kind_and_style(attributes: bytes) -> tuple[bytes, bytes]:
    """The cell's type and style out of what follows its name in the tag."""
    if not _ATTRIBUTES.fullmatch(attributes):
        raise NotPlain
    found = dict(_ATTRIBUTE.findall(attributes))
    return found.get(b"t", b""), found.get(b"s", b"")


def _put_all(found: list[tuple[bytes, ...]], values: Values, grid: Grid) -> None:
    """Put cells into the grid. This loop runs for every cell of every sheet: it calls as little as it can."""
    columns, texts, styles = _COLUMNS, values.texts, values.styles
    last, at, width = b"", 0, 0
    row: list[Value] = []
    value: Value
    for letters, name, attributes, written in found:
        column = columns.get(letters)
        if column is None:
            grid.beyond(int(name), _far_column(letters))
            continue
        if name != last:
            last, at = name, int(name)
            row = grid.row(at)
            width = len(row)
        kind, style = _kind_and_style(attributes)
        if kind == b"s":
            number = int(written)
            if number < 0:
                raise NotPlain
            value = texts[number]
        elif not kind and style not in styles:
            value = float(written)
            if not isfinite(value):
                raise NotPlain
        elif not kind or kind == b"n":
            value = values.number(written, style)
        else:
            value = values.others.get(kind, values.text)(plain_text(written))
        if column == width + 1:
            row.append(value)
            width = column
        else:
            grid.put(at, column, value)
            width = len(row)


def _far_column(letters: bytes) -> int:
    if len(letters) > 3:
        raise NotPlain
    return column_number(letters.decode())


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
