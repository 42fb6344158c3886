"""第五条(一): support for practice courses and joint courses.

The policy gives no rate: a decision with its document is needed, or a ruled rate. The award is the least of the
decision (or that rate of the costs), the costs invoiced in the year, and what is left of the yearly ceiling.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from ycdesk.calculation.days import of_year
from ycdesk.calculation.decisions import DecidedFacts, decision_check
from ycdesk.calculation.exact import Term, cut, least, number, percent, total
from ycdesk.calculation.facts import Amount, Day, FactKind, MoneyRow, Text, Whole, fact, rows
from ycdesk.calculation.rules import Record, parameter
from ycdesk.calculation.words import figure, sum_words, yuan_words
from ycdesk.calculation.work import RowState, Work

LIMIT = "talent_platform_year"
READINGS: dict[str, tuple[str, ...]] = {}


class Parameters(Record):
    year_cap: Decimal = parameter("每家每年补助上限", "元")


class Cost(MoneyRow):
    money_fact = "fee"

    invoice_no: Text | None = fact(FactKind.TEXT, "发票号码")
    invoiced_on: Day | None = fact(FactKind.DATE, "开票日期")
    fee: Amount | None = fact(FactKind.AMOUNT, "费用", unit="元")


class Facts(DecidedFacts):
    year: Whole | None = fact(FactKind.YEAR, "年度", unit="年", example="2025")
    costs: tuple[Cost, ...] = rows("费用", "费用")


def event_days(facts: Facts) -> tuple[date, ...]:
    """The year of the costs; before it is known the days of the invoices."""
    return of_year(facts.year, *(row.invoiced_on for row in facts.costs))


def conditions(work: Work, facts: Facts) -> None:
    work.year_in_window(facts.year)
    rate = work.ruled.rates.get(work.case.measure)
    if rate is not None and not _decided(facts):
        found = f"{work.ruled.documents.get(work.case.measure, '裁定')}，费用的 {rate}%"
        work.check("decision", "已记录书面决定", "决定金额和文件，或者比例的裁定", found, True)
    else:
        decision_check(work, facts)


def _decided(facts: Facts) -> bool:
    return facts.decided_amount is not None and facts.decision_document is not None


def judge_row(work: Work, facts: Facts, row: Cost, state: RowState) -> None:
    met = None if row.invoiced_on is None or facts.year is None else row.invoiced_on.year == facts.year
    found = row.invoiced_on.isoformat() if row.invoiced_on else None
    work.check("invoiced_on", "开票日期在本年度", f"{facts.year or '本'} 年内", found, met, row=state)


def award(work: Work, facts: Facts) -> Term | None:
    rate = work.ruled.rates.get(work.case.measure)
    decided = _decided(facts)
    if not decided and rate is None:
        return None
    p: Parameters = work.parameters_of_year(facts.year)
    costs = []
    for state in work.met_rows():
        row: Cost = state.row
        cost = work.row_yuan(row, f"发票 {row.invoice_no}")
        state.count(cost.value)
        costs.append(cost)
    whole = total(costs)
    cost_sum = work.step(
        "计入费用合计", whole, f"{sum_words([cost.value for cost in costs])} = {yuan_words(whole.value)}"
    )
    part = _as_decided(work, facts, cost_sum) if decided else _as_ruled(work, rate or 0, cost_sum)
    return work.cap_total(part, LIMIT, str(facts.year), p.year_cap, "年度上限")


def _as_decided(work: Work, facts: Facts, cost_sum: Term) -> Term:
    assert facts.decided_amount is not None
    part = least(number(facts.decided_amount), cost_sum)
    words = f"决定补助 {figure(facts.decided_amount)} 元（{facts.decision_document}）"
    return work.step("按决定计", part, f"{words}，不超过实际费用，计 {yuan_words(part.value)}")


def _as_ruled(work: Work, rate: int, cost_sum: Term) -> Term:
    """The ruled rate of the costs, cut down to 0.01."""
    part = cut(percent(rate) * cost_sum)
    document = work.ruled.documents.get(work.case.measure, "裁定")
    text = f"{figure(cost_sum.value)} × {rate}%（{document}） = {yuan_words(part.value)}"
    return work.step("按裁定的比例计", part, text)
