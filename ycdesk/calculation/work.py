"""The sheet on which one case is worked out: checks, rows, steps, limits and uses as they come up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ycdesk.calculation import exact
from ycdesk.calculation.assessment import Check, LimitUse, Line, Outcome, Step, Use
from ycdesk.calculation.exact import Term
from ycdesk.calculation.facts import MoneyRow
from ycdesk.calculation.words import day_words, figure, sum_words, yuan_words

if TYPE_CHECKING:
    from ycdesk.calculation.casefile import CaseFile
    from ycdesk.calculation.package import PolicyPackage
    from ycdesk.calculation.ruled import Ruled

ZERO = Decimal("0.00")


def one_year_after(start: date) -> date:
    """The same day one year later; 29 February → 28 February (满1年)."""
    if start.year == date.max.year:
        return date.max
    try:
        return start.replace(year=start.year + 1)
    except ValueError:
        return start.replace(year=start.year + 1, day=28)


class RowState:
    """One row and whether it meets its conditions: ``met`` is None while a fact that matters is missing."""

    __slots__ = ("index", "line", "met", "path", "reasons", "row")

    def __init__(self, index: int, path: str, row: Any) -> None:
        self.index = index
        self.path = path
        self.row = row
        self.met: bool | None = True
        self.reasons: list[str] = []
        self.line: Line | None = None

    def count(self, amount: Decimal, count: int | None = None) -> None:
        """The row counts with this amount in yuan."""
        self.line = Line(self.path, True, amount, count)

    def pass_over(self, reason: str, count: int | None = None) -> None:
        """The row meets its conditions but counts 0, for a reason in words."""
        self.line = Line(self.path, False, ZERO, count, reason)


class Work:
    """The working of one case under one package and what has been ruled."""

    def __init__(self, case: CaseFile, package: PolicyPackage, ruled: Ruled) -> None:
        self.case = case
        self.package = package
        self.rules = package.measures[case.measure]
        self.clause = self.rules.clause
        self.checks: list[Check] = []
        self.steps: list[Step] = []
        self.limits: list[LimitUse] = []
        self.uses: list[Use] = []
        self.rows: list[RowState] = []
        self.consulted: dict[str, None] = {}
        self.flagged: dict[str, str] = {}
        self.not_needed: set[str] = set()
        self.ruled = ruled
        self._before: dict[tuple[str, str | None], list[int | Decimal]] | None = None

    # -- data ------------------------------------------------------------------------------------------------

    def parameters(self, on: date | None) -> Any:
        """The measure's parameters in force on an event date."""
        return self.package.parameters_on(self.case.measure, on)

    def parameters_of_year(self, year: int | None) -> Any:
        """The measure's parameters in force at the end of a year."""
        return self.parameters(date(year, 12, 31) if year is not None and 1 <= year <= 9999 else None)

    def reading(self, reading_id: str) -> str:
        """The choice of an open reading that bears on this case; whether it decides the case is found out later."""
        self.consulted[reading_id] = None
        chosen = self.ruled.readings.get(reading_id)
        return chosen if chosen is not None else self.package.readings_of[self.case.measure][reading_id].in_force

    def flag(self, reading_id: str, text: str) -> None:
        """A reading decides this case though the other reading has no computed amount."""
        self.flagged[reading_id] = text

    # -- conditions ------------------------------------------------------------------------------------------

    def check(
        self,
        check_id: str,
        label: str,
        required: str,
        found: str | None,
        met: bool | None,
        *,
        shortfall: str | None = None,
        row: RowState | None = None,
        clause: str | None = None,
    ) -> None:
        """Record a condition. ``met`` None: not known yet. With ``row`` it is a condition of that row."""
        outcome = Outcome.UNKNOWN if met is None else Outcome.MET if met else Outcome.UNMET
        path = None
        if row is not None:
            path = row.path
            if met is False:
                row.met = False
                row.reasons.append(f"{label}：{found}，要求{required}")
            elif met is None and row.met is not False:
                row.met = None
        short = shortfall if met is False else None
        self.checks.append(
            Check(check_id, clause or self.clause, label, required, found or "未填", outcome, short, path)
        )

    def at_least(
        self,
        check_id: str,
        label: str,
        found: Decimal | int | None,
        floor: Decimal | int,
        unit: str,
        row: RowState | None = None,
    ) -> None:
        """以上、达、不少于、（含）: the number itself is enough."""
        words = None if found is None else f"{figure(found)} {unit}"
        met = None if found is None else found >= floor
        short = f"差 {figure(floor - found)} {unit}" if found is not None and not met else None
        self.check(check_id, label, f"≥ {figure(floor)} {unit}", words, met, shortfall=short, row=row)

    def more_than(
        self, check_id: str, label: str, found: Decimal | int | None, bound: Decimal | int, unit: str
    ) -> None:
        """超过: the number itself is not enough."""
        words = None if found is None else f"{figure(found)} {unit}"
        met = None if found is None else found > bound
        short = None
        if found is not None and not met:
            gap = bound - found
            short = f"恰好等于，须超过 {figure(bound)} {unit}" if not gap else f"差 {figure(gap)} {unit}以上"
        self.check(check_id, label, f"> {figure(bound)} {unit}", words, met, shortfall=short)

    def wanted(
        self, check_id: str, label: str, found: bool | None, wanted: bool = True, row: RowState | None = None
    ) -> None:
        """A yes/no fact that must have one value."""
        words = None if found is None else "是" if found else "否"
        met = None if found is None else found is wanted
        self.check(check_id, label, "是" if wanted else "否", words, met, row=row)

    def in_window(self, check_id: str, label: str, on: date | None, row: RowState | None = None) -> None:
        """The event date lies in the policy's period (第十条(一)、(三)), both ends included."""
        start, end = self.package.window
        met = None if on is None else start <= on <= end
        short = None
        if on is not None and not met:
            short = f"早 {(start - on).days} 天" if on < start else f"晚 {(on - end).days} 天"
        self.check(
            check_id,
            label,
            f"{day_words(start)}至{day_words(end)}",
            None if on is None else day_words(on),
            met,
            shortfall=short,
            row=row,
            clause="十(三)",
        )

    def year_in_window(self, year: int | None) -> None:
        """The year of the facts is one of the policy's years."""
        first, last = self.package.window[0].year, self.package.window[1].year
        met = None if year is None else first <= year <= last
        self.check(
            "year",
            "年度在政策有效期内",
            f"{first} 至 {last} 年",
            None if year is None else f"{year} 年",
            met,
            clause="十(三)",
        )

    def one_year(
        self, check_id: str, label: str, start: date | None, end: date | None, row: RowState | None = None
    ) -> None:
        """满1年: ``end`` reaches the same day one year after ``start``."""
        met, words, short = None, None, None
        if start is not None and end is not None:
            due = one_year_after(start)
            met = end >= due
            words = f"{day_words(start)}至{day_words(end)}"
            short = f"差 {(due - end).days} 天" if not met else None
        self.check(check_id, label, "满 1 年", words, met, shortfall=short, row=row)

    # -- rows ------------------------------------------------------------------------------------------------

    def met_rows(self) -> Iterator[RowState]:
        """The rows that meet their conditions, in the order given."""
        return (state for state in self.rows if state.met)

    def row_yuan(self, row: MoneyRow, label: str) -> Term:
        """The row's money in yuan; a foreign amount is converted, half up to 0.01, in a step of its own."""
        money: Decimal = getattr(row, row.money_fact)
        if not row.foreign:
            return exact.number(money)
        rate = row.exchange_rate
        assert rate is not None
        term = exact.half_up(exact.number(money) * exact.number(rate))
        text = f"{figure(money)} {row.currency} × {figure(rate)} = {yuan_words(term.value)}"
        title = type(row).model_fields[row.money_fact].title
        return self.step(f"{label} {title}折人民币", term, text)

    def yuan_known(self, row: MoneyRow) -> Decimal | None:
        """The row's money in yuan for a condition; None while a fact is missing."""
        money: Decimal | None = getattr(row, row.money_fact)
        if money is None or not row.foreign:
            return money
        if row.exchange_rate is None:
            return None
        return exact.half_up(exact.number(money) * exact.number(row.exchange_rate)).value

    # -- steps -----------------------------------------------------------------------------------------------

    def step(self, label: str, term: Term, text: str) -> Term:
        """Write a step down; returns the reference ``#n`` that later steps compute with."""
        no = len(self.steps) + 1
        self.steps.append(Step(no, label, self.clause, term.text, text, term.value))
        return term.named(f"#{no}")

    # -- limits ----------------------------------------------------------------------------------------------

    def used_before(self, limit_id: str, key: str | None = None) -> Any:
        """What earlier awards used of a limit: an int for counts, Decimal yuan for amounts."""
        empty: int | Decimal = 0 if self.package.limits[limit_id].measures == "count" else ZERO
        return sum(self._earlier_uses(limit_id, key), empty)

    def _earlier_uses(self, limit_id: str, key: str | None) -> list[int | Decimal]:
        if self._before is None:
            self._before = {}
            for use in (use for award in self.case.history for use in award.uses):
                limit = self.package.limits.get(use.limit)
                used = None if limit is None else use.count if limit.measures == "count" else use.amount
                if limit is not None and used:
                    self._before.setdefault((use.limit, limit.fold_key(use.key)), []).append(used)
        return self._before.get((limit_id, self.package.limits[limit_id].fold_key(key)), [])

    def touch(self, limit_id: str, key: str | None, ceiling: Any, now: Any) -> None:
        """Record that this case touches a limit and uses ``now`` of it; ``ceiling`` None: only counted."""
        limit = self.package.limits[limit_id]
        key = limit.fold_key(key)
        before = self.used_before(limit_id, key)
        left = None if ceiling is None else max(ceiling - before - now, type(now)(0))
        self.limits.append(LimitUse(limit_id, key, limit.title, ceiling, before, now, left))
        if now:
            count, amount = (now, None) if limit.measures == "count" else (None, now)
            self.uses.append(Use(limit_id, key, count, amount))

    def cap_total(self, term: Term, limit_id: str, key: str | None, ceiling: Decimal, label: str) -> Term:
        """Cap a sum by what earlier awards left of a limit of money, in a step of its own; touches the limit."""
        earlier = [Decimal(use) for use in self._earlier_uses(limit_id, key)]
        room = exact.number(ceiling)
        words = f"上限 {figure(ceiling)} 元"
        if earlier:
            room = room - exact.total([exact.number(use) for use in earlier])
            words += f" − 已用 {sum_words(earlier)} 元"
            if sum(earlier) > ceiling:
                room = exact.greatest(room, exact.number(0))
        capped = exact.least(term, room)
        relation = "超过" if term > capped else "未超过"
        result = self.step(label, capped, f"{yuan_words(term.value)}{relation}{words}，计 {yuan_words(capped.value)}")
        self.touch(limit_id, key, ceiling, result.value)
        return result


def latest(*days: date | None) -> date | None:
    """The latest of some days; None while one of them is missing."""
    known = [day for day in days if day is not None]
    return max(known) if len(known) == len(days) else None


def next_day(day: date) -> date:
    """The day after."""
    return day + timedelta(days=1)
