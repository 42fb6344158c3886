"""The red of marked cells in a workbook's styles, and the way back from it.

A marked cell's format is its own with another fill. What fill it had is remembered in the second colour of the red
fill: a solid fill does not show that colour, and a program that numbers all formats anew can keep it. So our red is
found and undone in a workbook that was saved again in between. A gradient or a hatched fill has no place there, and
LibreOffice keeps no second colour: such a cell comes back without fill.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from ycdesk.services.sheets.marking.package import DECLARATION, Package, book_part
from ycdesk.services.sheets.marking.xml import (
    Edit,
    Node,
    appended,
    edited,
    is_empty,
    place_among,
    tree,
    with_attributes,
)

RED = "FFFF9A97"
"""Our red, as alpha and RGB: light enough for black letters; no palette offers it."""

_ORDER = (
    "numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles", "colors",
    "extLst",
)  # fmt: skip
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_EMPTY = (
    DECLARATION
    + f'<styleSheet xmlns="{_MAIN}"><fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts>'.encode()
    + b'<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    + b'<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    + b'<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    + b'<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
_NO_FILLS = (
    '<{0}fill><{0}patternFill patternType="none"/></{0}fill><{0}fill><{0}patternFill patternType="gray125"/></{0}fill>'
)
_PLAIN_FORMAT = '<{}xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'

Colour = frozenset[tuple[str, str]]
_NO_COLOUR: Colour = frozenset({("indexed", "64")})
_RED: Colour = frozenset({("rgb", RED)})
_NOTHING: tuple[Colour, ...] = (frozenset(), _NO_COLOUR, frozenset({("rgb", "FFFF8080")}))
"""Second colours that remember no fill; the last is what LibreOffice puts behind our red."""


@dataclass(frozen=True, slots=True)
class _Fill:
    pattern: str
    front: Colour
    back: Colour

    @property
    def is_red(self) -> bool:
        return self.pattern == "solid" and self.front == _RED


@dataclass(frozen=True, slots=True)
class _Format:
    """An ``xf``: its bytes, its fill, and all else that it says."""

    text: bytes
    fill: int
    rest: tuple[frozenset[tuple[str, str]], bytes]


class Styles:
    """Cells' formats by index; ``marked`` and ``restored`` add what they need, ``save`` writes it. Raises UnfitXml."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._part, self._data = _styles_of(package)
        root = tree(self._data)
        fills, formats = root.first("fills"), root.first("cellXfs")
        assert fills is not None and formats is not None  # noqa: PT018 -- _styles_of saw to it
        self._fills_node, self._formats_node = fills, formats
        self._prefix = root.prefix
        self._fills = [_fill_of(node) for node in fills.all("fill")]
        self._formats = [self._format_of(node) for node in formats.all("xf")]
        self._stored = len(self._fills), len(self._formats)
        self._red: dict[int, int] = {}
        self._back: dict[int, int] = {}
        self.red = frozenset(i for i, known in enumerate(self._formats) if self._fill(known.fill).is_red)
        """The formats that a marking left in the file."""

    def marked(self, index: int) -> int:
        """The red format that is otherwise like ``index``."""
        if index not in self._red:
            known = self._formats[index if index < len(self._formats) else 0]
            fill = self._fill(known.fill)
            before = fill.front if fill.pattern == "solid" else _NO_COLOUR
            self._red[index] = index if fill.is_red else self._like(known, self._fill_id(_Fill("solid", _RED, before)))
        return self._red[index]

    def restored(self, index: int) -> int:
        """The format that a cell of the red format ``index`` had before; other formats are their own."""
        if index not in self.red:
            return index
        if index not in self._back:
            known = self._formats[index]
            before = self._fill(known.fill).back
            wanted = _Fill("none", frozenset(), frozenset()) if before in _NOTHING else None
            self._back[index] = self._like(known, self._fill_id(wanted or _Fill("solid", before, _NO_COLOUR)))
        return self._back[index]

    def save(self) -> None:
        """Write the fills and formats that were added, if any were."""
        fills, formats = self._fills[self._stored[0] :], self._formats[self._stored[1] :]
        edits: list[Edit] = []
        if fills:
            edits += self._longer(self._fills_node, len(self._fills), b"".join(map(self._fill_text, fills)))
        if formats:
            edits += self._longer(self._formats_node, len(self._formats), b"".join(known.text for known in formats))
        if edits:
            self._package.write(self._part, edited(self._data, edits))

    def _longer(self, node: Node, count: int, content: bytes) -> list[Edit]:
        tag = with_attributes(self._data[node.start : node.inside], {"count": str(count)})
        return [(node.start, node.inside, tag), appended(self._data, node, content)]

    def _fill(self, index: int) -> _Fill:
        return self._fills[index] if index < len(self._fills) else self._fills[0]

    def _fill_id(self, wanted: _Fill) -> int:
        """A fill that looks like this one, added if there is none. Behind a red one the second colour counts, too."""
        for index, fill in enumerate(self._fills):
            alike = (fill.pattern, fill.front) == (wanted.pattern, wanted.front)
            if alike and (not wanted.is_red or fill.back == wanted.back):
                return index
        self._fills.append(wanted)
        return len(self._fills) - 1

    def _fill_text(self, fill: _Fill) -> bytes:
        p, front, back = self._prefix, _written(fill.front), _written(fill.back)
        inner = f"<{p}fgColor{front}/><{p}bgColor{back}/>" if fill.pattern == "solid" else ""
        return f'<{p}fill><{p}patternFill patternType="{fill.pattern}">{inner}</{p}patternFill></{p}fill>'.encode()

    def _format_of(self, node: Node) -> _Format:
        told = frozenset((n, v) for n, v in node.attributes.items() if n not in ("fillId", "applyFill"))
        fill = node.attributes.get("fillId", "0")
        number = int(fill) if fill.isdecimal() else 0
        return _Format(self._data[node.start : node.end], number, (told, self._data[node.inside : node.close]))

    def _like(self, known: _Format, fill: int) -> int:
        """A format with this fill and all else as in ``known``, added if there is none."""
        for index, other in enumerate(self._formats):
            if other.fill == fill and other.rest == known.rest:
                return index
        found = re.match(rb"<(?:[^>\"']|\"[^\"]*\"|'[^']*')*>", known.text)
        tag = found[0] if found else known.text
        text = with_attributes(tag, {"fillId": str(fill), "applyFill": "1"}) + known.text[len(tag) :]
        self._formats.append(_Format(text, fill, known.rest))
        return len(self._formats) - 1


