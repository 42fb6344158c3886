"""What a cell of a sheet says, as the text that a person would have typed into the field."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from ycdesk.calculation.facts import FactKind
from ycdesk.domain.entry import clean
from ycdesk.services.sheets.book import Value
from ycdesk.services.sheets.importing.headings import WAN
from ycdesk.services.sheets.importing.targets import Field

_ERRORS = ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#GETTING_DATA", "#SPILL!", "#CALC!")
_NUMBER = re.compile(r"[\d.,]+", re.ASCII)
_SURE_DIGITS = 10**15
"""From here on Excel has lost the last digits of a whole number."""
_EPOCH, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_EARLIEST_SERIAL, _LATEST_SERIAL = 10_000, 74_000
"""Days that a number in a column of dates can stand for: 1927 to 2102."""


def text_maker(field: Field, unit: str, date1904: bool) -> Callable[[Value], str]:
    """A function that gives the text of one cell of a column; ``unit``: that of its amounts (万元 is written out)."""
    wan = unit == WAN and field.money
    dates = field.spec.kind is FactKind.DATE
    epoch = _EPOCH_1904 if date1904 else _EPOCH

    def text_of(value: Value) -> str:
        if value.__class__ is str:
            text = str(value).removeprefix("'")  # typed to keep a code a text
            return f"{text.strip()}万" if wan and _NUMBER.fullmatch(clean(text)) else text
        if value is None:
            return ""
        if value.__class__ is float or value.__class__ is int:
            if dates and _EARLIEST_SERIAL <= value < _LATEST_SERIAL:
                return (epoch + timedelta(days=int(value))).isoformat()
            return figure(float(value)) + ("万" if wan else "")
        return _other(value)

    return text_of


def figure(value: float) -> str:
    """A number as Excel shows it: 15 digits; a longer whole one as the 1.23E+17 that it has become."""
    if value.is_integer() and abs(value) < _SURE_DIGITS:
        return str(int(value))
    text = f"{value:.15g}"
    if "e" not in text:
        return text
    return f"{value:.15f}".rstrip("0") if abs(value) < 1 else f"{value:E}".replace("e", "E")


def error_in(value: Value) -> str:
    """The error value that a formula left in the cell; empty for none."""
    return value if isinstance(value, str) and value.startswith("#") and value in _ERRORS else ""


def is_blank(value: Value) -> bool:
    """Whether nothing stands in the cell."""
    return value is None or (value.__class__ is str and not str(value).strip())


def _other(value: Value) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    return value.isoformat() if isinstance(value, date | time) else str(value)
