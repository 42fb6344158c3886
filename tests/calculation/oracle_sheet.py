"""The sheet of the second calculation: rows, what they get, and the limits they use up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from tests.calculation.oracle_values import cut, fold, is_known, known_rows, number, used_before, yuan

Case = dict[str, Any]
Row = dict[str, Any]
Limit = tuple[Fraction | None, Fraction, Fraction, Fraction | None]
"""ceiling, used before, used now, left"""


@dataclass
class Line:
    """One row: whether it meets its conditions, whether it counts (a key or a limit may be used up), what it gets."""

    path: str
    meets: bool
    counts: bool = True
    amount: Fraction = Fraction(0)

    @property
    def counted(self) -> bool:
        return self.meets and self.counts


@dataclass
class Paid:
    """What a case gets and what it uses up."""

    amount: Fraction = Fraction(0)
    lines: list[Line] = field(default_factory=list)
    uses: dict[tuple[str, str], Fraction] = field(default_factory=dict)
    limits: dict[tuple[str, str], Limit] = field(default_factory=dict)

    def use(self, case: Case, limit: str, key: Any, now: Fraction | int, ceiling: int | None) -> None:
        before, name = used_before(case, limit, key), (limit, fold(limit, key))
        now = Fraction(now) + self.uses.get(name, Fraction(0))
        self.uses[name] = now
        left = None if ceiling is None else max(Fraction(0), ceiling - before - now)
        self.limits[name] = (None if ceiling is None else Fraction(ceiling), before, now, left)


def left_of(case: Case, limit: str, key: Any, ceiling: int) -> Fraction:
    return max(Fraction(0), ceiling - used_before(case, limit, key))


def lines_of(case: Case, table: str, meets: Callable[[Row], bool]) -> list[tuple[Row, Line]]:
    rows = known_rows(case, table)
    return [(row, Line(f"facts.{table}[{no}]", meets(row))) for no, row in enumerate(rows)]


def part_of_cost(row: Row, money: str) -> Fraction:
    """30 %, and with other support not more than the cost."""
    cost = yuan(row, money)
    other = number(row["other_support"]) if is_known(row.get("other_support")) else Fraction(0)
    return max(Fraction(0), min(cut(cost * 30 / 100), cost - other))


def up_to(paid: Paid, case: Case, limit: str, key: Any, ceiling: int) -> Paid:
    """Hold the sum of the lines under what is left of a limit in yuan."""
    paid.amount = min(sum((line.amount for line in paid.lines), Fraction(0)), left_of(case, limit, key, ceiling))
    paid.use(case, limit, key, paid.amount, ceiling)
    return paid


def each_once(paid: Paid, case: Case, rows: list[tuple[Row, Line]], limit: str, name: str) -> list[tuple[Row, Line]]:
    """The rows that meet their conditions and whose key is not used up; a key that stands twice counts once."""
    seen: set[str] = set()
    fresh = []
    for row, line in rows:
        paid.lines.append(line)
        key = fold(limit, row[name])
        if line.meets:
            line.counts = key not in seen and used_before(case, limit, key) == 0
            seen.add(key)
            paid.use(case, limit, key, 0, 1)
            if line.counts:
                fresh.append((row, line))
    return fresh


def some(
    paid: Paid, case: Case, fresh: list[tuple[Row, Line]], each: tuple[str, str, int], total: tuple[str, int]
) -> Paid:
    """A fixed award a row, in the order given, as many as are left."""
    limit, name, award = each
    left = int(left_of(case, total[0], None, total[1]))
    for no, (row, line) in enumerate(fresh):
        line.counts = no < left
        if line.counts:
            line.amount = Fraction(award)
            paid.use(case, limit, row[name], 1, 1)
            paid.amount += line.amount
    paid.use(case, total[0], None, min(left, len(fresh)), total[1])
    return paid
