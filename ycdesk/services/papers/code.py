"""The case number as a code that a hand scanner reads: a small QR code drawn as vector modules."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby

import segno

from ycdesk.services.papers.sheet import MM, Code

MODULE = 0.75 * MM
"""Side of one module: six dots of a 203 dpi printer."""

_MASK = 4
"""A fixed mask saves the search for the best of eight, nine tenths of the time, and keeps the code the same."""


def code(payload: str, right: float, top: float) -> Code:
    """The code of a short ASCII text, its upper right corner at (right, top) in points; leave 3 mm around it blank."""
    runs, side = _modules(payload)
    return Code(round(right - side * MODULE, 2), round(top, 2), MODULE, runs)


@lru_cache(maxsize=256)
def _modules(payload: str) -> tuple[tuple[tuple[int, int, int], ...], int]:
    symbol = segno.make_qr(payload, error="m", mask=_MASK, boost_error=False)
    runs = []
    for number, row in enumerate(symbol.matrix):
        column = 0
        for dark, group in groupby(row):
            length = len(list(group))
            if dark:
                runs.append((column, number, length))
            column += length
    return tuple(runs), len(symbol.matrix)
