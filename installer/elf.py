"""What a 64-bit ELF file of Linux asks of the system: the libraries it is linked to, the versions of symbols."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

_DYNAMIC, _VERSIONS_NEEDED = 6, 0x6FFFFFFE
"""Types of sections (sh_type)."""
_NEEDED = 1
"""The tag of an entry of the dynamic section that names a library."""


@dataclass(frozen=True)
class _Section:
    kind: int
    offset: int
    size: int
    link: int


class Elf:
    """One file, read whole. Raises ValueError for what is no little-endian 64-bit ELF file, OSError."""

    def __init__(self, file: Path) -> None:
        self._data = file.read_bytes()
        if self._data[:6] != b"\x7fELF\x02\x01":
            raise ValueError(f"{file}: no ELF file of 64 bits")

    @property
    def needed(self) -> list[str]:
        """The names of the libraries that the file is linked to (DT_NEEDED), such as ``libc.so.6``."""
        names = []
        for section in self._sections:
            if section.kind == _DYNAMIC:
                part = self._data[section.offset : section.offset + section.size // 16 * 16]
                names += [self._text(section, at) for tag, at in struct.iter_unpack("<qQ", part) if tag == _NEEDED]
        return names

    @property
    def versions(self) -> set[str]:
        """The versions of symbols that the file needs, such as ``GLIBC_2.28`` or ``GLIBCXX_3.4.22``."""
        found = set()
        for section in self._sections:
            if section.kind == _VERSIONS_NEEDED:
                found |= set(self._versions(section))
        return found

    def _versions(self, section: _Section) -> Iterator[str]:
        """Two nested lists: the files (Elf64_Verneed), and the versions needed of each (Elf64_Vernaux)."""
        file = section.offset
        while True:
            _, count, _, first, next_file = struct.unpack_from("<HHIII", self._data, file)
            version = file + first
            for _ in range(count):
                _, _, _, name, next_version = struct.unpack_from("<IHHII", self._data, version)
                yield self._text(section, name)
                version += next_version
            if not next_file:
                return
            file += next_file

    @cached_property
    def _sections(self) -> list[_Section]:
        (start,) = struct.unpack_from("<Q", self._data, 40)
        size, count = struct.unpack_from("<HH", self._data, 58)
        sections = []
        for number in range(count):
            _, kind, _, _, offset, length, link = struct.unpack_from("<IIQQQQI", self._data, start + number * size)
            sections.append(_Section(kind, offset, length, link))
        return sections

    def _text(self, section: _Section, at: int) -> str:
        start = self._sections[section.link].offset + at
        return self._data[start : self._data.index(b"\0", start)].decode()


def files_in(folder: Path) -> Iterator[Path]:
    """The ELF files of a folder, links left out."""
    for file in sorted(folder.rglob("*")):
        if file.is_file() and not file.is_symlink():
            with file.open("rb") as stream:
                if stream.read(4) == b"\x7fELF":
                    yield file


def newest_glibc(folder: Path) -> tuple[tuple[int, ...], Path]:
    """The highest version of glibc that a file of the folder needs, and which file needs it."""
    found: tuple[tuple[int, ...], Path] = ((0,), folder)
    for file in files_in(folder):
        for version in Elf(file).versions:
            if version.startswith("GLIBC_2"):
                found = max(found, (tuple(map(int, version.removeprefix("GLIBC_").split("."))), file))
    return found


def asked_of_system(folder: Path) -> dict[str, list[Path]]:
    """The libraries that no file of the folder is, each with the files that are linked to it."""
    own = {file.name for file in folder.rglob("*")}
    asked: dict[str, list[Path]] = {}
    for file in files_in(folder):
        for name in set(Elf(file).needed) - own:
            asked.setdefault(name, []).append(file)
    return asked
