"""An evaluator of step expressions by the letter of the case file's grammar, in exact fractions.

Decimal numbers, ``#n``, ``+ - * /``, parentheses, ``min max sum cut half_up``; anything else is an error.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from math import floor

_TOKEN = re.compile(r"\s*(#\d+|\d+(?:\.\d+)?|min|max|sum|cut|half_up|[-+*/(),])")


def tokens(expression: str) -> list[str]:
    found, place = [], 0
    while place < len(expression):
        match = _TOKEN.match(expression, place)
        if match is None:
            raise ValueError(f"not in the grammar: {expression[place:]!r} in {expression!r}")
        found.append(match[1])
        place = match.end()
    return found


def numbers(expression: str) -> list[Fraction]:
    """The decimal numbers that stand in an expression."""
    return [Fraction(token) for token in tokens(expression) if token[0].isdigit()]


def evaluate(expression: str, results: Mapping[int, Fraction]) -> Fraction:
    """The value of an expression; ``results`` are those of the earlier steps."""
    rest = tokens(expression)
    value = _sum(rest, results)
    if rest:
        raise ValueError(f"{rest} is left over of {expression!r}")
    return value


def _sum(rest: list[str], results: Mapping[int, Fraction]) -> Fraction:
    value = _product(rest, results)
    while rest and rest[0] in "+-":
        sign = 1 if rest.pop(0) == "+" else -1
        value += sign * _product(rest, results)
    return value


def _product(rest: list[str], results: Mapping[int, Fraction]) -> Fraction:
    value = _atom(rest, results)
    while rest and rest[0] in "*/":
        if rest.pop(0) == "*":
            value *= _atom(rest, results)
        else:
            value /= _atom(rest, results)
    return value


def _atom(rest: list[str], results: Mapping[int, Fraction]) -> Fraction:
    token = rest.pop(0)
    if token == "(":
        value = _sum(rest, results)
        _expect(rest, ")")
        return value
    if token.startswith("#"):
        return results[int(token[1:])]
    if token[0].isdigit():
        return Fraction(token)
    _expect(rest, "(")
    values = [_sum(rest, results)]
    while rest[0] == ",":
        rest.pop(0)
        values.append(_sum(rest, results))
    _expect(rest, ")")
    return _function(token, values)


def _function(name: str, values: list[Fraction]) -> Fraction:
    if name == "min":
        return min(values)
    if name == "max":
        return max(values)
    if name == "sum":
        return sum(values, Fraction(0))
    (value,) = values
    return Fraction(floor(value * 100 + (Fraction(1, 2) if name == "half_up" else 0)), 100)


def _expect(rest: list[str], token: str) -> None:
    if not rest or rest.pop(0) != token:
        raise ValueError(f"expected {token}")
