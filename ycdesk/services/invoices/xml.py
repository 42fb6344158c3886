"""The XML of an electronic invoice: 数电票 (root ``EInvoice``) and the older forms, by the local names of elements.

No tree is built: only the texts of the elements that matter are kept. DTDs, entities and externals are refused.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from xml.etree.ElementTree import ParseError

from ycdesk.domain.errors import InputProblem
from ycdesk.services.invoices.invoice import Invoice, Statement, field_of, invoice_of, kind_in

LARGEST = 10_000_000
"""Bytes of an invoice in XML; one with a thousand lines has some 500 kB."""
DEEPEST = 64
"""Elements inside each other."""
_TEXT = 2_000
"""Characters of a text that matters."""
_KIND_CODES = {"01": "special", "02": "general"}
_GB = re.compile(rb"""^\s*<\?xml[^>]{0,100}encoding\s*=\s*["'](gb[\w-]{1,8})["']""", re.IGNORECASE)


class Stated(NamedTuple):
    """What an XML file states: the texts of each field in their order, the words that name its kind."""

    texts: dict[str, list[str]]
    kind: str

    def statement(self) -> Statement:
        """A text by field where the file gives it only once."""
        return {name: texts[0] for name, texts in self.texts.items() if len(set(texts)) == 1}

    def doubts(self) -> dict[str, list[str]]:
        """The fields that the file gives several different texts for."""
        return {name: texts for name, texts in self.texts.items() if len(set(texts)) > 1}


def read_xml(name: str, data: bytes) -> Invoice:
    """The invoice in an XML file. Raises InputProblem."""
    stated = read_statement(name, data)
    if len(set(stated.texts.get("number", ()))) > 1:
        raise InputProblem({"file": f"{name} 里不止一张发票，请分成一张一个文件。"})
    first = {field: texts[0] for field, texts in stated.texts.items()}
    others = [{field: text} for field, texts in stated.doubts().items() for text in texts[1:]]
    return invoice_of(name, "xml", [first, *others], kind=stated.kind)


def read_statement(name: str, data: bytes) -> Stated:
    """What an XML file states of the fields of an invoice; nothing where it is about something else.

    Raises InputProblem for a file that is too large or too deep, is broken, or has a DTD.
    """
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import XMLParser

    if len(data) > LARGEST:
        raise InputProblem({"file": f"{name} 的 XML 超过 {LARGEST // 1_000_000} MB，不是发票，请检查文件。"})
    target = _Texts()
    parser = XMLParser(target=target, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    try:
        parser.feed(_decoded(data))
        parser.close()
    except _TooDeep as error:
        raise InputProblem({"file": f"{name} 的 XML 嵌套超过 {DEEPEST} 层，不是发票，请检查文件。"}) from error
    except DefusedXmlException as error:
        words = "里有文档类型或实体的定义，可能有危险，没有读；请向开票方要原始的发票文件"
        raise InputProblem({"file": f"{name} {words}。"}) from error
    except (ParseError, ValueError, LookupError) as error:
        raise InputProblem({"file": f"{name} 的 XML 不完整或者已损坏，读不出来，请重新下载。"}) from error
    return Stated(target.found, target.kind)


def _decoded(data: bytes) -> bytes | str:
    """Text where the file is in GBK or GB18030, which the parser itself does not know."""
    found = _GB.match(data)
    return data.decode("gb18030") if found else data


class _TooDeep(Exception):
    """More elements inside each other than any invoice has."""


class _Texts:
    """Receives what the parser reads and keeps the texts of the fields."""

    def __init__(self) -> None:
        self.found: dict[str, list[str]] = {}
        self.kind = ""
        self._path: list[str] = []
        self._text: list[str] = []
        self._length = 0

    def start(self, tag: str, _: dict[str, str]) -> None:
        """An element begins."""
        if len(self._path) >= DEEPEST:
            raise _TooDeep
        self._path.append(tag.rpartition("}")[2].rpartition(":")[2])
        self._text, self._length = [], 0

    def data(self, text: str) -> None:
        """A piece of text."""
        if self._length < _TEXT:
            self._text.append(text)
            self._length += len(text)

    def end(self, _: str) -> None:
        """An element ends; what has elements inside is no field."""
        name = self._path.pop()
        text = "".join(self._text)[:_TEXT].strip()
        self._text, self._length = [], 0
        if not text:
            return
        if (field := field_of(name)) is not None:
            texts = self.found.setdefault(field, [])
            if len(texts) < 10:
                texts.append(_first_part(field, text))
        elif self._path and self._path[-1] == "GeneralOrSpecialVAT":
            self.kind = self.kind or _KIND_CODES.get(text, kind_in(text))

    def close(self) -> None:
        """The end of the file."""


def _first_part(field: str, text: str) -> str:
    """The day without the time, which two elements of one invoice give differently."""
    return re.split(r"[T ](?=\d)", text)[0] if field == "issued_on" else text
