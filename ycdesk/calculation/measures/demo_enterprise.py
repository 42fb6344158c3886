"""第三条(三): one-off award for a recognised demonstration enterprise, once for each level."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from ycdesk.calculation.days import known
from ycdesk.calculation.exact import Term, greatest, number
from ycdesk.calculation.facts import Day, FactKind, FactModel, Text, fact
from ycdesk.calculation.rules import Record, parameter
from ycdesk.calculation.words import figure, yuan_words
from ycdesk.calculation.work import Work

LIMIT = "demo_enterprise_award"
LEVELS = {"municipal": "市级", "provincial": "省级", "national": "国家级"}
READINGS = {"35": ("each", "difference")}


class Parameters(Record):
    municipal: Decimal = parameter("市级示范企业奖励", "元")
    provincial: Decimal = parameter("省级示范企业奖励", "元")
    national: Decimal = parameter("国家级示范企业奖励", "元")


class Facts(FactModel):
    level: Literal["municipal", "provincial", "national"] | None = fact(FactKind.CHOICE, "称号级别", choices=LEVELS)
    recognised_on: Day | None = fact(FactKind.DATE, "认定日期", help="认定文件的日期")
    recognition_no: Text | None = fact(FactKind.TEXT, "认定文号", example="运商〔2025〕12号")


def event_days(facts: Facts) -> tuple[date, ...]:
    """The day of recognition."""
    return known(facts.recognised_on)


def conditions(work: Work, facts: Facts) -> None:
    work.in_window("recognised_on", "认定日期在政策有效期内", facts.recognised_on)
    used = work.used_before(LIMIT, facts.level) if facts.level else 0
    met = not used if facts.level else None
    work.check("never_before", "该级别称号未获过奖励", "未获过", "已获过" if used else "未获过", met)


def award(work: Work, facts: Facts) -> Term:
    p: Parameters = work.parameters(facts.recognised_on)
    level = facts.level
    assert level
    money = number(getattr(p, level))
    text = f"{LEVELS[level]}示范企业一次性奖励 {yuan_words(money.value)}"
    paid = [getattr(p, other) for other in LEVELS if other != level and work.used_before(LIMIT, other)]
    if paid and work.reading("35") == "difference":
        highest = max(paid)
        money = greatest(money - number(highest), number(0))
        text = f"{text}，减去其他级别已奖 {figure(highest)} 元，计 {yuan_words(money.value)}"
    result = work.step(f"{LEVELS[level]}示范企业奖励", money, text)
    work.touch(LIMIT, level, 1, 1)
    return result