def _fill_of(node: Node) -> _Fill:
    pattern = node.first("patternFill")
    if pattern is None:
        return _Fill("gradient", frozenset(), frozenset())
    front, back = pattern.first("fgColor"), pattern.first("bgColor")
    return _Fill(
        pattern.attributes.get("patternType", "none"),
        frozenset(front.attributes.items()) if front else frozenset(),
        frozenset(back.attributes.items()) if back else frozenset(),
    )


def _written(colour: Colour) -> str:
    return "".join(f" {name}={quoteattr(value)}" for name, value in sorted(colour))


def _styles_of(package: Package) -> tuple[str, bytes]:
    """The part of the styles, with a place for fills and formats; made where the workbook has none."""
    book = book_part(package)
    part = next((r.target for r in package.relationships(book) if r.kind == "styles" and r.target in package), "")
    if part:
        data = package.read_xml(part)
    else:
        part, data = "xl/styles.xml", _EMPTY  # openpyxl looks nowhere else
        package.relate(book, _OFFICE, "styles", part)
        package.declare(part, _CONTENT_TYPE)
        package.write(part, data)
    data = _with_section(data, "fills", _NO_FILLS)
    return part, _with_section(data, "cellXfs", _PLAIN_FORMAT)


def _with_section(data: bytes, name: str, content: str) -> bytes:
    root = tree(data)
    section = root.first(name)
    text = content.format(root.prefix).encode()
    if section is not None and section.children:
        return data
    if section is not None:
        return edited(data, [appended(data, section, text)])
    if is_empty(data, root.inside):
        tag = f"<{root.prefix}{name}>".encode()
        return edited(data, [appended(data, root, tag + text + tag.replace(b"<", b"</"))])
    place = place_among(root, name, _ORDER)
    tag = f"<{root.prefix}{name}>".encode()
    return edited(data, [(place, place, tag + text + tag.replace(b"<", b"</"))])
