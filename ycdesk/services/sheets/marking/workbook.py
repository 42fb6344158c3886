"""Marks in a workbook of the xlsx family: formats, cells, comments and boxes change, every other part stays."""

from __future__ import annotations

from collections.abc import Mapping

from ycdesk.services.sheets.marking.cells import Repaint, SheetScan
from ycdesk.services.sheets.marking.comments import AUTHOR, comments_of, write_comments
from ycdesk.services.sheets.marking.package import Package, UnfitPackage, sheet_parts
from ycdesk.services.sheets.marking.styles import Styles


def marked_package(data: bytes, words: Mapping[str, Mapping[tuple[int, int], str]]) -> bytes:
    """The workbook with these cells marked and earlier marks gone. Raises UnfitPackage, UnfitXml."""
    package = Package(data)
    parts = sheet_parts(package)
    if unknown := set(words) - set(parts):
        raise UnfitPackage(f"no sheet {unknown}")
    styles = Styles(package)
    for name, part in parts.items():
        _mark_sheet(package, part, styles, words.get(name, {}))
    styles.save()
    return package.packed()


def _mark_sheet(package: Package, part: str, styles: Styles, words: Mapping[tuple[int, int], str]) -> None:
    comments = comments_of(package, part)
    commented = bool(comments) and AUTHOR.encode() in package.read_xml(comments)
    if not words and not styles.red and not commented:
        return
    wanted: dict[int, set[int]] = {}
    for row, column in words:
        wanted.setdefault(row, set()).add(column)
    data = package.read_xml(part)
    scan = SheetScan(data, wanted, styles.red, _repaint_with(styles))
    edits = write_comments(package, part, scan, words) if words or commented else []
    fresh = scan.edited(*edits)
    if fresh != data:
        package.write(part, fresh)


def _repaint_with(styles: Styles) -> Repaint:
    """Marked cells become red; others that are red from an earlier marking get back the format they had."""

    def repaint(style: int, marked: bool) -> int:
        before = styles.restored(style)
        return styles.marked(before) if marked else before

    return repaint
