"""XML edited at its bytes: expat tells where an element begins and ends, and all that is not edited stays as it was."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat
from xml.sax.saxutils import escape, unescape

Edit = tuple[int, int, bytes]
"""From, to (not included), and what stands there instead."""

_TAG = re.compile(rb"<(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")
_ATTRIBUTE = re.compile(rb"\s+([^\s=/>]+)\s*=\s*(\"[^\"]*\"|'[^']*')")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([\w.-]+)[\"']")
_UNFIT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class UnfitXml(Exception):
    """XML that is broken, or that declares a document type of its own."""


@dataclass(slots=True)
class Node:
    """An element and where its bytes are: it from ``start`` to ``end``, its content from ``inside`` to ``close``."""

    name: str
    """Without prefix, whatever the namespace."""
    prefix: str
    """With its colon, or empty."""
    space: str
    attributes: dict[str, str]
    """Names in a namespace are ``uri local prefix``, as expat gives them."""
    start: int
    inside: int
    close: int = 0
    end: int = 0
    children: list[Node] = field(default_factory=list)

    def all(self, name: str) -> Iterator[Node]:
        """The children of this name."""
        return (child for child in self.children if child.name == name)

    def first(self, name: str) -> Node | None:
        """The first child of this name."""
        return next(self.all(name), None)

    def in_space(self, local: str) -> str:
        """The value of the attribute ``local`` that has a prefix, such as ``r:id``; empty where there is none."""
        return next((value for name, value in self.attributes.items() if name.split(" ")[1:2] == [local]), "")


def parser_of() -> expat.XMLParserType:
    """A parser that gives names as ``uri local prefix`` and takes no document type (entities can grow without end)."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.namespace_prefixes = True
    parser.StartDoctypeDeclHandler = _no_doctype
    return parser


def _no_doctype(*_: object) -> NoReturn:
    raise UnfitXml("a document type")


def split_name(name: str) -> tuple[str, str, str]:
    """Namespace, local name, and prefix with its colon."""
    parts = name.split(" ")
    if len(parts) == 1:
        return "", parts[0], ""
    return parts[0], parts[1], f"{parts[2]}:" if len(parts) > 2 else ""


def tree(data: bytes) -> Node:
    """The root of a part in UTF-8. Raises UnfitXml."""
    parser = parser_of()
    open_nodes: list[Node] = []
    roots: list[Node] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        place = parser.CurrentByteIndex
        space, local, prefix = split_name(name)
        node = Node(local, prefix, space, attributes, place, tag_end(data, place))
        (open_nodes[-1].children if open_nodes else roots).append(node)
        open_nodes.append(node)

    def end(_name: str) -> None:
        node = open_nodes.pop()
        node.close = parser.CurrentByteIndex
        node.end = node.close if is_empty(data, node.inside) else tag_end(data, node.close)

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parse(parser, data)
    return roots[0]


def parse(parser: expat.XMLParserType, data: bytes) -> None:
    """Run the parser over a whole part. Raises UnfitXml."""
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError) as error:  # ValueError: an attribute that should be a number
        raise UnfitXml(str(error)) from error


def tag_end(data: bytes, start: int) -> int:
    """Where the tag that begins at ``start`` is over."""
    found = _TAG.match(data, start)
    if found is None:
        raise UnfitXml("a tag without an end")
    return found.end()


def is_empty(data: bytes, inside: int) -> bool:
    """Whether the tag that is over at ``inside`` is both start and end of its element."""
    return data[inside - 2 : inside] == b"/>"


def as_utf8(data: bytes) -> bytes:
    """The same XML in UTF-8; unchanged where it is that already. Raises UnfitXml."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    else:
        found = _DECLARATION.match(data[:200].decode("latin-1").removeprefix("\xef\xbb\xbf"))
        encoding = found[1] if found else "utf-8"
        if encoding.lower() in ("utf-8", "utf8", "us-ascii", "ascii"):
            return data
    try:
        text = data.decode(encoding)
    except (LookupError, UnicodeDecodeError) as error:
        raise UnfitXml(str(error)) from error
    found = _DECLARATION.match(text)
    if found:
        text = f"{text[: found.start(1)]}UTF-8{text[found.end(1) :]}"
    return text.encode()


def edited(data: bytes, edits: Iterable[Edit]) -> bytes:
    """The bytes with all edits made; edits at the same place come in the order in which they were given."""
    pieces: list[bytes] = []
    done = 0
    for start, end, text in sorted(edits, key=lambda edit: edit[:2]):
        pieces += (data[done:start], text)
        done = end
    pieces.append(data[done:])
    return b"".join(pieces)


def appended(data: bytes, node: Node, content: bytes) -> Edit:
    """The edit that puts ``content`` at the end of an element, which may so far be empty (``<a/>``)."""
    if not is_empty(data, node.inside):
        return node.close, node.close, content
    tag = data[node.start : node.inside]
    return node.start, node.end, tag[:-2].rstrip() + b">" + content + f"</{node.prefix}{node.name}>".encode()


def with_attributes(tag: bytes, values: dict[str, str]) -> bytes:
    """A start tag with these attributes (names as written, with their prefix) set or added."""
    missing = dict(values)
    edits: list[Edit] = []
    last = re.match(rb"<[^\s/>]+", tag)
    place = last.end() if last else 1
    for found in _ATTRIBUTE.finditer(tag):
        name = found[1].decode()
        place = found.end()
        if name in missing:
            edits.append((found.start(2), found.end(2), _quoted(missing.pop(name))))
    added = b"".join(b" " + name.encode() + b"=" + _quoted(value) for name, value in missing.items())
    return edited(tag, [*edits, (place, place, added)])


def _quoted(value: str) -> bytes:
    return b'"' + escape(value, {'"': "&quot;"}).encode() + b'"'


def place_among(root: Node, name: str, order: Sequence[str]) -> int:
    """Where a child ``name`` belongs by the schema's ``order``: before the first child that has to follow it."""
    later = set(order[order.index(name) + 1 :])
    return next((child.start for child in root.children if child.name in later), root.close)


def xml_text(text: str) -> bytes:
    """Text for the content of an element, without the characters that XML does not take."""
    return escape(_UNFIT.sub("", text)).encode()


def plain_text(content: bytes) -> str:
    """The text of an element that holds no others, from its bytes."""
    text = content.decode()
    text = re.sub(r"&#(?:x([0-9A-Fa-f]+)|([0-9]+));", lambda m: chr(int(m[1], 16) if m[1] else int(m[2])), text)
    return unescape(text, {"&quot;": '"', "&apos;": "'"})
