"""Which typefaces the papers are set in, and which of them has a glyph for a character.

A paper is set in two typefaces: 仿宋 for the body and 小标宋 for titles and emphasis. Neither exists as a complete free
font, so Noto Serif SC stands for both (regular and bold). A character that a typeface lacks is taken, alone, from the
next font of its chain; a character that no font has stops the paper, because a reader would only see a box.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby, islice
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont, TTFontFace

from ycdesk.domain.errors import DeskError
from ycdesk.paths import resources

Run = tuple[str, str]
"""Name of a registered font, and the characters that it draws."""

_EM = 1000
"""Widths of glyphs are in thousandths of the font size."""

_SHAPELESS = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e01ef]"
)

_BODY_FILES = ("仿宋_gb2312.ttf", "fangsong_gb2312.ttf", "simfang.ttf", "fzfsk.ttf", "方正仿宋简体.ttf")
_TITLE_FILES = ("方正小标宋简体.ttf", "方正小标宋_gbk.ttf", "fzxbsjw.ttf", "fzxbsk.ttf")


class MissingGlyph(DeskError):
    """No font has a glyph for a character of a datum."""

    def __init__(self, character: str, field: str) -> None:
        self.character = character
        self.field = field
        where = f"（{field}）" if field else ""
        super().__init__(
            f"「{character}」{where}没有可用字形（U+{ord(character):04X}），本件文书没有打印。",
            "请核对该字是否录入有误；确为生僻字的，请管理员安装含该字的字体后再打印。",
        )


@dataclass(frozen=True, slots=True, eq=False)
class Typeface:
    """A font and those that stand in, glyph by glyph, for what it lacks."""

    files: tuple[Path, ...]

    @property
    def name(self) -> str:
        """Name under which reportlab knows the first font."""
        return str(_font(self.files[0]).fontName)

    def runs(self, text: str, field: str) -> tuple[Run, ...]:
        """Cut a line of text into stretches that one font can draw. Raises MissingGlyph with the field's name."""
        first = _font(self.files[0])
        glyphs = first.face.charToGlyph
        if glyphs.keys() >= set(map(ord, text)):
            return ((first.fontName, text),) if text else ()
        stretches = groupby(text, key=lambda character: str(self._font_of(character, field).fontName))
        return tuple((name, "".join(characters)) for name, characters in stretches)

    def width(self, text: str, size: float, field: str) -> float:
        """Width of a line in points at a font size in points. Raises MissingGlyph with the field's name."""
        widths = _font(self.files[0]).face.charWidths
        try:
            total = sum(map(widths.__getitem__, map(ord, text)))
        except KeyError:
            total = sum(self._font_of(character, field).face.charWidths[ord(character)] for character in text)
        return float(total * size / _EM)

    def _font_of(self, character: str, field: str) -> TTFont:
        for file in self.files:
            font = _font(file)
            if ord(character) in font.face.charToGlyph:
                return font
        raise MissingGlyph(character, field)


@dataclass(frozen=True, slots=True)
class Faces:
    """The typefaces of one paper."""

    body: Typeface
    title: Typeface


@cache
def bundled_faces() -> Faces:
    """The fonts that come with the program: the same bytes on every machine."""
    folder = resources() / "fonts"
    rare = (folder / "HanaMinB.ttf", folder / "NotoSansSC-Regular.ttf")
    return Faces(
        Typeface((folder / "NotoSerifSC-Regular.ttf", *rare)),
        Typeface((folder / "NotoSerifSC-Bold.ttf", *rare)),
    )


def faces_of(choice: str) -> Faces:
    """The typefaces that this machine's settings choose: ``machine`` for its own, anything else for the bundled."""
    return machine_faces() if choice == "machine" else bundled_faces()


@cache
def machine_faces() -> Faces:
    """The machine's own 仿宋 and 小标宋 where it has them as TrueType, before the bundled fonts."""
    bundled = bundled_faces()
    found = {file.name.lower(): file for file in _machine_files()}

    def chain(names: tuple[str, ...], after: Typeface) -> Typeface:
        own = (found[name] for name in names if name in found and _usable(found[name]))
        return Typeface((*islice(own, 1), *after.files))

    return Faces(chain(_BODY_FILES, bundled.body), chain(_TITLE_FILES, bundled.title))


def printable(text: str) -> str:
    """Text without what has no shape: control and formatting characters and variation selectors. Line ends stay."""
    return _SHAPELESS.sub("", text.replace("\t", " ").replace("\u00a0", " "))


@cache
def _font(file: Path) -> TTFont:
    """Load and register a font, once a process."""
    font = TTFont(file.stem, str(file), asciiReadable=False)
    outlines, table = _Outlines(font.face), cache(font.face.get_table)
    font.face.get_table = lambda tag: outlines if tag == "glyf" else table(tag)
    pdfmetrics.registerFont(font)
    return font


class _Outlines:
    """The outlines of a font, cut out of its file glyph by glyph.

    They are most of the file; reportlab would copy them all for every subset.
    """

    def __init__(self, face: TTFontFace) -> None:
        self._data: bytes = face._ttf_data
        self._start: int = face.get_table_pos("glyf")[0]

    def __getitem__(self, part: slice) -> bytes:
        return self._data[self._start + part.start : self._start + part.stop]


def _usable(file: Path) -> bool:
    """Whether reportlab can embed the font: outlines of the TrueType kind, and embedding not forbidden by its maker."""
    try:
        TTFont(file.stem, str(file))
    except (OSError, TTFError):
        return False
    return True


def _machine_files() -> Iterator[Path]:
    if sys.platform == "win32":
        folders = [Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts"]
        if local := os.environ.get("LOCALAPPDATA"):
            folders.append(Path(local) / "Microsoft" / "Windows" / "Fonts")
    else:
        folders = [Path.home() / ".local/share/fonts", Path("/usr/local/share/fonts"), Path("/usr/share/fonts")]
    for folder in folders:
        yield from folder.rglob("*.[tT][tT][fF]") if folder.is_dir() else ()
