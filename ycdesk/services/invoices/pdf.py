"""The PDF of an electronic invoice: the keys that the tax bureau's own files carry, and the words on its face."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ycdesk.domain.errors import InputProblem
from ycdesk.services.invoices.face import Mark, read_face, words_of
from ycdesk.services.invoices.invoice import NAMES, Invoice, Statement, invoice_of, kind_in
from ycdesk.services.invoices.pdf_bounds import too_large
from ycdesk.services.papers.render import opened

if TYPE_CHECKING:
    import pypdfium2

LARGEST = 10_000_000
"""Bytes of the file."""
PAGES = 2
"""Pages whose words are read."""
MOST_MARKS = 20_000
"""Characters of a page; an invoice has some 1 000."""
_SMALL_LOCKED = 250_000
"""Bytes of a file whose streams cannot be counted beforehand, so that they cannot unpack to much."""
_LONGEST = 1_000
_WRONG_PASSWORD = 4


def read_pdf(name: str, data: bytes) -> Invoice:
    """The invoice in a PDF. Raises InputProblem."""
    if len(data) > LARGEST:
        raise InputProblem({"file": f"{name} 超过 {LARGEST // 1_000_000} MB，不是电子发票，请检查文件。"})
    if too_large(data):
        words = "展开后过大，可能有危险，没有读；请向开票方要原始的发票文件"
        raise InputProblem({"file": f"{name} {words}。"})
    try:
        with opened(data) as document:
            keys = _keys(document)
            faces = (
                [_marks(document, page) for page in range(min(len(document), PAGES))] if _safe(document, data) else []
            )
    except ValueError as error:
        if getattr(error.__cause__, "err_code", None) == _WRONG_PASSWORD:
            raise InputProblem({"file": f"{name} 加了密码，请去掉密码后再读入。"}) from error
        raise InputProblem({"file": f"{name} 不完整或者已损坏，读不出来，请重新下载。"}) from error
    words = "\n".join(words_of(marks) for marks in faces)
    if not keys and not words.strip():
        raise InputProblem({"file": f"{name} 只有图像，没有文字，像是扫描件；请选原始的电子发票，或者照原件手工录入。"})
    if not keys and "发票" not in "".join(words.split()):
        raise InputProblem({"file": f"{name} 不是电子发票，请选电子发票的 XML、PDF 或者 OFD 文件。"})
    face = read_face(faces[0]) if faces else {}
    more = [read_face(marks) for marks in faces[1:]]
    notes = []
    if any(page.get("number") not in (None, face.get("number")) for page in more):
        raise InputProblem({"file": f"{name} 里不止一张发票，请分成一张一个文件。"})
    if len(more) == 1 and not face.get("total"):
        face = {**more[0], **face}
    if not keys:
        notes.append("内容取自 PDF 的文字，请照票面核对。")
    return invoice_of(name, "pdf", [keys, face], kind=kind_in(words), face=words, notes=notes)


def _keys(document: pypdfium2.PdfDocument) -> Statement:
    """The fields among the document's own keys, under any name that files use for them."""
    found: dict[str, str] = {}
    for field, names in NAMES.items():
        for name in names:
            if name.isascii() and field not in found and (text := _key(document, name)):
                found[field] = text
    return found


def _key(document: pypdfium2.PdfDocument, name: str) -> str:
    from pypdfium2 import raw

    needed = raw.FPDF_GetMetaText(document, name.encode(), None, 0)
    if not 2 < needed <= _LONGEST:
        return ""
    buffer = ctypes.create_string_buffer(needed)
    raw.FPDF_GetMetaText(document, name.encode(), buffer, needed)
    return buffer.raw[:needed].decode("utf-16-le", "ignore").rstrip("\0").strip()


def _safe(document: pypdfium2.PdfDocument, data: bytes) -> bool:
    """Whether the pages may be unpacked: those of a locked file could not be counted."""
    from pypdfium2 import raw

    return len(data) <= _SMALL_LOCKED or raw.FPDF_GetSecurityHandlerRevision(document) < 0


def _marks(document: pypdfium2.PdfDocument, number: int) -> list[Mark]:
    """The characters of a page with their places, from the top; none of one that PDFium cannot read."""
    import pypdfium2

    try:
        page = document[number]
        text = page.get_textpage()
        try:
            return list(_characters(text, page.get_height()))
        finally:
            text.close()
            page.close()
    except pypdfium2.PdfiumError:
        return []


def _characters(text: pypdfium2.PdfTextPage, height: float) -> Iterator[Mark]:
    from pypdfium2 import raw

    box = raw.FS_RECTF()
    for index in range(min(raw.FPDFText_CountChars(text), MOST_MARKS)):
        code = raw.FPDFText_GetUnicode(text, index)
        if code <= 32 or code == 0xFFFE or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
            continue
        if raw.FPDFText_GetLooseCharBox(text, index, box) and not chr(code).isspace():
            yield Mark(box.left, box.right, height - box.top, height - box.bottom, chr(code))
