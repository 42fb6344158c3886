"""Workbooks as Office Open XML: .xlsx and .xlsm. Macros, links to other files, pictures and charts are not touched."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ycdesk.services.sheets.book import SheetCells
from ycdesk.services.sheets.reading.grid import Grid
from ycdesk.services.sheets.reading.moments import Kind, kind_of
from ycdesk.services.sheets.reading.plain_cells import read_plain
from ycdesk.services.sheets.reading.safety import DAMAGED, NotPlain, Package, Room, Unreadable, Walk
from ycdesk.services.sheets.reading.texts import read_texts
from ycdesk.services.sheets.reading.values import Values
from ycdesk.services.sheets.reading.walked_cells import read_walked

MOST_SHEETS = 500
_OTHER_ZIPS = {
    "xl/workbook.bin": "是二进制工作簿（.xlsb），请在 Excel 中另存为 .xlsx 后再选。",
    "content.xml": "是 OpenDocument 表格（.ods），请在办公软件中另存为 .xlsx 后再选。",
    "ofd.xml": "是 OFD 版式文件，不是工作簿，请选 .xlsx、.xls 或 .csv 文件。",
    "word/document.xml": "是 Word 文档，不是工作簿，请选 .xlsx、.xls 或 .csv 文件。",
    "ppt/presentation.xml": "是演示文稿，不是工作簿，请选 .xlsx、.xls 或 .csv 文件。",
}
_NO_WORKBOOK = "是压缩包，里面没有工作簿，请先解压，再选其中的 .xlsx、.xls 或 .csv 文件。"
_NO_SHEETS = "里面没有工作表，请在 Excel 中打开检查，把数据放进工作表后再选。"
_ONLY_CHARTS = "里面只有图表，没有工作表，请选存有数据的文件。"

_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships id"
_STRICT_RELATIONSHIPS = "http://purl.oclc.org/ooxml/officeDocument/relationships id"


def read_xlsx(path: Path, progress: Callable[[int, int], None] | None) -> tuple[tuple[SheetCells, ...], bool]:
    """All worksheets in their order, and whether days are counted from 1904. Raises OSError and Unreadable."""
    with Package(path) as package:
        place = _workbook_place(package)
        workbook = _Workbook()
        workbook.through(package.pieces(place))
        sheets = _worksheets(package, place, workbook)
        others = _targets(package, place)
        room = Room()
        texts = read_texts(package, others.by_kind.get("sharedStrings"), room)
        kinds = _kinds(package, others.by_kind.get("styles"))
        values = Values(texts, kinds, workbook.date1904, room)
        total = sum(package.packed_size(part) for _, part in sheets)
        done = 0
        read = []
        for sheet, part in sheets:
            said = _Said(progress, done, total, package.packed_size(part))
            read.append(_sheet(package, part, sheet, values, room, said))
            done += package.packed_size(part)
        return tuple(read), workbook.date1904


@dataclass
class _Said:
    """Tells how far a sheet is. What a piece takes in the file is not known, so the parts still to come are guessed."""

    progress: Callable[[int, int], None] | None
    done: int
    total: int
    size: int

    def along(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """The same pieces; each is told: a piece of XML takes about a tenth in the file."""
        read = 0
        for piece in pieces:
            read += len(piece) // 10
            if self.progress is not None:
                self.progress(min(self.done + min(read, self.size), self.total), self.total)
            yield piece


def _sheet(package: Package, part: str, sheet: _Entry, values: Values, room: Room, said: _Said) -> SheetCells:
    left = room.left
    grid = Grid(sheet.name, room, visible=sheet.visible)
    try:
        read_plain(said.along(package.pieces(part)), values, grid)
    except NotPlain:
        room.left = left
        grid = Grid(sheet.name, room, visible=sheet.visible)
        read_walked(said.along(package.pieces(part)), values, grid)
    return grid.sheet()


@dataclass
class _Entry:
    """A sheet in the workbook's list."""

    name: str
    key: str
    visible: bool


