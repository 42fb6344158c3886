"""The boxes of comments: VML, which Excel still wants, and which is not always XML."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from unicodedata import east_asian_width

from ycdesk.services.sheets.book import cell_name
from ycdesk.services.sheets.marking.layout import Layout
from ycdesk.services.sheets.marking.package import Package

_EMPTY = (
    b'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    b' xmlns:x="urn:schemas-microsoft-com:office:excel"></xml>'
)
_SPACES = {
    b"v": b"urn:schemas-microsoft-com:vml",
    b"o": b"urn:schemas-microsoft-com:office:office",
    b"x": b"urn:schemas-microsoft-com:office:excel",
}
_KIND = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"{0}>'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SHAPE = (
    '<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;margin-left:59.25pt;margin-top:1.5pt;'
    'width:{width}pt;height:{height}pt;z-index:{order};visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"'
    "{spaces}>"
    '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>'
    "<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_ONE_SHAPE = re.compile(
    rb"<((?:[\w.-]+:)?)shape\s(?:[^>\"'/]|/(?!>)|\"[^\"]*\"|'[^']*')*(?:/>|>.*?</\1shape\s*>)", re.DOTALL
)
"""Whatever the prefix: openpyxl's are its own."""
_ROW = re.compile(rb"<(?:[\w.-]+:)?Row>\s*(\d{1,7})\s*<")
_COLUMN = re.compile(rb"<(?:[\w.-]+:)?Column>\s*(\d{1,5})\s*<")
_ANCHOR = re.compile(rb"(<(?:[\w.-]+:)?Anchor>)([^<]*)(<)")
_HEIGHT = re.compile(rb"([;\"'\s]height:\s*)(\d{1,5}(?:\.\d{1,9})?)(px|pt)")
_BLOCKS = re.compile(rb"<(?:[\w.-]+:)?idmap\b[^>]*?\sdata\s*=\s*[\"']([\d,\s]*)[\"']")
_NOTE = re.compile(rb"\sObjectType\s*=\s*[\"']Note[\"']")
_LAST_TAG = re.compile(rb"</[^<>]*>\s*\Z")

_BLOCK = 1024
"""Numbers of shapes come in blocks, of which every drawing has its own."""
_WIDTH, _LINE, _MARGIN = 240, 17, 14
"""Of a box, in pixels: its width, the height of a line of letters of 9 points, above and below together."""
_LETTERS = 36
"""How many narrow letters go into a line; a Chinese one takes the room of two."""
_MOST_LINES = 30


def with_boxes(
    package: Package, part: str, layout: Layout, texts: Mapping[tuple[int, int], str], gone: Collection[str]
) -> None:
    """Give every cell's comment a box that its text fits into; boxes of comments that are gone go."""
    data = package.read(part) if part in package else _EMPTY
    data, have = _revised(data, layout, texts, gone)
    fresh = [cell for cell in texts if cell not in have]
    if fresh:
        data = _with_shapes(data, list(_shapes(package, part, data, layout, {cell: texts[cell] for cell in fresh})))
    package.write(part, data)


def _revised(
    data: bytes, layout: Layout, texts: Mapping[tuple[int, int], str], gone: Collection[str]
) -> tuple[bytes, set[tuple[int, int]]]:
    """The boxes that stay, larger where their text has grown; and whose they are."""
    have = set()

    def revise(found: re.Match[bytes]) -> bytes:
        shape = found[0]
        at_row, at_column = _ROW.search(shape), _COLUMN.search(shape)
        if at_row is None or at_column is None or not _NOTE.search(shape):
            return shape
        row, column = int(at_row[1]) + 1, int(at_column[1]) + 1
        if cell_name(row, column) in gone:
            return b""
        have.add((row, column))
        text = texts.get((row, column))
        if not text:
            return shape
        taller, anchors = _ANCHOR.subn(lambda anchor: _taller(anchor, layout, text), shape, count=1)
        return taller if anchors else _HEIGHT.sub(lambda height: _higher(height, text), shape, count=1)

    return _ONE_SHAPE.sub(revise, data), have


