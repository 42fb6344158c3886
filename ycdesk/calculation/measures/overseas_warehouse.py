"""第五条(三): subsidy for the cost of building or leasing an overseas warehouse, once for each warehouse."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from ycdesk.calculation.days import known
from ycdesk.calculation.exact import Term
from ycdesk.calculation.facts import (
    Amount,
    CountryCode,
    Day,
    FactKind,
    FactModel,
    MoneyRow,
    Number,
    Text,
    Yuan,
    fact,
    rows,
)
from ycdesk.calculation.rules import Record, parameter
from ycdesk.calculation.shares import add_up, share_less_support
from ycdesk.calculation.work import RowState, Work, one_year_after

LIMIT = "warehouse_once"
PUBLIC_LIMIT = "public_warehouse_once"
NEEDS_DAY = True
READINGS = {"88": ("both", "one")}


class Parameters(Record):
    percent: int = parameter("实际建设（租赁）费用补助比例", "%")
    cap: Decimal = parameter("单一海外仓补助上限", "元")
    area_at_least: Decimal = parameter("面积不少于", "㎡")


class Warehouse(MoneyRow):
    money_fact = "cost"

    name: Text | None = fact(FactKind.TEXT, "海外仓名称")
    country: CountryCode | None = fact(FactKind.COUNTRY, "所在国家（地区）", example="DE")
    mode: Literal["build", "lease"] | None = fact(FactKind.CHOICE, "方式", choices={"build": "自建", "lease": "租赁"})
    area_m2: Number | None = fact(FactKind.DECIMAL, "面积", unit="㎡", help="1 平方英尺 = 0.09290304 ㎡")
    in_use_since: Day | None = fact(FactKind.DATE, "启用日期")
    cost: Amount | None = fact(FactKind.AMOUNT, "实际建设（租赁）费用", unit="元")
    other_support: Yuan | None = fact(
        FactKind.MONEY, "已获其他支持", unit="元", help="省级等对同一费用的补助；没有可不填", optional=True
    )


class Facts(FactModel):
    warehouses: tuple[Warehouse, ...] = rows("海外仓", "海外仓")


def event_days(facts: Facts) -> tuple[date, ...]:
    """The days on which a year of use is full."""
    return known(*(one_year_after(row.in_use_since) for row in facts.warehouses if row.in_use_since))


def conditions(work: Work, facts: Facts) -> None:
    """There are no case-level conditions besides the applicant's."""


def judge_row(work: Work, facts: Facts, row: Warehouse, state: RowState) -> None:
    """Abroad, large enough, one year of use by the application and completed inside the policy's period."""
    since, applied_on = row.in_use_since, work.case.applied_on
    full_year = one_year_after(since) if since is not None else None
    p: Parameters = work.parameters(full_year)
    country = work.package.countries.get(row.country or "")
    found, abroad = (country.name, country.abroad) if country else (None, None)
    work.check("abroad", "仓库在境外", "境外", found, abroad, row=state)
    work.at_least("area", "面积", row.area_m2, p.area_at_least, "㎡", row=state)
    work.one_year("one_year", "使用满 1 年", since, applied_on, row=state)
    if state.met is not False:
        work.in_window("full_year", "使用满 1 年之日在政策有效期内", full_year, row=state)


def award(work: Work, facts: Facts) -> Term:
    seen: dict[str, int] = {}
    parts = []
    for state in work.met_rows():
        row: Warehouse = state.row
        assert row.name
        assert row.in_use_since
        if row.name in seen:
            state.pass_over("同一海外仓本次已计入")
            continue
        seen[row.name] = 0
        if work.used_before(LIMIT, row.name):
            state.pass_over("该海外仓以前已获补助")
        elif work.used_before(PUBLIC_LIMIT, row.name) and work.reading("88") == "one":
            state.pass_over("该仓已获公共海外仓奖励，只享受一项")
        else:
            seen[row.name] = 1
            p: Parameters = work.parameters(one_year_after(row.in_use_since))
            label = f"海外仓 {row.name}"
            cost = work.row_yuan(row, label)
            part = share_less_support(work, label, cost, p.percent, row.other_support, p.cap, "单仓上限")
            state.count(part.value)
            parts.append(part)
    result = add_up(work, "合计", parts)
    for name, count in seen.items():
        work.touch(LIMIT, name, 1, count)
    return result
