"""第三条(二): one-off award for a recognised municipal demonstration park.

All conditions belong to the case: trade under 1210, 9710 and 9810 together above the bound; more than the given
number of active firms or at least the given number of large ones; one year of operation by the day of
application; used area; recognition inside the policy's period; never awarded before.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from ycdesk.calculation.days import known
from ycdesk.calculation.exact import Term, number
from ycdesk.calculation.facts import Day, FactKind, FactModel, Number, Text, Whole, Yuan, fact
from ycdesk.calculation.rules import Record, parameter
from ycdesk.calculation.words import yuan_words
from ycdesk.calculation.work import Work

LIMIT = "demo_park_award"
NEEDS_DAY = True
READINGS: dict[str, tuple[str, ...]] = {}


class Parameters(Record):
    award: Decimal = parameter("一次性奖励", "元")
    trade_above: Decimal = parameter("1210、9710、9810 进出口额须超过", "元")
    active_above: int = parameter("实绩企业须超过", "家")
    large_at_least: int = parameter("或达 1 亿元的企业不少于", "家")
    area_at_least: Decimal = parameter("实际使用面积不少于", "㎡")


class Trade(FactModel):
    """Yearly trade by customs mode, yuan."""

    m1210: Yuan | None = fact(FactKind.MONEY, "1210 进出口额", unit="元", alias="1210", help="保税电商；无则填 0")
    m9710: Yuan | None = fact(FactKind.MONEY, "9710 进出口额", unit="元", alias="9710", help="B2B 直接出口；无则填 0")
    m9810: Yuan | None = fact(FactKind.MONEY, "9810 进出口额", unit="元", alias="9810", help="出口海外仓；无则填 0")


class Facts(FactModel):
    park_name: Text | None = fact(FactKind.TEXT, "园区名称")
    trade: Trade = Trade()
    active_enterprises: Whole | None = fact(
        FactKind.WHOLE, "进出口实绩企业", unit="家", help="超过 15 家，或右侧达 3 家"
    )
    large_enterprises: Whole | None = fact(
        FactKind.WHOLE, "达 1 亿元的企业", unit="家", help="实绩企业超过 15 家时可不填"
    )
    operating_since: Day | None = fact(FactKind.DATE, "开始经营日期")
    area_m2: Number | None = fact(FactKind.DECIMAL, "实际使用面积", unit="㎡")
    recognised_on: Day | None = fact(FactKind.DATE, "认定日期", help="市商务局认定文件的日期")
    recognition_no: Text | None = fact(FactKind.TEXT, "认定文号", example="运商〔2025〕12号")

    @property
    def trade_total(self) -> Decimal | None:
        """Yuan; None while a part is missing."""
        parts = (self.trade.m1210, self.trade.m9710, self.trade.m9810)
        known = [part for part in parts if part is not None]
        return sum(known, Decimal(0)) if len(known) == len(parts) else None


def event_days(facts: Facts) -> tuple[date, ...]:
    """The day of recognition."""
    return known(facts.recognised_on)


def conditions(work: Work, facts: Facts) -> None:
    on: date | None = facts.recognised_on
    p: Parameters = work.parameters(on)
    work.in_window("recognised_on", "认定日期在政策有效期内", on)
    work.more_than("trade", "1210、9710、9810 进出口额合计", facts.trade_total, p.trade_above, "元")
    _firms(work, facts, p)
    work.one_year("operating", "园区经营满 1 年", facts.operating_since, work.case.applied_on)
    work.at_least("area", "实际使用面积", facts.area_m2, p.area_at_least, "㎡")
    used = work.used_before(LIMIT, facts.park_name)
    met = not used if facts.park_name else None
    work.check("never_before", "园区未获过该奖励", "未获过", "已获过" if used else "未获过", met)


def _firms(work: Work, facts: Facts, p: Parameters) -> None:
    """The two counts: either of them is enough, and then the other is not asked for."""
    active, large = facts.active_enterprises, facts.large_enterprises
    enough = active is not None and active > p.active_above
    enough_large = large is not None and large >= p.large_at_least
    met: bool | None = None
    if enough or enough_large:
        met = True
        work.not_needed |= {"facts.large_enterprises", "facts.active_enterprises"}
    elif active is not None and large is not None:
        met = False
    found = "、".join(
        words
        for words in (
            f"实绩企业 {active} 家" if active is not None else "",
            f"达 1 亿元企业 {large} 家" if large is not None else "",
        )
        if words
    )
    shortfall = None
    if met is False and active is not None and large is not None:
        shortfall = f"实绩企业差 {p.active_above + 1 - active} 家，或达 1 亿元企业差 {p.large_at_least - large} 家"
    required = f"实绩企业 > {p.active_above} 家，或达 1 亿元企业 ≥ {p.large_at_least} 家"
    work.check("firms", "园区企业数", required, found or None, met, shortfall=shortfall)


def award(work: Work, facts: Facts) -> Term:
    p: Parameters = work.parameters(facts.recognised_on)
    money = number(p.award)
    result = work.step("示范园区一次性奖励", money, f"符合条件，一次性奖励 {yuan_words(money.value)}")
    work.touch(LIMIT, facts.park_name, 1, 1)
    return result
