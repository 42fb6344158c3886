"""How an award was reckoned, for one line of a table: base, per cent and caps out of the frozen result."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ycdesk.calculation import exact
from ycdesk.calculation.assessment import Assessment
from ycdesk.calculation.facts import FactKind, form_of
from ycdesk.domain.case import Case

_PERCENT = re.compile(r"\b(\d+(?:\.\d+)?)/100\b")
_CAP = re.compile(r"超过([^，；]*?上限 [\d,.]+ 元)")
"""In the words of a step: 未超过每个展位上限 25,000 元."""


@dataclass(frozen=True, slots=True)
class Working:
    """``base``: yuan of the rows that count, None where the award is no share of a sum."""

    base: Decimal | None
    percents: str
    caps: str


def working_of(case: Case) -> Working:
    """Read it from what was frozen at the submission."""
    assessment = Assessment.from_dict(case.result or {})
    percents = dict.fromkeys(found for step in assessment.steps for found in _PERCENT.findall(step.expression))
    caps: dict[str, None] = {}
    for step in assessment.steps:
        for words in _CAP.findall(step.text):
            caps[step.label.removesuffix("上限") + words if words.startswith("上限") else words] = None
    words = "；".join(caps)
    if percents:
        return Working(_base(case, assessment), "、".join(f"{percent}%" for percent in percents), words)
    decided = any(spec.name == "decided_amount" for spec in form_of(case.measure).header)
    return Working(None, "按决定" if decided else "定额", words)


def _base(case: Case, assessment: Assessment) -> Decimal | None:
    """The money of the rows that count, foreign money converted as the calculation converts it."""
    table, facts = form_of(case.measure).table, (case.facts or {}).get("facts") or {}
    money = next((spec.name for spec in table.columns if spec.kind is FactKind.AMOUNT), "") if table else ""
    if table is None or not money:
        return None
    counted = {line.path for line in assessment.lines if line.counted}
    rows = enumerate(facts.get(table.name) or ())
    return sum((_yuan(row, money) for at, row in rows if f"facts.{table.name}[{at}]" in counted), Decimal("0.00"))


def _yuan(row: Mapping[str, Any], money: str) -> Decimal:
    amount = exact.number(Decimal(str(row[money])))
    foreign = row.get("currency") not in (None, "", "CNY")
    return exact.half_up(amount * exact.number(Decimal(str(row["exchange_rate"]))) if foreign else amount).value