def _taller(anchor: re.Match[bytes], layout: Layout, text: str) -> bytes:
    numbers = [int(number) for number in anchor[2].split(b",") if number.strip().isdigit()]
    if len(numbers) != 8:
        return anchor[0]
    bottom = layout.along_rows(numbers[2] + 1, numbers[3], box_height(text))
    numbers[6:] = max(tuple(numbers[6:]), bottom)
    return anchor[1] + ", ".join(map(str, numbers)).encode() + anchor[3]


def _higher(height: re.Match[bytes], text: str) -> bytes:
    needed = box_height(text) * (1 if height[3] == b"px" else 0.75)
    return height[1] + f"{max(float(height[2]), needed):g}".encode() + height[3]


def _shapes(
    package: Package, part: str, data: bytes, layout: Layout, texts: Mapping[tuple[int, int], str]
) -> Iterator[tuple[int, str]]:
    """The boxes that are new, each with the block that its number is from."""
    taken = max((block for other in _drawings(package, part, data) for block in _blocks(other)), default=0)
    spaces = _spaces(data)
    for index, ((row, column), text) in enumerate(sorted(texts.items())):
        block = taken + 1 + index // (_BLOCK - 1)
        anchor, height = _anchor(layout, row, column, text), box_height(text)
        yield (
            block,
            _SHAPE.format(
                number=block * _BLOCK + 1 + index % (_BLOCK - 1), order=index + 1, width=_WIDTH * 3 // 4,
                height=height * 3 // 4, spaces=spaces, anchor=anchor, row=row - 1, column=column - 1,
            ),
        )  # fmt: skip


def _drawings(package: Package, part: str, data: bytes) -> Iterator[bytes]:
    yield data
    for other in package.parts():
        if other.lower().endswith(".vml") and other != part:
            yield package.read(other)


def _blocks(data: bytes) -> list[int]:
    """The blocks that a drawing's shapes are numbered from, whether it says so or not."""
    said = [int(number) for found in _BLOCKS.finditer(data) for number in found[1].split(b",") if number.strip()]
    return said + [int(number) // _BLOCK for number in re.findall(rb"_x0000_s(\d{1,9})\b", data)]


def _spaces(data: bytes) -> str:
    """The declarations of namespaces that the drawing does not make at its root."""
    root = data[: data.find(b">", data.find(b"<xml") + 1) + 1].replace(b"'", b'"')
    missing = {p: uri for p, uri in _SPACES.items() if b'xmlns:%b="%b"' % (p, uri) not in root}
    return "".join(f' xmlns:{p.decode()}="{uri.decode()}"' for p, uri in missing.items())


def _with_shapes(data: bytes, shapes: list[tuple[int, str]]) -> bytes:
    blocks = sorted({block for block, _ in shapes})
    content = "".join(shape for _, shape in shapes)
    spaces = _spaces(data)
    if b"_x0000_t202" not in re.sub(rb"#_x0000_t202", b"", data):
        content = _KIND.format(spaces) + content
    said = _BLOCKS.search(data)
    text = ",".join(map(str, blocks))
    if said:
        data = data[: said.end(1)] + (b"," if said[1].strip() else b"") + text.encode() + data[said.end(1) :]
    else:
        head = f'<o:shapelayout v:ext="edit"{spaces}><o:idmap v:ext="edit" data="{text}"/></o:shapelayout>'
        content = head + content
    last = _LAST_TAG.search(data)
    place = last.start() if last else len(data)
    return data[:place] + content.encode() + data[place:]


def _anchor(layout: Layout, row: int, column: int, text: str) -> str:
    """Where a box begins and ends: columns, rows and pixels in them, counted from 0; right of its cell."""
    top = max(row - 1, 1)
    left, offset = column + 1, 15
    right = layout.along_columns(left, offset, _WIDTH)
    if right[0] >= 16_383:  # no room at the sheet's edge
        left = max(column - 5, 1)
        right = layout.along_columns(left, offset, _WIDTH)
    bottom = layout.along_rows(top, 2, box_height(text))
    return f"{left - 1}, {offset}, {top - 1}, 2, {right[0]}, {right[1]}, {bottom[0]}, {bottom[1]}"


def box_height(text: str) -> int:
    """How high a box has to be for a text, in pixels."""
    lines = 0
    for line in text.split("\n"):
        letters = sum(2 if east_asian_width(letter) in "WFA" else 1 for letter in line)
        lines += max(1, -(-letters // _LETTERS))
    return min(lines, _MOST_LINES) * _LINE + _MARGIN
