"""Dates in workbooks: a number, and a format that says it is a date."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from enum import Enum

# A workbook knows no time zones.
_START = datetime(1899, 12, 31)  # noqa: DTZ001
_START_1904 = datetime(1904, 1, 1)  # noqa: DTZ001
LAST_DAY = 2_958_465
"""The number of 31 December 9999, the last day that Excel knows."""


class Kind(Enum):
    """What a format makes of a number."""

    NUMBER = "number"
    MOMENT = "moment"
    SPAN = "span"
    """A length of time, such as ``[h]:mm``."""


# Formats without a code of their own (ECMA-376 part 1, 18.8.30); 27–36 and 50–58 are those of the Chinese editions.
_MOMENTS = frozenset((*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)))
_SPANS = frozenset((46,))

_SILENT = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*\]|general|e[+-]', re.IGNORECASE)
_SPAN = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_MOMENT = re.compile(r"[ymdhsea]", re.IGNORECASE)


def kind_of(number: int, codes: Mapping[int, str]) -> Kind:
    """What the format ``number`` makes of a number; ``codes`` are the formats that the workbook brings along."""
    code = codes.get(number)
    if code is None:
        return Kind.MOMENT if number in _MOMENTS else Kind.SPAN if number in _SPANS else Kind.NUMBER
    first = _SILENT.sub("", code[:255]).partition(";")[0]
    if _SPAN.search(first):
        return Kind.SPAN
    return Kind.MOMENT if _MOMENT.search(first) else Kind.NUMBER


def moment_of(serial: float, kind: Kind, date1904: bool) -> float | date | datetime | time | timedelta:
    """The moment that a number of days stands for, to the millisecond; a number that is none stays a number.

    A whole number is a date, one below 1 a time of the day. Excel counts a 29 February 1900 that never was.
    """
    if kind is Kind.NUMBER or not 0 <= serial < LAST_DAY + 1:
        return serial
    length = timedelta(milliseconds=round(serial * 86_400_000))
    if kind is Kind.SPAN:
        return length
    if length.days == 0:
        return (_START_1904 + length).time()
    if not date1904 and length.days == 60:
        return serial
    try:
        found = (_START_1904 if date1904 else _START if length.days < 60 else _START - timedelta(days=1)) + length
    except OverflowError:
        return serial
    return found.date() if found.time() == time() else found
