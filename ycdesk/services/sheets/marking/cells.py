"""The marked cells in a sheet's XML: their formats change, missing ones come in, nothing else moves."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Mapping
from functools import lru_cache
from typing import NamedTuple

from ycdesk.services.sheets.book import cell_name
from ycdesk.services.sheets.marking.layout import Layout, is_true, number_in
from ycdesk.services.sheets.marking.xml import (
    Edit,
    UnfitXml,
    edited,
    is_empty,
    parse,
    parser_of,
    split_name,
    tag_end,
    with_attributes,
)

_AFTER_LEGACY_DRAWING = {
    "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst",
}  # fmt: skip
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_MOST_COLUMNS = 16_384
_NOT_SPREADSHEET = "\0"


class _Cell(NamedTuple):
    column: int
    start: int
    style: int


class SheetScan:
    """One pass over a sheet's XML that notes the edits for its marked cells. Raises UnfitXml.

    ``wanted`` has the columns to mark by row. ``repaint`` tells the new format of a cell by its old one and by
    whether it is marked; it is asked for marked cells and for those whose format is among ``red``.
    """

    def __init__(
        self, data: bytes, wanted: Mapping[int, Collection[int]], red: Collection[int], repaint: Repaint
    ) -> None:
        self.layout = Layout()
        self.legacy_drawing = ""
        """The id of the relationship to the sheet's VML; empty where it has none."""
        self.legacy_place = -1
        """Where the element for it belongs."""
        self._data, self._wanted, self._red, self._repaint = data, wanted, red, repaint
        self._edits: list[Edit] = []
        self._depth, self._row, self._column, self._row_start, self._row_inside = 0, 0, 0, 0, 0
        self._row_style, self._row_spans = 0, ""
        self._cells: list[_Cell] = []
        self._here: Collection[int] = ()
        self._row_numbers: list[int] = []
        self._row_starts: list[int] = []
        self._inserted: list[tuple[int, int]] = []
        self._dimension: tuple[int, str] | None = None
        self._data_start, self._prefix, self._space, self._kinds = -1, "", "", _Kinds("")
        self._top, self._top_wraps = 0, False
        self._parser = parser_of()
        self._look_around()
        parse(self._parser, data)
        if self._data_start < 0:
            raise UnfitXml("no sheetData")
        self._widen_dimension()

    def edited(self, *others: Edit) -> bytes:
        """The sheet with its marked cells, and with other edits."""
        return edited(self._data, [*self._edits, *others])

    @property
    def prefix(self) -> str:
        """Of the sheet's elements, with its colon."""
        return self._prefix

    @property
    def strict(self) -> bool:
        """Whether the sheet is written in the strict variant of the format, with namespaces of its own."""
        return self._space.startswith("http://purl.oclc.org/")

    def _look_around(self) -> None:
        self._parser.StartElementHandler, self._parser.EndElementHandler = self._start, self._end

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        place = self._parser.CurrentByteIndex
        if self._depth == 1:
            self._space, _, self._prefix = split_name(name)
            self._kinds = _Kinds(self._space)
        kind = self._kinds[name]
        if kind == "sheetData":
            self._data_start = place
            self._parser.StartElementHandler, self._parser.EndElementHandler = self._start_inside, self._end_inside
        elif kind == "dimension":
            self._dimension = place, attributes.get("ref", "")
        elif kind == "sheetFormatPr":
            self.layout.note_usual(attributes)
        elif kind == "col":
            self.layout.note_column(attributes)
        self._look_for_legacy_drawing(name, attributes, place)

    def _look_for_legacy_drawing(self, name: str, attributes: dict[str, str], place: int) -> None:
        """Children of the sheet count, and what an alternative among them wraps; a rule has an ``extLst``, too."""
        if self._depth == 2:
            self._top, self._top_wraps = place, split_name(name)[1] == "AlternateContent"
        elif not self._top_wraps:
            return
        kind = self._kinds[name]
        if kind == "legacyDrawing":
            self.legacy_drawing = next((v for n, v in attributes.items() if split_name(n)[1] == "id"), "")
        elif self.legacy_place < 0 and kind in _AFTER_LEGACY_DRAWING:
            self.legacy_place = self._top

    def _end(self, _name: str) -> None:
        self._depth -= 1
        if self._depth == 0 and self.legacy_place < 0:
            self.legacy_place = self._parser.CurrentByteIndex

    def _start_inside(self, name: str, attributes: dict[str, str]) -> None:
        kind = self._kinds[name]
        if kind == "c":
            self._column = _column_of(attributes.get("r", "")) or self._column + 1
            style = int(attributes.get("s", 0))
            if self._here or style in self._red:
                self._cells.append(_Cell(self._column, self._parser.CurrentByteIndex, style))
        elif kind == "row":
            self._start_row(attributes)

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._row = int(attributes.get("r", 0)) or self._row + 1
        self._column = 0
        self._row_start = self._parser.CurrentByteIndex
        self._row_numbers.append(self._row)
        self._row_starts.append(self._row_start)
        self._here = self._wanted.get(self._row, ())
        self.layout.note_row(self._row, attributes)
        if self._here:
            own = is_true(attributes.get("customFormat"))
            self._row_style = int(number_in(attributes.get("s"), 0)) if own else -1
            self._row_spans = attributes.get("spans", "")

    def _end_inside(self, name: str) -> None:
        kind = self._kinds[name]
        if kind == "row":
            if self._here or self._cells:
                self._finish_row(self._parser.CurrentByteIndex)
                self._cells.clear()
                self._here = ()
        elif kind == "sheetData":
            self._depth -= 1
            self._look_around()
            self._finish_data(self._parser.CurrentByteIndex)

    def _finish_row(self, close: int) -> None:
        have = set()
        for cell in self._cells:
            have.add(cell.column)
            new = self._repaint(cell.style, cell.column in self._here)
            if new != cell.style:
                self._set_attributes(cell.start, {"s": str(new)})
        missing = sorted(set(self._here) - have)
        if not missing:
            return
        inside = tag_end(self._data, self._row_start)
        tag = self._data[self._row_start : inside]
        if self._row_spans:
            tag = with_attributes(tag, {"spans": _wider_spans(self._row_spans, missing)})
        if is_empty(self._data, inside):
            content = b"".join(self._new_cell(self._row, column) for column in missing)
            tag = tag[:-2].rstrip() + b">" + content + f"</{self._prefix}row>".encode()
            self._edits.append((self._row_start, inside, tag))
            return
        if self._row_spans:
            self._edits.append((self._row_start, inside, tag))
        for column in missing:
            place = min((cell.start for cell in self._cells if cell.column > column), default=close)
            self._edits.append((place, place, self._new_cell(self._row, column)))

    def _new_cell(self, row: int, column: int) -> bytes:
        self._inserted.append((row, column))
        style = self._row_style
        if style < 0:
            known = self.layout.column(column)
            style = known.style if known else 0
        return f'<{self._prefix}c r="{cell_name(row, column)}" s="{self._repaint(style, True)}"/>'.encode()

    def _finish_data(self, close: int) -> None:
        missing = sorted(set(self._wanted) - set(self._row_numbers))
        if not missing:
            return
        self._row_style = -1
        rows = []
        for number in missing:
            cells = b"".join(self._new_cell(number, column) for column in sorted(self._wanted[number]))
            row = f'<{self._prefix}row r="{number}">'.encode() + cells + f"</{self._prefix}row>".encode()
            rows.append((number, row))
        inside = tag_end(self._data, self._data_start)
        if is_empty(self._data, inside):
            tag = self._data[self._data_start : inside][:-2].rstrip() + b">"
            content = b"".join(row for _, row in rows) + f"</{self._prefix}sheetData>".encode()
            self._edits.append((self._data_start, inside, tag + content))
            return
        for number, row in rows:
            index = bisect_left(self._row_numbers, number)
            place = self._row_starts[index] if index < len(self._row_starts) else close
            self._edits.append((place, place, row))

    def _set_attributes(self, start: int, values: dict[str, str]) -> None:
        end = tag_end(self._data, start)
        self._edits.append((start, end, with_attributes(self._data[start:end], values)))

    def _widen_dimension(self) -> None:
        if self._dimension is None or not self._inserted:
            return
        place, told = self._dimension
        corners = [(int(row), _column_of(letters)) for letters, row in _REFERENCE.findall(told)]
        used = [*corners, *self._inserted] if told != "A1" else [(1, 1), *self._inserted]
        rows, columns = [row for row, _ in used], [column for _, column in used]
        first, last = cell_name(min(rows), min(columns)), cell_name(max(rows), max(columns))
        if corners:
            self._set_attributes(place, {"ref": first if first == last else f"{first}:{last}"})


Repaint = Callable[[int, bool], int]


class _Kinds(dict[str, str]):
    """The local name of an element of the sheet's own namespace by the name that expat gives."""

    def __init__(self, space: str) -> None:
        super().__init__()
        self._space = space

    def __missing__(self, name: str) -> str:
        space, local, _ = split_name(name)
        self[name] = local if space == self._space else _NOT_SPREADSHEET
        return self[name]


def _column_of(reference: str) -> int:
    """The column of ``B12`` or ``B``; 0 where there is no reference."""
    return _column_number(reference.rstrip("0123456789")) if reference else 0


@lru_cache(_MOST_COLUMNS)
def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter.upper()) - 64
    return number


def _wider_spans(spans: str, columns: list[int]) -> str:
    ends = [int(end) for span in spans.split() for end in span.split(":") if end.isdecimal()]
    return f"{min(ends + columns)}:{max(ends + columns)}"
