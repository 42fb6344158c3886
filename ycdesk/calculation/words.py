"""Figures and days as people read them in steps, checks and reasons."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import lru_cache


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
