"""The clauses of a policy as numbers: 第三条(四) comes before 第十条(二), which as text it does not."""

from __future__ import annotations

import re

_DIGITS = "一二三四五六七八九"
_TENS = ("", "十", *(f"{digit}十" for digit in _DIGITS[1:]))
NUMBERS = {tens + unit: 10 * i + j for i, tens in enumerate(_TENS) for j, unit in enumerate(("", *_DIGITS)) if i or j}
"""一 … 九十九."""
_NUMERAL = re.compile(r"[一二三四五六七八九十]+")


def clause_order(clause: str) -> tuple[int, ...]:
    """The sort key of a clause as packages write it: ``三(一)`` is (3, 1), ``六`` is (6,), of several the first counts.

    What names no clause comes first: it holds for the whole package.
    """
    first = clause.partition("、")[0]
    return tuple(NUMBERS.get(numeral, len(NUMBERS) + 1) for numeral in _NUMERAL.findall(first))
