"""The texts that the cells of an .xlsx share; readings for phonetic help (``rPh``) are no part of a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from sys import getsizeof

from ycdesk.services.sheets.reading.safety import DAMAGED, LARGEST_PART, NotPlain, Package, Room, Unreadable, Walk
from ycdesk.services.sheets.reading.values import unescaped

_LONGEST = 16_000_000
_HEAD = re.compile(rb'<sst\s(?:[^<>]*\s)?xmlns="http://(?:schemas\.openxmlformats\.org|purl\.oclc\.org)/[^<>]*[^<>/]>')
_ITEM = re.compile(rb'<si>(?:<t(?: xml:space="preserve")?>([^<]*)</t>)?(?:<phoneticPr [^<>]*/>)?</si>|<si/>')
_RICH_ITEM = re.compile(rb"<si>(.*?)</si>|<si/>", re.DOTALL)
_PHONETIC = re.compile(rb"<rPh\b.*?</rPh>", re.DOTALL)
_RUN = re.compile(rb"<t(?: [^<>]*)?>([^<]*)</t>")
_ENTITY = re.compile(r"&(?:#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}))|(amp|lt|gt|quot|apos));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


def read_texts(package: Package, part: str | None, room: Room) -> list[str | None]:
    """The shared texts in their order, None for an empty one. Raises Unreadable for what is damaged or too much."""
    if part is None or part not in package:
        return []
    left = room.left
    try:
        return _plain_texts(package.pieces(part), room)
    except (NotPlain, UnicodeDecodeError):
        room.left = left
        strings = _Strings(room)
        strings.through(package.pieces(part))
        return strings.texts


def _plain_texts(pieces: Iterator[bytes], room: Room) -> list[str | None]:
    """The texts of a part without prefixes and comments; see :mod:`plain_cells` why counting is enough."""
    texts: list[str | None] = []
    buffer = b""
    headed = False
    for piece in pieces:
        buffer += piece
        if not headed:
            match = _HEAD.search(buffer)
            if match is None or b"<!" in buffer[: match.start()]:
                raise NotPlain
            headed, buffer = True, buffer[match.end() :]
        if (cut := buffer.rfind(b"<si")) > 0:
            _add(texts, buffer[:cut], room)
            buffer = buffer[cut:]
        elif len(buffer) > _LONGEST:
            raise NotPlain
    if not headed or b"</sst>" not in buffer:
        raise NotPlain
    _add(texts, buffer, room)
    return texts


def _add(texts: list[str | None], batch: bytes, room: Room) -> None:
    if b"<!" in batch or b"<?" in batch:
        raise NotPlain
    count = batch.count(b"<si")
    items = _ITEM.findall(batch)
    if len(items) != count:
        items = [b"".join(_RUN.findall(_PHONETIC.sub(b"", item))) for item in _RICH_ITEM.findall(batch)]
        if len(items) != count:
            raise NotPlain
    found = [unescaped(plain_text(item)) or None for item in items]
    room.take(sum(map(getsizeof, found)) + 8 * len(found))
    texts += found


def plain_text(written: bytes) -> str:
    """The text of XML without tags. Raises NotPlain for an entity that is none of XML's own."""
    text = written.decode()
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "&" in text:
        if text.count("&") != len(_ENTITY.findall(text)):
            raise NotPlain
        text = _ENTITY.sub(_character, text)
    return text


def _character(match: re.Match[str]) -> str:
    hexadecimal, decimal, name = match.groups()
    if name:
        return _NAMED[name]
    number = int(hexadecimal, 16) if hexadecimal else int(decimal)
    if number < 9 or 0xD800 <= number <= 0xDFFF or number > 0x10FFFF:
        raise NotPlain
    return chr(number)


class _Strings(Walk):
    """The same from XML of any form."""

    longest = LARGEST_PART

    def __init__(self, room: Room) -> None:
        self.texts: list[str | None] = []
        self._room = room
        self._runs: list[str] = []
        self._length = 0
        self._open = self._phonetic = False

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == "si":
            self._runs, self._length = [], 0
        elif name == "rPh":
            self._phonetic = True
        elif name == "t":
            self._open = not self._phonetic

    def text(self, text: str) -> None:
        if self._open:
            self._length += len(text)
            if self._length > _LONGEST:
                raise Unreadable(DAMAGED)
            self._runs.append(text)

    def end(self, name: str) -> None:
        if name == "t":
            self._open = False
        elif name == "rPh":
            self._phonetic = False
        elif name == "si":
            text = unescaped("".join(self._runs))
            self._room.take(getsizeof(text) + 8)
            self.texts.append(text or None)
