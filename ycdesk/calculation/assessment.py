"""What a calculation gives back: an amount with its whole working, ready to be shown, printed and frozen.

Money is ``Decimal`` in yuan with two decimals. ``as_dict`` and ``from_dict`` are the form of the case file's
"Out" table; a frozen case stores that form and reads it back years later.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

ENGINE = "1.0.0"
"""Version of the calculation; changes whenever an amount or a step can change."""


class Status(StrEnum):
    ELIGIBLE = "eligible"
    INELIGIBLE = "ineligible"
    INCOMPLETE = "incomplete"
    NEEDS_RULING = "needs_ruling"


class Outcome(StrEnum):
    MET = "met"
    UNMET = "unmet"
    UNKNOWN = "unknown"


class Step(NamedTuple):
    """One numbered step; ``expression`` is exact and machine-readable, ``text`` is the same for people."""

    no: int
    label: str
    clause: str
    expression: str
    text: str
    result: Decimal


class Check(NamedTuple):
    """One condition; ``path`` names the row it belongs to, None for a condition of the whole case."""

    id: str
    clause: str
    label: str
    required: str
    found: str
    outcome: Outcome
    shortfall: str | None = None
    """By how much a number falls short, in words; None unless the check is unmet and numeric."""
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one row. ``counted`` is None while facts are missing; ``reason`` says why it does not count."""

    path: str
    counted: bool | None
    amount: Decimal | None
    count: int | None = None
    reason: str = ""


class LimitUse(NamedTuple):
    """A limit that this case touches. Counts are ints, money is Decimal; no ceiling is None."""

    limit: str
    key: str | None
    label: str
    ceiling: int | Decimal | None
    used_before: int | Decimal
    used_now: int | Decimal
    left: int | Decimal | None


@dataclass(frozen=True, slots=True)
class Use:
    """What the award uses up of a limit: a count or an amount in yuan."""

    limit: str
    key: str | None = None
    count: int | None = None
    amount: Decimal | None = None


class Flag(NamedTuple):
    """A reading of an open clause that decides this case and that a supervisor must confirm."""

    reading: str
    clause: str
    text: str
    choice: str
    other: str | None = None
    other_amount: Decimal | None = None


class Funding(NamedTuple):
    """The parts of the city and of the county in yuan; they add up to the amount."""

    city: Decimal
    county: Decimal


@dataclass(frozen=True, slots=True)
class Assessment:
    """The result of a case under one policy package."""

    measure: str
    status: Status
    amount: Decimal | None
    funding: Funding | None
    lines: tuple[Line, ...]
    checks: tuple[Check, ...]
    steps: tuple[Step, ...]
    limits: tuple[LimitUse, ...]
    uses: tuple[Use, ...]
    flags: tuple[Flag, ...]
    missing: tuple[str, ...]
    policy: Mapping[str, str]
    engine: str = ENGINE

    def as_dict(self) -> dict[str, Any]:
        """The result as JSON-ready values; money becomes strings with two decimals."""
        return {
            "measure": self.measure,
            "status": self.status.value,
            "amount": _out(self.amount),
            "funding": _plain(self.funding) if self.funding else None,
            "lines": [_line(line) for line in self.lines],
            "checks": [_plain(check) for check in self.checks],
            "steps": [_plain(step) for step in self.steps],
            "limits": [_plain(limit) for limit in self.limits],
            "uses": [_use(use) for use in self.uses],
            "flags": [_plain(flag) for flag in self.flags],
            "missing": list(self.missing),
            "policy": dict(self.policy),
            "engine": self.engine,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Assessment:
        """Read back what ``as_dict`` wrote. Raises KeyError or TypeError for anything else."""
        funding = data["funding"]
        return cls(
            measure=data["measure"],
            status=Status(data["status"]),
            amount=_money(data["amount"]),
            funding=Funding(Decimal(funding["city"]), Decimal(funding["county"])) if funding else None,
            lines=tuple(
                Line(row["path"], row["counted"], _money(row["amount"]), row.get("count"), row["reason"])
                for row in data["lines"]
            ),
            checks=tuple(Check(**{**row, "outcome": Outcome(row["outcome"])}) for row in data["checks"]),
            steps=tuple(Step(**{**row, "result": Decimal(row["result"])}) for row in data["steps"]),
            limits=tuple(
                LimitUse(**{**row, **{name: _figure(row[name]) for name in _LIMIT_FIGURES}}) for row in data["limits"]
            ),
            uses=tuple(
                Use(row["limit"], row.get("key"), row.get("count"), _money(row.get("amount"))) for row in data["uses"]
            ),
            flags=tuple(Flag(**{**row, "other_amount": _money(row["other_amount"])}) for row in data["flags"]),
            missing=tuple(data["missing"]),
            policy=dict(data["policy"]),
            engine=data["engine"],
        )


_LIMIT_FIGURES = ("ceiling", "used_before", "used_now", "left")


def _out(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    return value.value if isinstance(value, StrEnum) else value


def _plain(record: Any) -> dict[str, Any]:
    return {name: _out(value) for name, value in record._asdict().items()}


def _line(line: Line) -> dict[str, Any]:
    data = {"path": line.path, "counted": line.counted, "amount": _out(line.amount), "reason": line.reason}
    return data if line.count is None else {**data, "count": line.count}


def _use(use: Use) -> dict[str, Any]:
    data: dict[str, Any] = {"limit": use.limit, "key": use.key}
    return {**data, "count": use.count} if use.amount is None else {**data, "amount": _out(use.amount)}


def _money(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _figure(value: Any) -> int | Decimal | None:
    return Decimal(value) if isinstance(value, str) else value
