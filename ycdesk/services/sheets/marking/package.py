"""A workbook as a package of parts: parts are read, replaced and added; all others are kept as they are packed."""

from __future__ import annotations

import copy
import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from ycdesk.services.sheets.marking.xml import appended, as_utf8, edited, tree

LARGEST_PART = 192 * 1024 * 1024
"""Bytes of one part; the reader has let through no more, but what a file says of its own sizes proves nothing."""

_RELATIONSHIPS = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
_TYPES = "[Content_Types].xml"
DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


class UnfitPackage(Exception):
    """A package that lacks a part, or whose parts cannot be unpacked."""


@dataclass(frozen=True, slots=True)
class Relationship:
    """From one part to another; ``kind`` is the last word of its type, such as ``comments``."""

    id: str
    kind: str
    target: str
    """The name of the other part; empty where it lies outside the package."""


class Package:
    """The parts of a workbook by name. Raises UnfitPackage, UnfitXml."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except zipfile.BadZipFile as error:
            raise UnfitPackage(str(error)) from error
        self._names = {_key(info.filename): info.filename for info in self._zip.infolist()}
        self._changed: dict[str, bytes] = {}

    def __contains__(self, part: str) -> bool:
        return _key(part) in self._names or part in self._changed

    def parts(self) -> list[str]:
        """The names of all parts, in the order of the file, those added last."""
        stored = [info.filename for info in self._zip.infolist()]
        return stored + [name for name in self._changed if name not in stored]

    def read(self, part: str) -> bytes:
        """A part's bytes as they are now."""
        name = self._names.get(_key(part), part)
        if name in self._changed:
            return self._changed[name]
        try:
            with self._zip.open(name) as stream:
                data = stream.read(LARGEST_PART + 1)
        except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
            raise UnfitPackage(f"{part}: {error}") from error
        if len(data) > LARGEST_PART:
            raise UnfitPackage(f"{part}: too large")
        return data

    def read_xml(self, part: str) -> bytes:
        """A part's XML, in UTF-8 whatever it was."""
        return as_utf8(self.read(part))

    def write(self, part: str, data: bytes) -> None:
        """Replace a part or add it."""
        name = self._names.get(_key(part), part)
        self._changed[name] = data

    def free_name(self, pattern: str) -> str:
        """The first name of this pattern (``xl/comments{}.xml``) that no part has."""
        return next(name for number in range(1, 1_000_000) if (name := pattern.format(number)) not in self)

    def relationships(self, part: str) -> Iterator[Relationship]:
        """Where a part (empty: the package itself) leads."""
        file = _relationships_of(part)
        if file not in self:
            return
        folder = posixpath.dirname(part)
        for node in tree(self.read_xml(file)).all("Relationship"):
            target = node.attributes.get("Target", "").replace("\\", "/")
            inside = node.attributes.get("TargetMode", "Internal") != "External"
            where = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/") if inside else ""
            kind = node.attributes.get("Type", "").rpartition("/")[2]
            yield Relationship(node.attributes.get("Id", ""), kind, where)

    def relate(self, part: str, base: str, kind: str, target: str) -> str:
        """Add a relationship of the type ``base/kind``; its id."""
        file = _relationships_of(part)
        data = self.read_xml(file) if file in self else DECLARATION + _RELATIONSHIPS
        root = tree(data)
        taken = {node.attributes.get("Id", "") for node in root.children}
        name = next(name for number in range(1, len(taken) + 2) if (name := f"rId{number}") not in taken)
        path = posixpath.relpath(target, posixpath.dirname(part) or ".")
        node = f'<{root.prefix}Relationship Id="{name}" Type="{base}/{kind}" Target={quoteattr(path)}/>'.encode()
        self.write(file, edited(data, [appended(data, root, node)]))
        return name

    def declare(self, part: str, content_type: str) -> None:
        """Say of what kind a new part is."""
        data = self.read_xml(_TYPES)
        root = tree(data)
        node = f'<{root.prefix}Override PartName="/{part}" ContentType="{content_type}"/>'.encode()
        self.write(_TYPES, edited(data, [appended(data, root, node)]))

    def declare_all(self, ending: str, content_type: str, part: str) -> None:
        """Say of what kind all parts of this ending are; where it is taken for another kind, say it of ``part``."""
        data = self.read_xml(_TYPES)
        root = tree(data)
        for default in root.all("Default"):
            if default.attributes.get("Extension", "").lower() == ending:
                if default.attributes.get("ContentType") != content_type:
                    self.declare(part, content_type)
                return
        node = f'<{root.prefix}Default Extension="{ending}" ContentType="{content_type}"/>'.encode()
        place = root.children[0].start if root.children else root.inside
        self.write(_TYPES, edited(data, [(place, place, node)]))

    def packed(self) -> bytes:
        """The file: parts in their old order, each that was not written with the very bytes it was packed in."""
        stream = io.BytesIO()
        fresh = dict(self._changed)
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
            for info in self._zip.infolist():
                if info.filename in self._changed:
                    if info.filename not in fresh:
                        continue  # the name stands twice in the file
                    told = zipfile.ZipInfo(info.filename, info.date_time)
                    told.external_attr, told.compress_type = info.external_attr, zipfile.ZIP_DEFLATED
                    target.writestr(told, fresh.pop(info.filename))
                else:
                    self._carry(info, target, stream)
            for name, data in fresh.items():
                target.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
        return stream.getvalue()

    def _carry(self, info: zipfile.ZipInfo, target: zipfile.ZipFile, stream: io.BytesIO) -> None:
        """Carry a part over as it is packed. The sizes now stand in front of it, so nothing need follow it."""
        try:
            name_length, extra_length = struct.unpack_from("<HH", self._data, info.header_offset + 26)
        except struct.error as error:
            raise UnfitPackage(f"{info.filename}: truncated") from error
        start = info.header_offset + 30 + name_length + extra_length
        packed = memoryview(self._data)[start : start + info.compress_size]
        if len(packed) < info.compress_size:
            raise UnfitPackage(f"{info.filename}: truncated")
        told = copy.copy(info)
        told.flag_bits &= ~0x08  # no descriptor behind the data
        told.extra = b""  # times and alignment, and sizes that may no longer hold
        told.header_offset = stream.seek(target.start_dir)
        stream.write(told.FileHeader(zip64=False))
        stream.write(packed)
        target.filelist.append(told)
        target.NameToInfo[told.filename] = told
        target.start_dir = stream.tell()


def _key(part: str) -> str:
    return part.replace("\\", "/").lstrip("/").lower()


def _relationships_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def book_part(package: Package) -> str:
    """The name of the part that lists the sheets."""
    for relationship in package.relationships(""):
        if relationship.kind == "officeDocument" and relationship.target in package:
            return relationship.target
    raise UnfitPackage("no workbook")


def sheet_parts(package: Package) -> dict[str, str]:
    """The name of each worksheet's part by the sheet's name."""
    book = book_part(package)
    targets = {r.id: r.target for r in package.relationships(book) if r.kind == "worksheet" and r.target in package}
    sheets = tree(package.read_xml(book)).first("sheets")
    found = sheets.all("sheet") if sheets else ()
    return {node.attributes.get("name", ""): targets[id_] for node in found if (id_ := node.in_space("id")) in targets}
