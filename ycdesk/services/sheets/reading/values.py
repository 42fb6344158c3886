"""What the text in a cell of an .xlsx stands for."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import datetime, time
from sys import getsizeof

from ycdesk.services.sheets.book import Value
from ycdesk.services.sheets.reading.moments import Kind, moment_of
from ycdesk.services.sheets.reading.safety import DAMAGED, Room, Unreadable

_MOST_REMEMBERED = 20_000
_MOMENT_SIZE = 40
"""Bytes by which the moment of a cell may be larger than a number."""
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_CONTROL = dict.fromkeys(n for n in range(32) if n not in (9, 10, 13))


class Values:
    """Turns what stands in a cell into its value: the workbook's shared texts, its formats, its first day."""

    def __init__(self, texts: Sequence[str | None], kinds: Sequence[Kind], date1904: bool, room: Room) -> None:
        self.texts = texts
        self.styles = {b"%d" % at: kind for at, kind in enumerate(kinds) if kind is not Kind.NUMBER}
        """The styles that make moments of numbers, under their numbers as they are written."""
        self._date1904, self._room = date1904, room
        self._moments: dict[tuple[bytes, Kind], Value] = {}
        self.others = {
            b"b": _truth,
            b"e": _plain,
            b"str": self.text,
            b"inlineStr": self.text,
            b"d": self._iso,
        }
        """By the cell's type, all but numbers and shared texts; an unknown type is taken for a text."""

    def number(self, written: bytes, style: bytes) -> Value:
        """A number, or the moment that its style makes of it; what is no number that can be counted with is a text."""
        try:
            number = float(written)
        except ValueError:
            return self.text(written.decode())
        if not math.isfinite(number):
            return self.text(written.decode())
        kind = self.styles.get(style)
        return number if kind is None else self._moment(written, number, kind)

    def _moment(self, written: bytes, number: float, kind: Kind) -> Value:
        found = self._moments.get((written, kind))
        if found is None:
            found = moment_of(number, kind, self._date1904)
            self._room.take(_MOMENT_SIZE)
            if len(self._moments) < _MOST_REMEMBERED:
                self._moments[written, kind] = found
        return found

    def shared(self, written: bytes) -> str | None:
        """The shared text of this number. Raises Unreadable where there is none."""
        if not (written.isdigit() and len(written) < 10 and int(written) < len(self.texts)):
            raise Unreadable(DAMAGED)
        return self.texts[int(written)]

    def of(self, kind: bytes, style: bytes, written: str) -> Value:
        """The value of a cell of this type; ``written`` without entities."""
        if kind in (b"", b"n"):
            return self.number(written.strip().encode(), style) if written.strip() else None
        if kind == b"s":
            return self.shared(written.strip().encode())
        reader = self.others.get(kind, self.text)
        return reader(written)

    def text(self, written: str) -> str | None:
        """A text that only this cell holds."""
        text = unescaped(written)
        self._room.take(getsizeof(text))
        return text or None

    def _iso(self, written: str) -> Value:
        try:
            moment = datetime.fromisoformat(written).replace(tzinfo=None)
        except ValueError:
            return self._time(written)
        return moment.date() if moment.time() == time() else moment

    def _time(self, written: str) -> Value:
        try:
            return time.fromisoformat(written).replace(tzinfo=None)
        except ValueError:
            return self.text(written)


def unescaped(text: str) -> str:
    """A text as people see it: ``_x000D_`` is the character, and what cannot be shown is left out."""
    if "_x" in text:
        text = _ESCAPE.sub(_character, text)
    return text if text.isprintable() else text.translate(_CONTROL)


def _character(match: re.Match[str]) -> str:
    number = int(match[1], 16)
    return match[0] if 0xD800 <= number <= 0xDFFF else chr(number)


def _truth(written: str) -> Value:
    return written.strip() in ("1", "true")


def _plain(written: str) -> Value:
    return written.strip() or None
