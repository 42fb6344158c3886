"""All errors of a file, written back into a copy of it: red cells, each with its sentence as a comment."""

from __future__ import annotations

import hashlib
import os
import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from pathlib import Path

from ycdesk.calculation.problems import cause_of
from ycdesk.domain.errors import Conflict, DeskError
from ycdesk.services.saving import save_file
from ycdesk.services.sheets.book import Book, Mark, SheetCells

_SUFFIXES = (".xlsx", ".xlsm", ".xltx", ".xltm")
_MARKED = re.compile(r"（有错标红(\d*)）$")
_LONGEST_STEM = 60

Cell = tuple[int, int]
Words = Mapping[str, Mapping[Cell, str]]
"""By sheet and cell (row, column) what is to stand in its comment."""


def marked_name(book: Book) -> str:
    """The name proposed for the marked copy: ``来表（有错标红）.xlsx``, counted up for a copy that came back."""
    stem = book.path.stem
    earlier = _MARKED.search(stem)
    number = str(int(earlier[1] or 1) + 1) if earlier else ""
    return f"{_MARKED.sub('', stem)[:_LONGEST_STEM]}（有错标红{number}）{_suffix(book)}"


def write_marked(book: Book, marks: Sequence[Mark], target: Path) -> None:
    """Write a copy of the book with the marked cells red and commented; all else in a workbook stays untouched.

    Marks of an earlier copy that came back corrected are taken away. Several marks of a cell become one comment; a
    cell inside a merged range is marked at the range's first cell. An ``.xls`` or a CSV cannot be edited in place:
    its cells come as values in an ``.xlsx``. Raises DeskError where the file was changed since it was read, where
    ``target`` is the file itself or has another ending than :func:`marked_name`, or cannot be written.
    """
    if target.suffix.lower() != _suffix(book):
        raise DeskError(f"标红的副本要存成 {_suffix(book)} 文件。", f"请把文件名改成以 {_suffix(book)} 结尾。")
    words = _words_of(book, marks)
    if _same_file(book.path, target):
        raise DeskError("标红的副本不能覆盖来表本身。", "请换一个文件名。")
    if book.kind == "xlsx":
        data = _marked_package(book, words)
    else:
        from ycdesk.services.sheets.marking.values import marked_values  # here: brings in xlsxwriter

        data = marked_values(book, words)
    save_file(target, data)


def _suffix(book: Book) -> str:
    suffix = book.path.suffix.lower()
    return suffix if book.kind == "xlsx" and suffix in _SUFFIXES else ".xlsx"


def _same_file(source: Path, target: Path) -> bool:
    try:
        return os.path.samefile(source, target)
    except OSError:
        return source.absolute() == target.absolute()


def _words_of(book: Book, marks: Sequence[Mark]) -> dict[str, dict[Cell, str]]:
    """What is to stand in each cell's comment, by sheet. Raises ValueError for a sheet that the book does not have."""
    sheets = {sheet.name: sheet for sheet in book.sheets}
    by_sheet: dict[str, list[Mark]] = {}
    for mark in marks:
        if mark.sheet not in sheets:
            raise ValueError(f"no sheet {mark.sheet}")
        by_sheet.setdefault(mark.sheet, []).append(mark)
    return {name: _sentences(sheets[name], found) for name, found in by_sheet.items()}


def _sentences(sheet: SheetCells, marks: list[Mark]) -> dict[Cell, str]:
    ranges = _ranges_by_row(sheet, sorted({mark.row for mark in marks}))
    sentences: dict[Cell, list[str]] = {}
    for mark in marks:
        around = (span for span in ranges.get(mark.row, ()) if span[1] <= mark.column <= span[3])
        row, column, _, _ = next(around, (mark.row, mark.column, 0, 0))
        of_cell = sentences.setdefault((row, column), [])
        if mark.words not in of_cell:
            of_cell.append(mark.words)
    return {cell: _joined(of_cell) for cell, of_cell in sorted(sentences.items())}


def _ranges_by_row(sheet: SheetCells, rows: list[int]) -> dict[int, list[tuple[int, int, int, int]]]:
    """The merged ranges that reach into each of these rows; a range may be as long as the sheet."""
    found: dict[int, list[tuple[int, int, int, int]]] = {}
    for span in sheet.merged:
        for row in rows[bisect_left(rows, span[0]) : bisect_right(rows, span[2])]:
            found.setdefault(row, []).append(span)
    return found


def _joined(sentences: list[str]) -> str:
    if len(sentences) == 1:
        return sentences[0]
    return "\n".join(f"{number}. {sentence}" for number, sentence in enumerate(sentences, 1))


def _marked_package(book: Book, words: Words) -> bytes:
    try:
        data = book.path.read_bytes()
    except OSError as error:
        raise DeskError(f"来表 {book.path.name} 读不出来（{cause_of(error)}）。", "请检查文件是否还在原处。") from error
    if hashlib.sha256(data).hexdigest() != book.digest:
        raise Conflict(f"来表 {book.path.name} 在读取以后被改动过，标红的位置可能不对了。", "请重新导入这个文件。")
    from ycdesk.services.sheets.marking.package import UnfitPackage
    from ycdesk.services.sheets.marking.workbook import marked_package
    from ycdesk.services.sheets.marking.xml import UnfitXml

    try:
        return marked_package(data, words)
    except (UnfitPackage, UnfitXml) as error:
        advice = "请用 Excel 或 WPS 打开它，另存为新的 .xlsx 文件，再导入一次。"
        raise DeskError(f"来表 {book.path.name} 的内部结构不规范，没有办法在副本上标红。", advice) from error
