"""What a file may cost: nothing that comes from outside is believed about its own size.

The parts of a workbook are unpacked piece by piece and counted as they come; XML is walked through without a tree,
without a DOCTYPE and only so deep; and all that is kept of a file is charged to one account, the :class:`Room`.
Together they keep the reading of any file below 400 MB of memory.
"""

from __future__ import annotations

import errno
import io
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile, ZipInfo

LARGEST_FILE = 64_000_000
"""Bytes of a file on disk; ten thousand rows of thirty columns take two million."""
LARGEST_PART = 2_000_000_000
"""Bytes that one part may unpack to: a million formatted rows of fifty columns. Only pieces are held."""
MOST_ELEMENTS = 12_000_000
"""Elements of a part that the parser goes through, which is slow: some ten seconds."""
ROOM = 260_000_000
"""Bytes that the cells and texts of a book may take: some six million cells."""
PIECE = 400_000
_LARGEST_SIP = 4_000_000
_LONGEST_TOKEN = 16_000_000
_DEEPEST = 100
_MAIN = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)

DAMAGED = "已经损坏或没有传完整，请在 Excel 中打开检查并另存，或请对方重新发送。"
TOO_MUCH = "内容太多，超出一次能读的数量，请删去多余的工作表和行列，或分成几个文件。"
_DOCTYPE = "里面带有 Excel 不会写的内容（DOCTYPE），为安全起见不读取；请在 Excel 中另存为新的 .xlsx 后再选。"


class Unreadable(Exception):
    """Why a file is not read: a sentence that goes on after the file's name."""


class NotPlain(Exception):
    """A part of a workbook is written in a way that only a parser reads."""


class Room:
    """The account of the memory that a book may take. Raises Unreadable when it is used up."""

    def __init__(self, limit: int = ROOM) -> None:
        self.left = limit

    def take(self, size: int) -> None:
        """Charge ``size`` bytes."""
        self.left -= size
        if self.left < 0:
            raise Unreadable(TOO_MUCH)


class Package:
    """The parts of a zipped workbook. Names are compared without case, as Excel does. A context manager."""

    def __init__(self, path: Path) -> None:
        """Open the zip's directory. Raises OSError, and Unreadable for what is no zip."""
        self._file = _Sips(path)
        try:
            self._zip = ZipFile(self._file)
        except OSError as error:
            self._file.close()
            if error.errno == errno.EINVAL:  # a damaged directory points before the file's beginning
                raise Unreadable(DAMAGED) from error
            raise
        except (*_ZIP_ERRORS, Unreadable) as error:
            self._file.close()
            raise Unreadable(DAMAGED) from error
        self._parts: dict[str, ZipInfo] = {}
        self._twice: set[str] = set()
        for part in self._zip.infolist():
            name = _plain(part.filename)
            if name in self._parts:
                self._twice.add(name)
            self._parts[name] = part

    def __enter__(self) -> Package:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()
        self._file.close()

    def __contains__(self, name: str) -> bool:
        return _plain(name) in self._parts

    def names(self) -> Iterable[str]:
        """The names of all parts, in small letters."""
        return self._parts

    def packed_size(self, name: str) -> int:
        """Bytes that the part says to take in the file: good for a bar of progress, for nothing else."""
        return max(self._parts[_plain(name)].compress_size, 1)

    def pieces(self, name: str) -> Iterator[bytes]:
        """The part's bytes in pieces. Raises Unreadable where it is damaged, or has no end."""
        part = self._parts.get(_plain(name))
        if part is None or _plain(name) in self._twice:
            raise Unreadable(DAMAGED)
        size = 0
        try:
            with self._zip.open(part) as stream:
                while piece := stream.read(PIECE):
                    size += len(piece)
                    if size > LARGEST_PART:
                        raise Unreadable(TOO_MUCH)
                    yield piece
        except _ZIP_ERRORS as error:
            raise Unreadable(DAMAGED) from error


_ZIP_ERRORS = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, struct.error)


class _Sips(io.FileIO):
    """A file that is never read in great gulps: a zip's directory is as long as it says itself."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)

    def read(self, size: int | None = -1, /) -> bytes:
        found = super().read(_LARGEST_SIP + 1 if size is None or size < 0 else min(size, _LARGEST_SIP + 1)) or b""
        if len(found) > _LARGEST_SIP:
            raise Unreadable(DAMAGED)
        return found


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


class Walk:
    """A walk through the XML of a part; ``begin``, ``end`` and ``text`` are for the parts' own readers to define.

    Names are those of the spreadsheet language without prefix; elements of other languages have the name "".
    """

    longest = 20_000_000
    """Bytes of the part; only sheets and their texts are longer."""
    any_language = False
    """Whether names of every language are given, as in the lists of relationships."""

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """Enter an element."""

    def end(self, name: str) -> None:
        """Leave an element."""

    def text(self, text: str) -> None:
        """Some text; a long one comes in several calls."""

    def through(self, pieces: Iterable[bytes]) -> None:
        """Walk. Raises Unreadable for what is no well-formed XML, too deep, or declares anything."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse
        parser.StartElementHandler, parser.EndElementHandler = self._enter_and_leave()
        parser.CharacterDataHandler = self.text
        fed = 0
        try:
            for piece in pieces:
                parser.Parse(piece, False)
                fed += len(piece)
                if fed - parser.CurrentByteIndex > _LONGEST_TOKEN:
                    raise Unreadable(DAMAGED)
                if fed > self.longest:
                    raise Unreadable(TOO_MUCH)
            parser.Parse(b"", True)
        except (expat.ExpatError, ValueError, LookupError) as error:  # the last for encodings that are none
            raise Unreadable(DAMAGED) from error

    def _enter_and_leave(self) -> tuple[Callable[[str, dict[str, str]], None], Callable[[str], None]]:
        names: dict[str, str] = {}
        depth = count = 0

        def local(full: str) -> str:
            if len(names) > 5000:
                raise Unreadable(DAMAGED)
            language, _, name = full.rpartition(" ")
            names[full] = name if self.any_language or language in _MAIN else ""
            return names[full]

        def enter(full: str, attributes: dict[str, str]) -> None:
            nonlocal depth, count
            depth += 1
            count += 1
            if depth > _DEEPEST or count > MOST_ELEMENTS:
                raise Unreadable(DAMAGED)
            self.begin(names[full] if full in names else local(full), attributes)

        def leave(full: str) -> None:
            nonlocal depth
            depth -= 1
            self.end(names[full])

        return enter, leave


def _refuse(*_: Any) -> None:
    raise Unreadable(_DOCTYPE)
