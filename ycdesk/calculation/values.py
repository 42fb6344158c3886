"""Readers of the single values of a case file; each raises a sentence in Chinese for what it cannot take.

They read the exact format of the case file (what a program writes). What people type is read, more
forgivingly, by :mod:`ycdesk.domain.entry`.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NoReturn

from pydantic import ValidationInfo
from pydantic_core import PydanticCustomError

_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_TOO_LARGE = Decimal(10) ** 15
_LONGEST = 60
_WHOLE_TOO_LARGE = 10**9
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def refuse(code: str, sentence: str, fact: str = "") -> NoReturn:
    """Raise ``sentence`` as a validation error of pydantic; ``fact`` names the field where a whole row is judged."""
    raise PydanticCustomError("case_file", "{sentence}", {"sentence": sentence, "code": code, "fact": fact})


def decimal_schema(places: int | None) -> dict[str, Any]:
    """JSON Schema of a decimal given as a string or a number, not negative."""
    fraction = r"(\.\d+)?" if places is None else rf"(\.\d{{1,{places}}})?"
    return {"anyOf": [{"type": "string", "pattern": rf"^\d+{fraction}$"}, {"type": "number", "minimum": 0}]}


def code_schema(letters: int) -> dict[str, Any]:
    """JSON Schema of a code of capital letters."""
    return {"type": "string", "pattern": f"^[A-Z]{{{letters}}}$"}


def at_most_decimals(value: Decimal, places: int, fact: str = "") -> None:
    """Refuse a value with more than ``places`` decimals that are not zero."""
    if len(plain(value).partition(".")[2]) > places:
        refuse("decimals", f"最多 {places} 位小数，这里是 {plain(value)}", fact)


def text(value: Any) -> str:
    """Text, trimmed."""
    if not isinstance(value, str):
        refuse("type", "应当是文字（加引号）")
    return value.strip()


def number(value: Any) -> Decimal:
    """A decimal ≥ 0 given as a string or a number."""
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        refuse("type", "应当是数字")
    if isinstance(value, str):
        if len(value) > _LONGEST or not _NUMBER.fullmatch(value.strip()):
            refuse("type", f"「{value[:40]}」不是数字，应写成 12345.67 这样")
        result = Decimal(value.strip())
    else:
        result = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not result.is_finite():
        refuse("type", "应当是有限的数字")
    if result < 0:
        refuse("negative", f"不能是负数（{plain(result)}）" if result > -_TOO_LARGE else "不能是负数")
    if result >= _TOO_LARGE:
        refuse("large", "数字过大")
    if abs(int(result.as_tuple().exponent)) > _LONGEST:
        refuse("long", "数字的位数过多")
    return result.copy_abs()


def yuan(value: Any) -> Decimal:
    """Yuan ≥ 0, at most two decimals."""
    result = number(value)
    at_most_decimals(result, 2)
    return result


def amount(value: Any) -> Decimal:
    """Money ≥ 0 in some currency, at most four decimals."""
    result = number(value)
    at_most_decimals(result, 4)
    return result


def rate(value: Any) -> Decimal:
    """Exchange rate > 0."""
    result = number(value)
    if result == 0:
        refuse("zero", "汇率必须大于 0")
    return result


def whole(value: Any) -> int:
    """A whole number ≥ 0."""
    if isinstance(value, bool) or not isinstance(value, int):
        refuse("type", "应当是整数")
    if value < 0:
        refuse("negative", "不能是负数")
    if value >= _WHOLE_TOO_LARGE:
        refuse("large", "数字过大")
    return value


def yes_no(value: Any) -> bool:
    """true or false."""
    if not isinstance(value, bool):
        refuse("type", "应当是 true 或 false")
    return value


def day(value: Any) -> date:
    """An ISO date such as ``2025-03-01``."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if not isinstance(value, str) or not _DAY.fullmatch(value.strip()):
        refuse("type", "应当是 2025-03-01 这样的日期")
    try:
        return date.fromisoformat(value.strip())
    except ValueError:
        refuse("date", f"没有 {value.strip()} 这一天")


def country(value: Any, info: ValidationInfo) -> str:
    """A country code ISO 3166-1 alpha-2 that the policy package (the validation's context) knows."""
    code = text(value)
    known = (info.context or {}).get("countries")
    if known is not None and code not in known:
        refuse("country", f"没有代码为「{code[:20]}」的国家或地区")
    return code


def currency(value: Any) -> str:
    """A currency code of three capital letters (ISO 4217)."""
    code = text(value).upper()
    if not re.fullmatch("[A-Z]{3}", code):
        refuse("currency", f"「{code[:20]}」不是币种代码，应写成 USD 这样三个字母")
    return code


def plain(value: Decimal) -> str:
    """A decimal as digits, without exponent and without trailing zeros: ``7.1000`` → ``7.1``."""
    digits = format(value, "f")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits
