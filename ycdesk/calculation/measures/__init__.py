"""The meaning of the measures: one module each, found by its name; no registration.

A module declares ``Facts`` (what is entered), ``Parameters`` (what its TOML must hold), ``READINGS`` (the open
readings that it follows, with the ids of their alternatives) and up to three functions that the calculation
calls in this order:

``conditions(work, facts)``
    the case-level conditions, as checks; facts may be missing.
``judge_row(work, facts, row, state)``
    the conditions of one row; facts may be missing. Without it every complete row meets its conditions.
``award(work, facts)``
    the sum, as steps, once nothing is missing and a row meets its conditions; returns the term of the amount,
    or None where the policy has no formula and no decision is recorded.

and ``event_days(facts)``, the known days on which what is applied for happened; by them a case finds its package.

``NEEDS_DAY = True`` says that the day of application decides a condition.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any


@cache
def measure_ids() -> tuple[str, ...]:
    """Ids of all measures whose meaning the program knows, sorted by name."""
    return tuple(sorted(module.name for module in iter_modules(__path__)))


@cache
def module_of(measure: str) -> Any:
    """The module of a measure. Raises KeyError for an unknown id."""
    if measure not in measure_ids():
        raise KeyError(measure)
    return import_module(f"{__name__}.{measure}")
