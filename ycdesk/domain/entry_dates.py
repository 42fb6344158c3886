"""Dates and years as people type them: ``2025-4-15``, ``20250415``, ``2025年4月15日``."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from ycdesk.calculation.facts import FactSpec
from ycdesk.domain.entry_value import Entry, clean, understood, wrong

EARLIEST, LATEST = 1950, 2100
"""Years that a fact of this policy can name."""

_SEPARATED = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})[日号]?", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_CLOCK = re.compile(r"[T ]*\d{1,2}:\d{2}(:\d{2})?(\.\d+)?$", re.ASCII)
_OTHER_ORDER = re.compile(r"\d{1,2}[-./]\d{1,2}[-./]\d{4}", re.ASCII)
_SHORT_YEAR = re.compile(r"'?\d{2}[-./年]\d{1,2}[-./月]\d{1,2}日?|\d{6}", re.ASCII)
_NO_DAY = re.compile(r"\d{4}[-./年]\d{1,2}[-./月]?|\d{4}年?|\d{4}[-./年]", re.ASCII)
_SERIAL = re.compile(r"[34]\d{4}|5[0-4]\d{3}", re.ASCII)
_EXCEL_EPOCH = date(1899, 12, 30)


def read_date(spec: FactSpec, text: str) -> Entry:
    """A day of the calendar. Orders and years that leave a doubt are asked about, not guessed."""
    bare = re.sub(r"\s", "", _CLOCK.sub("", clean(text))).replace("。", ".").replace("—", "-").replace("–", "-")
    found = _SEPARATED.fullmatch(bare) or _COMPACT.fullmatch(bare)
    if found is None:
        return wrong(text, _why(bare))
    year, month, day = (int(part) for part in found.groups())
    if not EARLIEST <= year <= LATEST:
        return wrong(text, f"年份 {year} 不对，请核对（例如 2025-04-15）。")
    if not 1 <= month <= 12:
        return wrong(text, f"没有 {month} 月，月份是 1 到 12，请按“年-月-日”填写，如 2025-04-15。")
    last = monthrange(year, month)[1]
    if not 1 <= day <= last:
        return wrong(text, f"{year} 年 {month} 月只有 {last} 天，没有 {day} 日，请核对。")
    iso = date(year, month, day).isoformat()
    return understood(iso, iso)


def read_year(spec: FactSpec, text: str) -> Entry:
    """A year of four digits."""
    bare = clean(text).replace(" ", "").removesuffix("度").removesuffix("年")
    if re.fullmatch(r"\d{2}", bare, re.ASCII):
        return wrong(text, f"年份请写四位，如 20{bare}。")
    if not re.fullmatch(r"\d{4}", bare, re.ASCII):
        return wrong(text, f"「{text.strip()[:20]}」不是年份，请写四位数字，如 2025。")
    if not EARLIEST <= int(bare) <= LATEST:
        return wrong(text, f"年份 {bare} 不对，请核对。")
    return understood(int(bare), bare)


def _why(bare: str) -> str:
    word = bare[:24]
    if _OTHER_ORDER.fullmatch(bare):
        return f"「{word}」分不清月和日，请按“年-月-日”填写，如 2025-04-15。"
    if _SHORT_YEAR.fullmatch(bare):
        return f"「{word}」的年份请写四位，如 2025-04-15 或 20250415。"
    if _NO_DAY.fullmatch(bare):
        return f"「{word}」还没有写全，请填到日，如 2025-04-15。"
    if _SERIAL.fullmatch(bare):
        meant = _EXCEL_EPOCH + timedelta(days=int(bare))
        return f"「{word}」像是 Excel 的日期序号（即 {meant.isoformat()}），请改填日期。"
    if re.fullmatch(r"\d{5,7}|\d{9,}", bare, re.ASCII):
        return f"「{word}」位数不对，连写的日期是 8 位数字，如 20250415。"
    return f"「{word}」不是日期，请写成 2025-04-15、20250415 或 2025年4月15日。"
