"""第五条(二): award for stores on third-party platforms (店开全球): one for each platform, three in all."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from ycdesk.calculation.days import of_year
from ycdesk.calculation.exact import Term, number
from ycdesk.calculation.facts import Amount, FactKind, FactModel, MoneyRow, Text, Whole, YesNo, fact, rows
from ycdesk.calculation.rules import Record, parameter
from ycdesk.calculation.shares import award_each
from ycdesk.calculation.work import RowState, Work

PLATFORM = "store_platform"
TOTAL = "store_total"
READINGS: dict[str, tuple[str, ...]] = {}


class Parameters(Record):
    per_store: Decimal = parameter("单个店铺奖励", "元")
    per_platform: int = parameter("单个平台店铺数上限", "个")
    stores: int = parameter("单家企业店铺数上限", "个")
    b2b_sales: Decimal = parameter("B2B 年度交易额不少于", "元")
    b2c_sales: Decimal = parameter("B2C 年度交易额不少于", "元")
    b2c_orders: int = parameter("B2C 交易数量不少于", "单")


class Store(MoneyRow):
    money_fact = "sales"

    platform: Text | None = fact(FactKind.TEXT, "平台", help="同一品牌的各站点为一个平台", example="Amazon")
    shop: Text | None = fact(FactKind.TEXT, "店铺")
    kind: Literal["b2b", "b2c"] | None = fact(FactKind.CHOICE, "类型", choices={"b2b": "B2B", "b2c": "B2C"})
    sales: Amount | None = fact(FactKind.AMOUNT, "年度交易额", unit="元")
    orders: Whole | None = fact(FactKind.WHOLE, "交易数量", unit="单", help="B2B 店铺可不填", conditional=True)

    def waived(self) -> frozenset[str]:
        return super().waived() | {"orders"} if self.kind == "b2b" else super().waived()


class Facts(FactModel):
    year: Whole | None = fact(FactKind.YEAR, "年度", unit="年", example="2025")
    registered_on_platform: YesNo | None = fact(FactKind.YES_NO, "已在运城跨境电商公共服务平台注册")
    declares_cbec: YesNo | None = fact(FactKind.YES_NO, "以跨境电商模式申报数据")
    stores: tuple[Store, ...] = rows("店铺", "店铺")


def event_days(facts: Facts) -> tuple[date, ...]:
    """The year of the sales."""
    return of_year(facts.year)


def conditions(work: Work, facts: Facts) -> None:
    work.year_in_window(facts.year)
    work.wanted("registered_on_platform", "已在公共服务平台注册", facts.registered_on_platform)
    work.wanted("declares_cbec", "以跨境电商模式申报数据", facts.declares_cbec)


def judge_row(work: Work, facts: Facts, row: Store, state: RowState) -> None:
    p: Parameters = work.parameters_of_year(facts.year)
    if row.kind is None:
        work.check("kind", "店铺类型", "B2B 或 B2C", None, None, row=state)
        return
    floor = p.b2b_sales if row.kind == "b2b" else p.b2c_sales
    work.at_least("sales", f"{row.kind.upper()} 年度交易额", work.yuan_known(row), floor, "元", row=state)
    if row.kind == "b2c":
        work.at_least("orders", "交易数量", row.orders, p.b2c_orders, "单", row=state)


def award(work: Work, facts: Facts) -> Term:
    p: Parameters = work.parameters_of_year(facts.year)
    room = p.stores - work.used_before(TOTAL)
    taken: dict[str, int] = {}
    seen: dict[str, int] = {}
    for state in work.met_rows():
        row: Store = state.row
        assert row.platform
        platform = row.platform.lower()
        before = work.used_before(PLATFORM, platform)
        seen.setdefault(platform, before)
        if before + taken.get(platform, 0) >= p.per_platform:
            state.pass_over("该平台以前已奖励店铺" if before >= p.per_platform else "同一平台本次已计入店铺")
        elif sum(taken.values()) >= room:
            state.pass_over(f"超出单家企业 {p.stores} 个店铺的上限")
        else:
            taken[platform] = taken.get(platform, 0) + 1
            state.count(number(p.per_store).value)
    for platform in seen:
        work.touch(PLATFORM, platform, p.per_platform, taken.get(platform, 0))
    count = sum(taken.values())
    work.touch(TOTAL, None, p.stores, count)
    return award_each(work, "店铺奖励", p.per_store, count, "个店铺")
