"""Any firm's workbook, read: told by its content and not by its name, and refused in one sentence where it is none.

The reading of no file takes more than 400 MB of memory, and nothing in a file is executed (:mod:`safety`).
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

from ycdesk.domain.errors import InputProblem
from ycdesk.services.sheets.book import Book, SheetCells
from ycdesk.services.sheets.pausing import without_collection
from ycdesk.services.sheets.reading.safety import LARGEST_FILE, PIECE, Unreadable

Progress = Callable[[int, int], None] | None

_ZIPS = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BARE_XLS = tuple(bytes((9, version)) for version in (0, 2, 4, 8))
"""How the workbooks of Excel 2 to 5 begin, which are no OLE files."""
_SAVE_AS = "请用 Excel 或 WPS 打开，另存为 .xlsx 后再选。"
_OTHERS = (
    (b"%PDF", "是 PDF 文件，不是工作簿，请选 .xlsx、.xls 或 .csv 文件。"),
    (b"{\\rtf", "是文字文档，不是工作簿，请选 .xlsx、.xls 或 .csv 文件。"),
    (b"\x89PNG", "是图片，不是工作簿，请选 .xlsx、.xls 或 .csv 文件。"),
    (b"\xff\xd8\xff", "是图片，不是工作簿，请选 .xlsx、.xls 或 .csv 文件。"),
    (b"Rar!", "是压缩包，请先解压，再选其中的 .xlsx、.xls 或 .csv 文件。"),
    (b"7z\xbc\xaf", "是压缩包，请先解压，再选其中的 .xlsx、.xls 或 .csv 文件。"),
)
_HTML = (b"<html", b"<!doctype html", b"<table", b"<meta", b"<head", b"<style", b"<body", b"<div", b"mime-version:")
_WEB_PAGE = f"其实是网页（有的网上系统导出的“Excel”就是这样），{_SAVE_AS}"
_XML_SHEET = f"是 XML 表格（Excel 2003 的格式），{_SAVE_AS}"
_XML = "是 XML 文件，不是工作簿，请选 .xlsx、.xls 或 .csv 文件。"
_WPS = f"是 WPS 表格自己的格式（.et），{_SAVE_AS}"
_LOCK = "是 Excel 打开文件时留下的临时文件，请选名称不带“~$”的那个文件。"
_EMPTY = "是空文件（0 字节），请检查是否传完整，或请对方重新发送。"
_FOLDER = "是文件夹，请选其中的一个文件。"
_TOO_LARGE = f"太大（超过 {LARGEST_FILE // 1_000_000} MB），请删去图片和多余的工作表，或分成几个文件。"


@without_collection()
def read_book(path: Path, progress: Progress = None) -> Book:
    """The workbook in the file, its formulas as the values that were saved with them.

    Rows and columns count from A1. Numbers stay floats, also those that stand for integers or for dates without a
    format; errors are texts such as ``#N/A``; the cells of a ``.csv`` are all texts. ``progress`` is told how much of
    how much is read, and may raise to stop. Raises InputProblem (``file``) with a sentence that says what to do.
    """
    try:
        return _read(path, progress)
    except Unreadable as unreadable:
        raise InputProblem({"file": f"{path.name} {unreadable}"}) from unreadable
    except PermissionError as error:
        words = "没有权限读取，或正被别的程序占用，请在 Excel 中关闭它，或换一个位置后再选。"
        raise InputProblem({"file": f"{path.name} {words}"}) from error
    except OSError as error:
        from ycdesk.calculation.problems import cause_of  # here: the program opens without the calculation

        raise InputProblem({"file": f"{path.name} 读不出来（{cause_of(error)}），请检查文件。"}) from error


def _read(path: Path, progress: Progress) -> Book:
    if path.is_dir():
        raise Unreadable(_FOLDER)
    if path.name.startswith("~$"):
        raise Unreadable(_LOCK)
    digest, start = _digest(path)
    if start.startswith(_ZIPS):
        from ycdesk.services.sheets.reading.xlsx import read_xlsx

        sheets, date1904 = read_xlsx(path, progress)
        return Book(path, "xlsx", digest, sheets, date1904)
    if start.startswith((_OLE, *_BARE_XLS)):
        sheets, date1904 = _read_xls(path, progress)
        return Book(path, "xls", digest, sheets, date1904)
    _refuse_others(path, start)
    from ycdesk.services.sheets.reading.csv_file import read_csv

    return Book(path, "csv", digest, read_csv(path, progress), date1904=False)


def _read_xls(path: Path, progress: Progress) -> tuple[tuple[SheetCells, ...], bool]:
    from ycdesk.services.sheets.reading.xls import read_xls

    try:
        return read_xls(path, progress)
    except Unreadable as error:
        if path.suffix.lower() in (".et", ".ett"):
            raise Unreadable(_WPS) from error
        raise


def _digest(path: Path) -> tuple[str, bytes]:
    """SHA-256 of the file, and its beginning. Raises Unreadable for a file that is empty or too large, OSError."""
    digest = hashlib.sha256()
    start, size = b"", 0
    with path.open("rb") as file:
        if os.fstat(file.fileno()).st_size > LARGEST_FILE:
            raise Unreadable(_TOO_LARGE)
        while piece := file.read(PIECE):
            start = start or piece[:4096]
            digest.update(piece)
            size += len(piece)
            if size > LARGEST_FILE:  # a pipe, or a device: it has no size, and no end
                raise Unreadable(_TOO_LARGE)
    if not size:
        raise Unreadable(_EMPTY)
    return digest.hexdigest(), start


def _refuse_others(path: Path, start: bytes) -> None:
    """Say what else the file is. Raises Unreadable unless it may be a table as text."""
    for mark, words in _OTHERS:
        if start.startswith(mark):
            raise Unreadable(words)
    if path.suffix.lower() in (".et", ".ett"):
        raise Unreadable(_WPS)
    text = start.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if text.startswith(_HTML):
        raise Unreadable(_WEB_PAGE)
    if text.startswith(b"<?xml"):
        if b"urn:schemas-microsoft-com:office:spreadsheet" in text:
            raise Unreadable(_XML_SHEET)
        raise Unreadable(_WEB_PAGE if b"<html" in text else _XML)
    if path.suffix.lower() in (".xlsx", ".xlsm", ".xls") and not _has_lines(start):
        from ycdesk.services.sheets.reading.safety import DAMAGED

        raise Unreadable(DAMAGED)


def _has_lines(start: bytes) -> bool:
    """Whether this looks like text: some systems write a table as text and call it .xls."""
    return b"\n" in start and not any(byte < 9 or 13 < byte < 32 for byte in start.replace(b"\0", b""))
