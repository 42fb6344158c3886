"""第五条(一): support for practice courses and joint courses.

The policy gives no rate: a decision with its document is needed. The award is the least of the decision, the
costs invoiced in the year, and what is left of the yearly ceiling.
"""

from __future__ import annotations

from decimal import Decimal

from ycdesk.calculation.decisions import DecidedFacts, decision_check
from ycdesk.calculation.exact import Term, least, number, total
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


def conditions(work: Work, facts: Facts) -> None:
    work.year_in_window(facts.year)
    decision_check(work, facts)


def judge_row(work: Work, facts: Facts, row: Cost, state: RowState) -> None:
    met = None if row.invoiced_on is None or facts.year is None else row.invoiced_on.year == facts.year
    found = row.invoiced_on.isoformat() if row.invoiced_on else None
    work.check("invoiced_on", "开票日期在本年度", f"{facts.year or '本'} 年内", found, met, row=state)


def award(work: Work, facts: Facts) -> Term | None:
    if facts.decided_amount is None or facts.decision_document is None:
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
    decided = least(number(facts.decided_amount), cost_sum)
    words = f"决定补助 {figure(facts.decided_amount)} 元（{facts.decision_document}）"
    text = f"{words}，不超过实际费用，计 {yuan_words(decided.value)}"
    part = work.step("按决定计", decided, text)
    return work.cap_total(part, LIMIT, str(facts.year), p.year_cap, "年度上限")
