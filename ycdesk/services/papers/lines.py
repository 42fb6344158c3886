"""Breaking Chinese text into lines: no line starts with a closing mark (行首禁则) or ends with an opening one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ycdesk.services.papers.faces import Run, Typeface, printable

NOT_FIRST = frozenset("，。、；：！？）》〉」』】〕］｝〗”’…—～·％‰℃°々ー,.;:!?)]}>%")
NOT_LAST = frozenset("（《〈「『【〔［｛〖“‘￥＄£([{<¥$#")

_UNIT = re.compile(r"[0-9A-Za-zÀ-ɏ_.,'@&/:%+\-]+|.", re.DOTALL)
"""What is never broken: a number with its separators, a Latin word, an address; else a single character."""

_SLACK = 0.01
"""Points by which a line may be wider than its room, for rounding."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text, ready to be drawn; width in points."""

    runs: tuple[Run, ...]
    width: float


@lru_cache(maxsize=4096)
def break_lines(text: str, typeface: Typeface, size: float, room: float, field: str = "") -> tuple[Line, ...]:
    """Break text into lines no wider than ``room`` points at ``size`` points; at least one line.

    Raises MissingGlyph, naming ``field``, for a character that no font has.
    """
    lines: list[Line] = []
    for paragraph in printable(text).split("\n"):
        for line in _broken(paragraph, typeface, size, room, field):
            lines.append(Line(typeface.runs(line, field), typeface.width(line, size, field)))
    return tuple(lines)


@lru_cache(maxsize=4096)
def one_line(text: str, typeface: Typeface, size: float, field: str = "") -> Line:
    """Text as a single line, however wide."""
    text = printable(text).replace("\n", " ")
    return Line(typeface.runs(text, field), typeface.width(text, size, field))


def _broken(paragraph: str, typeface: Typeface, size: float, room: float, field: str) -> list[str]:
    if typeface.width(paragraph, size, field) <= room + _SLACK:
        return [paragraph]
    lines, line, used = [], "", 0.0
    for unit in units_of(paragraph):
        width = typeface.width(unit, size, field)
        if used + width > room + _SLACK and (line or unit == " "):
            if unit == " ":
                continue
            lines.append(line.rstrip(" "))
            line, used = "", 0.0
        if width > room + _SLACK:
            *full, unit = _cut(unit, typeface, size, room, field)
            lines += full
            width = typeface.width(unit, size, field)
        line, used = line + unit, used + width
    return [*lines, line.rstrip(" ")]


def units_of(paragraph: str) -> list[str]:
    """Cut a paragraph into stretches between which a line may end."""
    units: list[str] = []
    for unit in _UNIT.findall(paragraph):
        if units and unit != " " != units[-1] and (unit[0] in NOT_FIRST or units[-1][-1] in NOT_LAST):
            units[-1] += unit
        else:
            units.append(unit)
    return units


def _cut(unit: str, typeface: Typeface, size: float, room: float, field: str) -> list[str]:
    """Cut what is wider than a whole line wherever the line is full."""
    pieces, used = [""], 0.0
    for character in unit:
        width = typeface.width(character, size, field)
        if pieces[-1] and used + width > room + _SLACK:
            pieces.append("")
            used = 0.0
        pieces[-1] += character
        used += width
    return pieces