class _Workbook(Walk):
    """The list of sheets, and the first day."""

    def __init__(self) -> None:
        self.sheets: list[_Entry] = []
        self.date1904 = False

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            key = attributes.get(_RELATIONSHIPS) or attributes.get(_STRICT_RELATIONSHIPS) or ""
            visible = attributes.get("state", "visible") == "visible"
            self.sheets.append(_Entry(attributes.get("name", "")[:100], key, visible))
            if len(self.sheets) > MOST_SHEETS:
                raise Unreadable(f"里面有 {MOST_SHEETS} 张以上的工作表，请删去不用的工作表后再选。")
        elif name == "workbookPr":
            self.date1904 = attributes.get("date1904") in ("1", "true")


@dataclass
class _Targets(Walk):
    """What a part refers to: the parts of this workbook, by key and by kind."""

    folder: str
    by_key: dict[str, tuple[str, str]] = field(default_factory=dict)
    by_kind: dict[str, str] = field(default_factory=dict)
    any_language = True

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name != "Relationship" or attributes.get("TargetMode") == "External":
            return
        kind = attributes.get("Type", "").rpartition("/")[2]
        part = posixpath.normpath(posixpath.join("/", self.folder, attributes.get("Target", "").replace("\\", "/")))
        self.by_key[attributes.get("Id", "")] = kind, part
        self.by_kind.setdefault(kind, part)
        if len(self.by_key) > 10 * MOST_SHEETS:
            raise Unreadable(DAMAGED)


def _targets(package: Package, part: str) -> _Targets:
    folder, _, name = part.rpartition("/")
    found = _Targets(folder)
    place = f"{folder}/_rels/{name}.rels"
    if place in package:
        found.through(package.pieces(place))
    return found


def _workbook_place(package: Package) -> str:
    """The part that lists the sheets. Raises Unreadable, with a word on what else the zip may be."""
    names = set(package.names())
    for part, words in _OTHER_ZIPS.items():
        if part in names:
            raise Unreadable(words)
    place = _targets(package, "").by_kind.get("officeDocument", "/xl/workbook.xml")
    if place not in package:
        raise Unreadable(DAMAGED if any(name.startswith("xl/") for name in names) else _NO_WORKBOOK)
    return place


def _worksheets(package: Package, place: str, workbook: _Workbook) -> list[tuple[_Entry, str]]:
    """The worksheets and their parts; sheets of charts, dialogues and old macros are left out."""
    targets = _targets(package, place).by_key
    found = []
    for entry in workbook.sheets:
        kind, part = targets.get(entry.key, ("", ""))
        if kind == "worksheet":
            found.append((entry, part))
        elif not kind:
            raise Unreadable(DAMAGED)
    if not found:
        raise Unreadable(_ONLY_CHARTS if workbook.sheets else _NO_SHEETS)
    if any(part not in package for _, part in found):
        raise Unreadable(DAMAGED)
    return found


class _Styles(Walk):
    """The formats of the cells' styles: only those for cells, in their order."""

    def __init__(self) -> None:
        self.codes: dict[int, str] = {}
        self.formats: list[int] = []
        self._codes_open = self._formats_open = False

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name in ("numFmts", "cellXfs"):
            self._codes_open, self._formats_open = name == "numFmts", name == "cellXfs"
        elif name == "numFmt" and self._codes_open:
            self.codes[_whole(attributes.get("numFmtId"))] = attributes.get("formatCode", "")[:255]
        elif name == "xf" and self._formats_open:
            self.formats.append(_whole(attributes.get("numFmtId")))
        if len(self.codes) > _MOST_STYLES or len(self.formats) > _MOST_STYLES:
            raise Unreadable(DAMAGED)

    def end(self, name: str) -> None:
        if name in ("numFmts", "cellXfs"):
            self._codes_open = self._formats_open = False


_MOST_STYLES = 100_000
"""Excel itself has at most 65 490."""


def _whole(written: str | None) -> int:
    return int(written) if written and written.isascii() and written.isdecimal() and len(written) < 10 else 0


def _kinds(package: Package, part: str | None) -> list[Kind]:
    if part is None or part not in package:
        return []
    styles = _Styles()
    styles.through(package.pieces(part))
    known = {number: kind_of(number, styles.codes) for number in set(styles.formats)}
    return [known[number] for number in styles.formats]
