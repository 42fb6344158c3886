"""How large the streams of a PDF become when they are unpacked, before PDFium is given the file.

PDFium unpacks whatever a page refers to, up to a gigabyte a stream. So each compressed stream is unpacked here first,
piece by piece, and counted.
"""

from __future__ import annotations

import base64
import binascii
import re
import zlib

MOST = 64_000_000
"""Bytes of all streams, unpacked; a whole Chinese font has 20 MB."""
MOST_WORDS = 8_000_000
"""Bytes of those that are neither fonts nor pictures: what is drawn on the pages."""
_PIECE = 65_536
_NESTED = 4
_STREAM = re.compile(rb"stream\r?\n")
_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
_HEAD = 2_000
_OTHER = re.compile(
    rb"/(Length1|Length2|Length3|FontFile\w*|ObjStm|XRef|CIDFontType0C|Type1C|OpenType)|/Subtype\s*/Image"
)
_UNUSUAL = re.compile(rb"/(LZWDecode|LZW|RunLengthDecode|RL)\b")


def too_large(data: bytes) -> bool:
    """Whether the streams unpack to more than an invoice has, or are packed as no invoice is."""
    whole = words = 0
    for found in _STREAM.finditer(data):
        head = data[max(0, found.start() - _HEAD) : found.start()]
        if head.endswith(b"end"):
            continue
        head = _HEX.sub(lambda code: bytes([int(code[1], 16)]), head[head.rfind(b" obj") + 1 :])
        if _UNUSUAL.search(head):
            return True
        size = _size(data, found.end(), head, MOST - whole)
        whole += size
        words += 0 if _OTHER.search(head) else size
        if whole > MOST or words > MOST_WORDS:
            return True
    return False


def _size(data: bytes, start: int, head: bytes, most: int) -> int:
    """Bytes that a stream unpacks to, counted to a little more than ``most``; the largest of nested packings."""
    if b"/ASCII85Decode" in head or b"/A85" in head:
        packed = _from_text(data[start : data.find(b"~>", start) + 2])
        start = 0
    elif b"/ASCIIHexDecode" in head or b"/AHx" in head:
        packed = _from_hex(data[start : data.find(b">", start)])
        start = 0
    else:
        packed = data
    largest = 0
    for _ in range(_NESTED):
        size, unpacked = _unpacked(packed, start, most)
        largest = max(largest, size)
        if size == 0 or size > most:
            return largest
        packed, start = unpacked, 0
    return most + 1


def _unpacked(packed: bytes, start: int, most: int) -> tuple[int, bytes]:
    """The size of what zlib unpacks there, and its first bytes, in which another packing may begin."""
    if len(packed) < start + 2 or packed[start] & 15 != 8 or (packed[start] * 256 + packed[start + 1]) % 31:
        return 0, b""
    machine = zlib.decompressobj()
    size, kept = 0, bytearray()
    try:
        while not machine.eof and size <= most:
            piece = machine.unconsumed_tail or packed[start : start + _PIECE]
            if not machine.unconsumed_tail:
                start += len(piece)
            if not piece:
                break
            out = machine.decompress(piece, _PIECE)
            size += len(out)
            kept += out if len(kept) < MOST_WORDS else b""
    except zlib.error:
        pass  # PDFium, too, takes what came out before the damage
    return size, bytes(kept)


def _from_text(text: bytes) -> bytes:
    try:
        return base64.a85decode(text.strip().removeprefix(b"<~").removesuffix(b"~>"))
    except ValueError:
        return b""


def _from_hex(text: bytes) -> bytes:
    try:
        return binascii.unhexlify(re.sub(rb"\s", b"", text))
    except ValueError:
        return b""
