"""Electronic invoices: read from XML, PDF or OFD with bounds on size and depth, and filled into the draft of a case."""

from __future__ import annotations

from ycdesk.domain.errors import InputProblem
from ycdesk.services.invoices.invoice import Invoice
from ycdesk.services.invoices.kinds import is_ofd, looks_like_xml

__all__ = ["PATTERNS", "Invoice", "is_ofd", "looks_like_xml", "read_invoice"]

PATTERNS = "*.xml *.pdf *.ofd"
"""The names that electronic invoices usually have."""
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"BM")


def read_invoice(name: str, data: bytes) -> Invoice:
    """Read an electronic invoice; ``name`` is only said in sentences, what it is is told by its first bytes.

    Raises InputProblem with one sentence for a file that is no invoice, is broken, too large or dangerous.
    """
    if not data:
        raise InputProblem({"file": f"{name} 是空的，请重新下载。"})
    if data[:1024].find(b"%PDF-") >= 0:
        from ycdesk.services.invoices.pdf import read_pdf

        return read_pdf(name, data)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        from ycdesk.services.invoices.ofd import read_ofd

        return read_ofd(name, data)
    if looks_like_xml(data):
        from ycdesk.services.invoices.xml import read_xml

        return read_xml(name, data)
    if data.startswith(_PICTURES):
        words = "是图片，读不出发票的内容；请选 XML、PDF 或者 OFD 文件，图片可以作为扫描件加到材料清单里"
        raise InputProblem({"file": f"{name} {words}。"})
    raise InputProblem({"file": f"{name} 不是电子发票，请选电子发票的 XML、PDF 或者 OFD 文件。"})
