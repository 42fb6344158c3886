"""第五条(三): award for a newly recognised municipal public overseas warehouse, once for each warehouse."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from ycdesk.calculation.days import known
from ycdesk.calculation.exact import Term, number
from ycdesk.calculation.facts import CountryCode, Day, FactKind, FactModel, Text, fact, rows
from ycdesk.calculation.rules import Country, Record, parameter
from ycdesk.calculation.shares import add_up
from ycdesk.calculation.words import figure, yuan_words
from ycdesk.calculation.work import RowState, Work

LIMIT = "public_warehouse_once"
COST_LIMIT = "warehouse_once"
READINGS = {"88": ("both", "one")}


class Parameters(Record):
    award: Decimal = parameter("公共海外仓试点奖励", "元")
    group_extra: Decimal = parameter("在“一带一路”、RCEP、丝路电商国家再增加", "元")


class Warehouse(FactModel):
    name: Text | None = fact(FactKind.TEXT, "海外仓名称")
    country: CountryCode | None = fact(FactKind.COUNTRY, "所在国家（地区）", example="AE")
    recognised_on: Day | None = fact(FactKind.DATE, "认定日期")
    recognition_no: Text | None = fact(FactKind.TEXT, "认定文号", example="运商〔2025〕12号")


class Facts(FactModel):
    warehouses: tuple[Warehouse, ...] = rows("公共海外仓", "海外仓")


def event_days(facts: Facts) -> tuple[date, ...]:
    """The days of recognition."""
    return known(*(row.recognised_on for row in facts.warehouses))


def conditions(work: Work, facts: Facts) -> None:
    """There are no case-level conditions besides the applicant's."""


def judge_row(work: Work, facts: Facts, row: Warehouse, state: RowState) -> None:
    country = work.package.countries.get(row.country or "")
    found, abroad = (country.name, country.abroad) if country else (None, None)
    work.check("abroad", "仓库在境外", "境外", found, abroad, row=state)
    work.in_window("recognised_on", "认定日期在政策有效期内", row.recognised_on, row=state)


def award(work: Work, facts: Facts) -> Term:
    seen: dict[str, int] = {}
    parts = []
    for state in work.met_rows():
        row: Warehouse = state.row
        assert row.name
        assert row.country
        assert row.recognised_on
        if row.name in seen:
            state.pass_over("同一海外仓本次已计入")
            continue
        seen[row.name] = 0
        if work.used_before(LIMIT, row.name):
            state.pass_over("该海外仓以前已获奖励")
        elif work.used_before(COST_LIMIT, row.name) and work.reading("88") == "one":
            state.pass_over("该仓已获海外仓费用补助，只享受一项")
        else:
            seen[row.name] = 1
            p: Parameters = work.parameters(row.recognised_on)
            part = _award_for(work, p, row, work.package.countries[row.country])
            state.count(part.value)
            parts.append(part)
    result = add_up(work, "合计", parts)
    for name, count in seen.items():
        work.touch(LIMIT, name, 1, count)
    return result


def _award_for(work: Work, p: Parameters, row: Warehouse, country: Country) -> Term:
    """The award for one warehouse: the extra is added once, however many groups the country belongs to."""
    assert row.recognised_on
    money = number(p.award)
    text = f"奖励 {figure(p.award)} 元"
    groups = _groups(country, row.recognised_on)
    if groups:
        money = money + number(p.group_extra)
        text += f" + {'、'.join(groups)}国家增加 {figure(p.group_extra)} 元"
    return work.step(f"公共海外仓 {row.name}", money, f"{text} = {yuan_words(money.value)}")


def _groups(country: Country, on: date) -> list[str]:
    names = {"bri": "“一带一路”", "rcep": "RCEP", "silk": "丝路电商"}
    return [
        words
        for group, words in names.items()
        if country.in_group(group, on)  # type: ignore[arg-type]  # the keys are the literals
    ]
