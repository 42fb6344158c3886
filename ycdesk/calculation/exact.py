"""Exact arithmetic that remembers how it was written.

A :class:`Term` is a fraction together with the text of the expression that made it. Because each step's
result is the value of the very term whose text is printed, the steps can always be recomputed
(``spec: case file, "Steps that can be recomputed"``).
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from math import lcm

from ycdesk.calculation.values import plain

_SUM, _PRODUCT, _ATOM = 0, 1, 2


class Term:
    """The fraction ``n/d`` (``d > 0``, not reduced) and its text; ``rank`` says when parentheses are needed."""

    __slots__ = ("_value", "d", "n", "rank", "text")

    def __init__(self, n: int, d: int, text: str, rank: int = _ATOM) -> None:
        self.n = n
        self.d = d
        self.text = text
        self.rank = rank
        self._value: Decimal | None = None

    def __add__(self, other: Term) -> Term:
        return Term(self.n * other.d + other.n * self.d, self.d * other.d, f"{self.text} + {other.text}", _SUM)

    def __sub__(self, other: Term) -> Term:
        right = other.text if other.rank > _SUM else f"({other.text})"
        return Term(self.n * other.d - other.n * self.d, self.d * other.d, f"{self.text} - {right}", _SUM)

    def __mul__(self, other: Term) -> Term:
        left = self.text if self.rank > _SUM else f"({self.text})"
        right = other.text if other.rank == _ATOM else f"({other.text})"
        return Term(self.n * other.n, self.d * other.d, f"{left} * {right}", _PRODUCT)

    def __truediv__(self, other: Term) -> Term:
        """Division; the divisor must be greater than zero."""
        left = self.text if self.rank > _SUM else f"({self.text})"
        right = other.text if other.rank == _ATOM else f"({other.text})"
        return Term(self.n * other.d, self.d * other.n, f"{left}/{right}", _PRODUCT)

    def __lt__(self, other: Term) -> bool:
        return self.n * other.d < other.n * self.d

    @property
    def value(self) -> Decimal:
        """The value in yuan; it must be exact to 0.01 (terms are cut before they become a result)."""
        if self._value is None:
            fen, rest = divmod(self.n * 100, self.d)
            if rest:
                raise ArithmeticError(f"{self.text} is not exact to 0.01")
            self._value = Decimal(fen).scaleb(-2)
        return self._value

    def named(self, text: str) -> Term:
        """The same value under another name, such as ``#3``."""
        term = Term(self.n, self.d, text)
        term._value = self._value
        return term


@lru_cache(maxsize=4096)
def number(value: Decimal | int) -> Term:
    """A fact, a parameter or a count as a term."""
    if isinstance(value, int):
        return Term(value, 1, str(value))
    n, d = value.as_integer_ratio()
    return Term(n, d, plain(value))


@lru_cache(maxsize=128)
def percent(value: Decimal | int) -> Term:
    """A rate in per cent: ``percent(80)`` is written ``80/100``."""
    return number(value) / Term(100, 1, "100")


def cut(term: Term) -> Term:
    """Cut down to 0.01 yuan: a ceiling in the policy is a ceiling, no percentage is rounded up."""
    return Term(term.n * 100 // term.d, 100, f"cut({term.text})")


def half_up(term: Term) -> Term:
    """Round half up to 0.01 yuan (conversion of foreign money); the term must not be negative."""
    return Term((term.n * 200 + term.d) // (2 * term.d), 100, f"half_up({term.text})")


def least(*terms: Term) -> Term:
    """``min(…)`` of two or more terms."""
    best, *rest = terms
    for term in rest:
        if term.n * best.d < best.n * term.d:
            best = term
    return Term(best.n, best.d, f"min({', '.join(term.text for term in terms)})")


def greatest(*terms: Term) -> Term:
    """``max(…)`` of two or more terms."""
    best = max(terms)
    return Term(best.n, best.d, f"max({', '.join(term.text for term in terms)})")


def total(terms: Iterable[Term]) -> Term:
    """The sum of one or more terms: ``a``, ``a + b``, or ``sum(a, b, c, …)`` for many."""
    parts = list(terms)
    if len(parts) <= 6:
        result = parts[0]
        for part in parts[1:]:
            result = result + part
        return result
    d = lcm(*(part.d for part in parts))
    n = sum(part.n * (d // part.d) for part in parts)
    return Term(n, d, f"sum({', '.join(part.text for part in parts)})")
