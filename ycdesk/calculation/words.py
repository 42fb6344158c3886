"""Figures and days as people read them in steps, checks and reasons."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache

_SHOWN = 6
"""So many parts of a sum are written out."""


@lru_cache(maxsize=4096)
def figure(value: Decimal | int) -> str:
    """A number with thousands separators and without trailing zeros: ``31,250``, ``7.1``."""
    if isinstance(value, int):
        return f"{value:,}"
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@lru_cache(maxsize=4096)
def yuan_words(value: Decimal) -> str:
    """Yuan with two decimals and thousands separators: ``31,250.00 元``."""
    return f"{value:,.2f} 元"


def day_words(day: date) -> str:
    """An ISO day: ``2025-03-01``."""
    return day.isoformat()


def sum_words(values: Sequence[Decimal]) -> str:
    """Figures added up: ``100 + 200``; many of them are only counted: ``30 项之和``."""
    if len(values) > _SHOWN:
        return f"{figure(sum(values))}（{len(values)} 项之和）"
    return " + ".join(figure(value) for value in values)


def steps_words(parts: Sequence[tuple[int, str]]) -> str:
    """Earlier steps added up, ``(times, "#3")`` each: ``第 1 步 + 3 × 第 3 步``; many: ``第 1、2、…、30 步之和``."""
    numbers = [reference.removeprefix("#") for _, reference in parts]
    if len(parts) > _SHOWN and all(times == 1 for times, _ in parts):
        return f"第 {'、'.join(numbers)} 步之和"
    return " + ".join(
        f"第 {number} 步" if times == 1 else f"{times} × 第 {number} 步"
        for (times, _), number in zip(parts, numbers, strict=True)
    )
