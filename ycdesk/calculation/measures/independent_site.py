"""第五条(二): award for newly built independent sites: two in all."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from ycdesk.calculation.days import of_year
from ycdesk.calculation.exact import Term, number
from ycdesk.calculation.facts import Amount, Day, FactKind, FactModel, MoneyRow, Text, Whole, YesNo, fact, rows
from ycdesk.calculation.rules import Record, parameter
from ycdesk.calculation.shares import award_each
from ycdesk.calculation.work import RowState, Work

DOMAIN = "site_domain"
TOTAL = "site_total"
READINGS: dict[str, tuple[str, ...]] = {}


class Parameters(Record):
    per_site: Decimal = parameter("单个独立站奖励", "元")
    sites: int = parameter("单家企业独立站数上限", "个")
    sales_at_least: Decimal = parameter("当年后台实际交易额不少于", "元")


class Site(MoneyRow):
    money_fact = "sales"

    domain: Text | None = fact(FactKind.TEXT, "域名", example="example.com")
    holds_domain: YesNo | None = fact(FactKind.YES_NO, "直接持有域名", help="注册人即申报企业")
    launched_on: Day | None = fact(FactKind.DATE, "上线日期")
    sales: Amount | None = fact(FactKind.AMOUNT, "当年交易额", unit="元", help="后台实际交易数据")


class Facts(FactModel):
    year: Whole | None = fact(FactKind.YEAR, "年度", unit="年", example="2025")
    sites: tuple[Site, ...] = rows("独立站", "独立站")


def event_days(facts: Facts) -> tuple[date, ...]:
    """The year of the sales; before it is known the days of launching."""
    return of_year(facts.year, *(row.launched_on for row in facts.sites))


def conditions(work: Work, facts: Facts) -> None:
    work.year_in_window(facts.year)


def judge_row(work: Work, facts: Facts, row: Site, state: RowState) -> None:
    p: Parameters = work.parameters_of_year(facts.year)
    on = row.launched_on
    work.wanted("holds_domain", "直接持有域名", row.holds_domain, row=state)
    met = None if on is None or facts.year is None else on.year == facts.year
    work.check(
        "launched_on", "当年新建上线", f"{facts.year or '本'} 年内", on.isoformat() if on else None, met, row=state
    )
    if met:
        work.in_window("window", "上线日期在政策有效期内", on, row=state)
    work.at_least("sales", "当年交易额", work.yuan_known(row), p.sales_at_least, "元", row=state)


def award(work: Work, facts: Facts) -> Term:
    p: Parameters = work.parameters_of_year(facts.year)
    room = p.sites - work.used_before(TOTAL)
    seen: dict[str, int] = {}
    for state in work.met_rows():
        row: Site = state.row
        assert row.domain
        domain = row.domain.lower()
        if seen.get(domain):
            state.pass_over("同一域名本次已计入")
            continue
        seen[domain] = 0
        if work.used_before(DOMAIN, domain):
            state.pass_over("该独立站以前已获奖励")
        elif sum(seen.values()) >= room:
            state.pass_over(f"超出单家企业 {p.sites} 个独立站的上限")
        else:
            seen[domain] = 1
            state.count(number(p.per_site).value)
    for domain, count in seen.items():
        work.touch(DOMAIN, domain, 1, count)
    count = sum(seen.values())
    work.touch(TOTAL, None, p.sites, count)
    return award_each(work, "独立站奖励", p.per_site, count, "个独立站")
