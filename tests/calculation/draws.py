"""Single facts for the random cases: days, money and keys, at and beside the points where the policy turns."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from tests.calculation.oracle_values import JOINED_BRI, JOINED_SILK, LAST_DAY_IN_BRI

Facts = dict[str, Any]

TURNING_DAYS = (
    "2023-01-01", "2023-02-28", "2023-12-31", "2024-01-01", "2024-02-28", "2024-02-29", "2024-03-01", "2024-06-30",
    "2024-12-31", "2025-01-01", "2025-02-28", "2025-03-01", "2025-06-30", "2025-12-31", "2026-01-01",
    *(day.isoformat() for moves in (JOINED_BRI, JOINED_SILK, LAST_DAY_IN_BRI) for day in moves.values()),
)  # fmt: skip
# Dollars whose yuan at 7.1 lie on, or a hair beside, five and three million.
DOLLARS = ("704225.3521", "704225.3520", "704225.3514", "422535.2113", "422535.2112", "422535.2105")


def any_day(rng: Random, late: float = 0.0) -> str:
    """A day at or near one where something turns; with the share ``late``, one after all of them."""
    if rng.random() < late:
        return rng.choice(("2025-12-31", "2026-01-01", "2026-02-28", "2026-03-01", "2026-11-20"))
    day = date.fromisoformat(rng.choice(TURNING_DAYS))
    near = rng.choice((0, 0, 0, 1, -1, 365, -365, 366, -366, rng.randint(-200, 200)))
    return (day + timedelta(days=near)).isoformat()


def inside_day(rng: Random, share: float = 0.75) -> str:
    """Mostly a day inside the window."""
    if rng.random() < share:
        days = rng.choice((0, 1, 59, 60, 729, 730, rng.randint(0, 730)))
        return (date(2024, 1, 1) + timedelta(days=days)).isoformat()
    return any_day(rng)


def cents(rng: Random, *turns: float) -> str:
    """Yuan at a turn, a fen beside it, nothing, or any."""
    fen = round(rng.choice(turns) * 100) + rng.choice((0, 0, 0, 1, -1, rng.randint(-9999, 9999)))
    if rng.random() < 0.1:
        fen = rng.choice((0, 1, 2, 3, rng.randint(0, 10**9)))
    fen = max(fen, 0)
    text = f"{fen // 100}.{fen % 100:02}"
    return text if rng.random() < 0.7 else text.rstrip("0").rstrip(".")


def money_row(rng: Random, field: str, *turns: float, foreign: float = 0.3) -> Facts:
    """The money of a row, in yuan or, with the share ``foreign``, in another currency."""
    if rng.random() >= foreign:
        row: Facts = {field: cents(rng, *turns)}
        if rng.random() < 0.2:
            row["currency"] = rng.choice(("CNY", "", None))
        return row
    if rng.random() < 0.3 and max(turns) >= 3_000_000:
        return {field: rng.choice(DOLLARS), "currency": "USD", "exchange_rate": rng.choice(("7.1", "7.1000"))}
    rate = rng.choice(("7.1", "7.1234", "0.0493", "1", "0.5", "7.78385"))
    near = rng.choice((0, 0, 1, -1, rng.randint(-99999, 99999)))
    units = max(0, round(rng.choice(turns) * 10_000 / float(rate)) + near)
    amount = f"{units // 10_000}.{units % 10_000:04}"
    return {field: amount, "currency": rng.choice(("USD", "EUR", "HKD")), "exchange_rate": rate}


def yes_mostly(rng: Random) -> bool:
    return rng.random() < 0.93


def key_of(rng: Random, *names: str) -> str:
    """A key from a small stock, as people type it: spaces around it, capitals or not."""
    name = rng.choice(names)
    name = rng.choice((name, name, name, name.upper(), name.lower()))
    return rng.choice((name, name, f" {name}", f"{name} ", f"  {name}  "))


def many(rng: Random, *often: int, rare: int) -> range:
    return range(rare if rng.random() < 0.01 else rng.choice(often))


def year(rng: Random) -> int:
    return rng.choice((2024, 2025)) if rng.random() < 0.95 else rng.choice((2023, 2026))
