"""The OFD (GB/T 33190) of an electronic invoice: a zip whose members state the invoice in up to three places.

The attached XML comes first, then the custom data of ``OFD.xml``, then the text objects on the page to which
``CustomTag.xml`` points. No header of the zip is trusted: what comes out is counted.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from ycdesk.domain.errors import InputProblem
from ycdesk.services.invoices.invoice import Invoice, Statement, field_of, invoice_of, kind_in
from ycdesk.services.invoices.kinds import is_ofd
from ycdesk.services.invoices.xml import read_statement

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

LARGEST = 10_000_000
"""Bytes of the file."""
MOST = 50_000_000
"""Bytes of all that is read from it, unpacked."""
MEMBERS = 2_000
LARGEST_TREE = 2_000_000
"""Bytes of a member of which a tree is built: custom data, tags, the text of a page."""
_PIECE = 65_536
_ATTACHED = re.compile(r"(^|/)(attach|original_invoice|.*invoice[^/]*\.xml$)", re.IGNORECASE)


def read_ofd(name: str, data: bytes) -> Invoice:
    """The invoice in an OFD file. Raises InputProblem."""
    if not is_ofd(data):
        raise InputProblem({"file": f"{name} 是压缩包，不是 OFD；请解压后选里面的发票文件（XML、PDF 或者 OFD）。"})
    if len(data) > LARGEST:
        raise InputProblem({"file": f"{name} 超过 {LARGEST // 1_000_000} MB，不是发票，请检查文件。"})
    try:
        with ZipFile(BytesIO(data)) as archive:
            return _read(_Members(name, archive))
    except (BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        raise InputProblem({"file": f"{name} 不完整或者已损坏，读不出来，请重新下载。"}) from error


class _Members:
    """The members of an archive by their names, read within the bounds."""

    def __init__(self, name: str, archive: ZipFile) -> None:
        self.file, self._archive = name, archive
        self._left = MOST
        infos = archive.infolist()
        if len(infos) > MEMBERS:
            raise InputProblem({"file": f"{name} 里有 {len(infos)} 个文件，不是发票，请检查文件。"})
        if any(info.flag_bits & 1 for info in infos):
            raise InputProblem({"file": f"{name} 加了密码，请去掉密码后再读入。"})
        self.infos = {info.filename.lstrip("/"): info for info in infos}

    def named(self, last: str) -> list[str]:
        """The members with this file name, in any folder."""
        return [name for name in self.infos if name.rpartition("/")[2].casefold() == last.casefold()]

    def read(self, name: str) -> bytes:
        """The bytes of a member."""
        info: ZipInfo = self.infos[name]
        if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise InputProblem({"file": f"{self.file} 用了不认识的压缩方式，读不出来，请重新下载。"})
        pieces = []
        with self._archive.open(info) as stream:
            while piece := stream.read(_PIECE):
                self._left -= len(piece)
                if self._left < 0:
                    words = f"展开后超过 {MOST // 1_000_000} MB，可能有危险，没有读"
                    raise InputProblem({"file": f"{self.file} {words}；请向开票方要原始的发票文件。"})
                pieces.append(piece)
        return b"".join(pieces)

    def tree(self, name: str) -> Element | None:
        """The tree of a member; None where it is too large for one that states an invoice."""
        data = self.read(name)
        if len(data) > LARGEST_TREE:
            return None
        read_statement(self.file, data)  # refuses what is broken, deep or has a DTD
        from defusedxml.ElementTree import fromstring

        root: Element = fromstring(data, forbid_dtd=True)
        return root


def _read(members: _Members) -> Invoice:
    attached, kind = _attached(members)
    tags, face = _tagged(members)
    places = [attached, _custom_data(members), tags]
    return invoice_of(members.file, "ofd", places, kind=kind or kind_in(face), face=face)


def _attached(members: _Members) -> tuple[Statement, str]:
    """What the attached XML states, wherever it lies; the first that gives a number."""
    names = [name for name in members.infos if name.casefold().endswith(".xml")]
    for name in sorted(names, key=lambda name: not _ATTACHED.search(name)):
        if not _ATTACHED.search(name) and name.rpartition("/")[2] in _OF_THE_DOCUMENT:
            continue
        stated = read_statement(members.file, members.read(name))
        if stated.texts.get("number"):
            return stated.statement(), stated.kind
    return {}, ""


_OF_THE_DOCUMENT = frozenset({"OFD.xml", "CustomTag.xml", "Content.xml", "PublicRes.xml", "DocumentRes.xml"})
"""Members that say how the document looks, not what the invoice says."""


def _custom_data(members: _Members) -> Statement:
    """The custom data of the document: a name and a text each."""
    found: dict[str, str] = {}
    for name in members.named("OFD.xml")[:1]:
        for element in _all(members.tree(name), "CustomData"):
            field = field_of(element.get("Name", ""))
            if field is not None and (text := (element.text or "").strip()):
                found.setdefault(field, text)
    return found


def _tagged(members: _Members) -> tuple[Statement, str]:
    """The text objects that stand for the fields, and all words of the pages."""
    objects: dict[str, str] = {}
    for name in members.named("Content.xml")[:4]:
        for element in _all(members.tree(name), "TextObject"):
            words = "".join(code.text or "" for code in _all(element, "TextCode"))
            objects.setdefault(element.get("ID", ""), words.strip())
    found: dict[str, str] = {}
    for name in members.named("CustomTag.xml")[:1]:
        for element in _all(members.tree(name), None):
            field = field_of(_local(element.tag))
            references = [(reference.text or "").strip() for reference in _all(element, "ObjectRef")]
            if field is not None and (text := "".join(objects.get(each, "") for each in references[:20])):
                found.setdefault(field, text)
    return found, "\n".join(objects.values())


def _all(root: Element | None, name: str | None) -> Iterator[Element]:
    """The elements of a local name, in their order."""
    for element in root.iter() if root is not None else ():
        if isinstance(element.tag, str) and name in (None, _local(element.tag)):
            yield element


def _local(tag: str) -> str:
    return tag.rpartition("}")[2].rpartition(":")[2]
