"""How papers and screens word days, clauses, amounts and facts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from ycdesk.calculation.assessment import Check
from ycdesk.calculation.facts import FactKind, FactSpec
from ycdesk.calculation.money import in_figures, in_words
from ycdesk.calculation.package import Country
from ycdesk.calculation.words import figure

_CLAUSE = re.compile(r"([一二三四五六七八九十]+)(?:\(([一二三四五六七八九十]+)\))?")


def day(on: date) -> str:
    """A day as official papers write it, months and days without a leading zero: 2025年6月3日."""
    return f"{on.year}年{on.month}月{on.day}日"


def clause_words(clause: str) -> str:
    """A clause of the policy, from its short form: 三(一) → 第三条（一）. Anything else stays as it is."""
    found = _CLAUSE.fullmatch(clause)
    if found is None:
        return clause
    return f"第{found[1]}条" + (f"（{found[2]}）" if found[2] else "")


def clause_short(clause: str) -> str:
    """A clause for a narrow column: 三(一) → 三（一）."""
    return clause.replace("(", "（").replace(")", "）")


def amount_words(amount: Decimal) -> str:
    """An amount in figures and in capital characters: ￥48,000.00（人民币肆万捌仟元整）."""
    return f"￥{in_figures(amount)}（人民币{in_words(amount)}）"


def parts_words(amount: Decimal | None, city: Decimal | None, county: Decimal | None, county_name: str) -> str:
    """Who pays which part of an amount in yuan (第十条(二)); parts are None where the policy gives no ratio."""
    if not amount:
        return "——"
    if city is None or county is None:
        return f"待确定（政策未规定{county_name}的分担比例，以有关文件为准）"
    if not county:
        return f"市级 ￥{in_figures(city)}（全额承担）"
    return f"市级 ￥{in_figures(city)}；{county_name} ￥{in_figures(county)}"


def check_label(check: Check) -> str:
    """What a condition asks for, and of which row."""
    row = re.search(r"\[(\d+)\]", check.path or "")
    return f"第{int(row[1]) + 1}行：{check.label}" if row else check.label


def quantity(value: int | Decimal, *, money: bool) -> str:
    """A number of a limit: money with two decimals, a count with none."""
    return in_figures(Decimal(value)) if money else figure(value)


def fact_words(spec: FactSpec, value: Any, countries: Mapping[str, Country], *, in_table: bool = False) -> str:
    """The value of a frozen fact as people read it, without its unit; shorter for a cell of a table."""
    if value is None or value == "":
        return "" if in_table else "未填"
    match spec.kind:
        case FactKind.YES_NO:
            return "是" if value else "否"
        case FactKind.CHOICE:
            return dict(spec.choices).get(value, str(value))
        case FactKind.COUNTRY:
            return countries[value].name if value in countries else str(value)
        case FactKind.DATE:
            return str(value) if in_table else day(date.fromisoformat(value))
        case FactKind.MONEY | FactKind.AMOUNT:
            amount = Decimal(str(value))
            return in_figures(amount) if amount == round(amount, 2) else figure(amount)
        case FactKind.DECIMAL | FactKind.WHOLE | FactKind.RATE:
            return figure(Decimal(str(value)))
        case _:
            return str(value)
