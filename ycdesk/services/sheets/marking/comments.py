"""The sentences of marked cells as comments of a sheet, those of an earlier marking taken away first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ycdesk.services.sheets.book import cell_name
from ycdesk.services.sheets.marking.cells import SheetScan
from ycdesk.services.sheets.marking.package import DECLARATION, Package
from ycdesk.services.sheets.marking.shapes import with_boxes
from ycdesk.services.sheets.marking.xml import Edit, Node, appended, edited, is_empty, plain_text, tree, xml_text

AUTHOR = "ycdesk"
HEADING = "〔ycdesk 检查结果〕"
"""Above our sentences. By it they are known again: not every program keeps the author of a comment, and they may stand
under a comment of the sender."""
LONGEST = 30_000
"""Characters of a comment; Excel takes 32 767."""

_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_FONT = (
    '<{0}rPr><{0}sz val="9"/><{0}color indexed="81"/><{0}rFont val="宋体"/><{0}family val="3"/><{0}charset val="134"/>'
    "</{0}rPr>"
)

Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Written:
    """The comments part after the change, and what the boxes have to follow."""

    data: bytes
    gone: frozenset[str]
    texts: dict[str, str]
    """Of the cells that are marked, the whole text of the comment."""


def comments_of(package: Package, sheet: str) -> str:
    """The name of the part that has a sheet's comments; empty where there is none."""
    return next((r.target for r in package.relationships(sheet) if r.kind == "comments" and r.target in package), "")


def write_comments(package: Package, sheet: str, scan: SheetScan, words: Mapping[Cell, str]) -> list[Edit]:
    """Comment the cells; the edit that the sheet needs when it gets its first comment. Raises UnfitXml."""
    base = _STRICT if scan.strict else _OFFICE
    part = comments_of(package, sheet)
    if not part and not words:
        return []
    if not part:
        part = package.free_name("xl/comments{}.xml")
        package.relate(sheet, base, "comments", part)
        package.declare(part, _COMMENTS_TYPE)
        main = _STRICT_MAIN if scan.strict else _MAIN
        empty = f'<comments xmlns="{main}"><authors/><commentList/></comments>'
        package.write(part, DECLARATION + empty.encode())
    written = _with_comments(package.read_xml(part), {cell_name(*cell): text for cell, text in words.items()})
    package.write(part, written.data)
    targets = {r.id: r.target for r in package.relationships(sheet) if r.kind == "vmlDrawing"}
    drawing, edits = targets.get(scan.legacy_drawing, ""), []
    if not drawing:
        drawing = package.free_name("xl/drawings/vmlDrawing{}.vml")
        name = package.relate(sheet, base, "vmlDrawing", drawing)
        element = f'<{scan.prefix}legacyDrawing xmlns:r="{base}" r:id="{name}"/>'
        edits.append((scan.legacy_place, scan.legacy_place, element.encode()))
    if drawing not in package:
        package.declare_all("vml", _VML_TYPE, drawing)
    boxes = {cell: written.texts[cell_name(*cell)] for cell in words}
    with_boxes(package, drawing, scan.layout, boxes, written.gone)
    return edits


def _with_comments(data: bytes, words: Mapping[str, str]) -> _Written:
    root = tree(data)
    authors, comments = root.first("authors"), root.first("commentList")
    if authors is None or comments is None:
        data = _complete(data, root)
        return _with_comments(data, words)
    names = [plain_text(data[node.inside : node.close]) for node in authors.all("author")]
    ours = {str(index) for index, name in enumerate(names) if name == AUTHOR}
    edits: list[Edit] = []
    if not ours and words:
        edits.append(appended(data, authors, f"<{root.prefix}author>{AUTHOR}</{root.prefix}author>".encode()))
    author = min(ours, key=int, default=str(len(names)))
    gone, texts = set(), {}
    for comment in comments.all("comment"):
        cell, text = comment.attributes.get("ref", ""), comment.first("text")
        full = _full_text(data, text)
        own = full.partition(HEADING)[0].rstrip("\n")
        if comment.attributes.get("authorId") in ours or (HEADING in full and not own):
            gone.add(cell)
            edits.append((comment.start, comment.end, b""))
        elif text is not None and (cell in words or HEADING in full):
            edits += _under_theirs(data, text, len(own), words.get(cell))
            if cell in words:
                texts[cell] = f"{own}\n{headed(words[cell])}"
    fresh = [cell for cell in words if cell not in texts]
    texts.update((cell, headed(words[cell])) for cell in fresh)
    content = b"".join(_comment(root.prefix, cell, author, texts[cell]) for cell in fresh)
    if content:
        edits.append(appended(data, comments, content))
    return _Written(edited(data, edits), frozenset(gone), texts)


def _complete(data: bytes, root: Node) -> bytes:
    """Comments with their two lists, one of which was missing."""
    p = root.prefix
    if root.first("authors") is None:
        if is_empty(data, root.inside):
            return edited(data, [appended(data, root, f"<{p}authors/><{p}commentList/>".encode())])
        data = edited(data, [(root.inside, root.inside, f"<{p}authors/>".encode())])
        root = tree(data)
    if root.first("commentList") is None:
        authors = root.first("authors")
        place = authors.end if authors else root.close
        data = edited(data, [(place, place, f"<{p}commentList/>".encode())])
    return data


def _comment(prefix: str, cell: str, author: str, text: str) -> bytes:
    opening = f'<{prefix}comment ref="{cell}" authorId="{author}" shapeId="0"><{prefix}text>'.encode()
    return opening + _run(prefix, text) + f"</{prefix}text></{prefix}comment>".encode()


def _run(prefix: str, text: str) -> bytes:
    head = f'<{prefix}r>{_FONT.format(prefix)}<{prefix}t xml:space="preserve">'
    return head.encode() + xml_text(text) + f"</{prefix}t></{prefix}r>".encode()


def headed(text: str) -> str:
    """What stands in the comment of a cell that is marked with ``text``."""
    return f"{HEADING}\n{text[:LONGEST]}"


def _full_text(data: bytes, text: Node | None) -> str:
    return "".join(plain_text(data[t.inside : t.close]) for _, t in _letters(text)) if text is not None else ""


def _letters(text: Node) -> list[tuple[Node, Node]]:
    """The elements that hold a comment's words, each after the child of the text that it is or lies in."""
    found = [(child, child if child.name == "t" else child.first("t")) for child in text.children]
    return [(child, t) for child, t in found if t is not None and child.name in ("t", "r")]


def _under_theirs(data: bytes, text: Node, length: int, words: str | None) -> list[Edit]:
    """Keep the first ``length`` letters of the sender's comment, and put our words under them, if there are any."""
    edits: list[Edit] = []
    place = text.inside
    for child, letters in _letters(text):
        content = plain_text(data[letters.inside : letters.close])
        if not length:
            edits.append((child.start, child.end, b""))
            continue
        wrapped = child.name == "t" and words is not None  # plain letters and runs do not go together
        if wrapped:
            edits.append((child.start, child.start, f"<{text.prefix}r>".encode()))
        if len(content) > length:
            edits.append((letters.inside, letters.close, xml_text(content[:length])))
        if wrapped:
            edits.append((child.end, child.end, f"</{text.prefix}r>".encode()))
        length -= min(length, len(content))
        place = child.end
    if words is not None:
        new = _run(text.prefix, "\n" + headed(words))
        edits.append(appended(data, text, new) if is_empty(data, text.inside) else (place, place, new))
    return edits
