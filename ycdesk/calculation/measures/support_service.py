"""第六条: support for counties that work with third-party service providers; borne by the city."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from ycdesk.calculation.days import of_year
from ycdesk.calculation.exact import Term, cut, least, number, percent, total
from ycdesk.calculation.facts import Amount, Day, FactKind, FactModel, MoneyRow, Text, Whole, fact, rows
from ycdesk.calculation.rules import Record, parameter
from ycdesk.calculation.words import figure, sum_words, yuan_words
from ycdesk.calculation.work import RowState, Work

LIMIT = "support_service_year"
READINGS = {"98": ("county_year", "project")}


class Parameters(Record):
    percent: int = parameter("合作费用支持比例", "%")
    year_cap: Decimal = parameter("每县每年支持上限", "元")


class Contract(MoneyRow):
    money_fact = "fee"

    provider: Text | None = fact(FactKind.TEXT, "服务机构")
    contract_no: Text | None = fact(FactKind.TEXT, "合同编号")
    paid_on: Day | None = fact(FactKind.DATE, "支付日期")
    fee: Amount | None = fact(FactKind.AMOUNT, "已付费用", unit="元", help="合同内已支付并开票的费用")


class Facts(FactModel):
    year: Whole | None = fact(FactKind.YEAR, "年度", unit="年", example="2025")
    contracts: tuple[Contract, ...] = rows("合作合同", "合同")


def event_days(facts: Facts) -> tuple[date, ...]:
    """The year of the costs; before it is known the days of payment."""
    return of_year(facts.year, *(row.paid_on for row in facts.contracts))


def conditions(work: Work, facts: Facts) -> None:
    work.year_in_window(facts.year)


def judge_row(work: Work, facts: Facts, row: Contract, state: RowState) -> None:
    met = None if row.paid_on is None or facts.year is None else row.paid_on.year == facts.year
    found = row.paid_on.isoformat() if row.paid_on else None
    work.check("paid_on", "支付日期在本年度", f"{facts.year or '本'} 年内", found, met, row=state)


def award(work: Work, facts: Facts) -> Term:
    p: Parameters = work.parameters_of_year(facts.year)
    costs = []
    for state in work.met_rows():
        row: Contract = state.row
        cost = work.row_yuan(row, f"合同 {row.contract_no}")
        state.count(cut(percent(p.percent) * cost).value)
        costs.append(cost)
    before = work.used_before(LIMIT, str(facts.year))
    share = cut(percent(p.percent) * total(costs))
    if share.value + before > p.year_cap and work.reading("98") == "project":
        return _by_project(work, facts, p, costs)
    cost_words = sum_words([cost.value for cost in costs])
    text = f"合作费用（{cost_words}）元 × {p.percent}% = {yuan_words(share.value)}"
    sum_ = work.step("按合作费用计", share, text)
    return work.cap_total(sum_, LIMIT, str(facts.year), p.year_cap, "每县每年上限")


def _by_project(work: Work, facts: Facts, p: Parameters, costs: list[Term]) -> Term:
    """The other reading: the ceiling holds for each contract; the year's limit is only counted."""
    parts = [least(cut(percent(p.percent) * cost), number(p.year_cap)) for cost in costs]
    whole = total(parts)
    shares = sum_words([part.value for part in parts])
    text = f"各项目费用的 {p.percent}%，每个不超过 {figure(p.year_cap)} 元：{shares} = {yuan_words(whole.value)}"
    result = work.step("按合作费用计（每个项目不超过上限）", whole, text)
    work.touch(LIMIT, str(facts.year), None, result.value)
    return result
