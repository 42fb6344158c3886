"""第七条: subsidy for premiums of export credit insurance, on top of the province's; borne by the city."""

from __future__ import annotations

from datetime import date

from ycdesk.calculation.days import known
from ycdesk.calculation.exact import Term, number, percent
from ycdesk.calculation.facts import Amount, Day, FactKind, FactModel, MoneyRow, Text, Yuan, fact, rows
from ycdesk.calculation.rules import Record, parameter
from ycdesk.calculation.shares import add_up, share_less_support
from ycdesk.calculation.work import RowState, Work

READINGS: dict[str, tuple[str, ...]] = {}


class Parameters(Record):
    percent: int = parameter("市级保费补助比例", "%")
    provincial_percent: int = parameter("省级保费补助不超过", "%")


class Policy(MoneyRow):
    money_fact = "premium"

    policy_no: Text | None = fact(FactKind.TEXT, "保单号")
    invoiced_on: Day | None = fact(FactKind.DATE, "保费发票日期")
    premium: Amount | None = fact(FactKind.AMOUNT, "实缴保费", unit="元", help="企业实际缴纳，含保险机构垫付")
    provincial_support: Yuan | None = fact(FactKind.MONEY, "省级补助", unit="元", help="没有填 0")


class Facts(FactModel):
    policies: tuple[Policy, ...] = rows("保单", "保单")


def event_days(facts: Facts) -> tuple[date, ...]:
    """The days of the invoices."""
    return known(*(row.invoiced_on for row in facts.policies))


def conditions(work: Work, facts: Facts) -> None:
    """There are no case-level conditions besides the applicant's."""


def judge_row(work: Work, facts: Facts, row: Policy, state: RowState) -> None:
    work.in_window("invoiced_on", "保费发票日期在政策有效期内", row.invoiced_on, row=state)


def award(work: Work, facts: Facts) -> Term:
    parts = []
    over = []
    for state in work.met_rows():
        row: Policy = state.row
        assert row.provincial_support is not None
        p: Parameters = work.parameters(row.invoiced_on)
        label = f"保单 {row.policy_no}"
        premium = work.row_yuan(row, label)
        if percent(p.provincial_percent) * premium < number(row.provincial_support):
            over.append(f"{label}省级补助超过保费的 {p.provincial_percent}%")
        part = share_less_support(work, label, premium, p.percent, row.provincial_support)
        state.count(part.value)
        parts.append(part)
    if over:
        work.flag("101", "；".join(over))
    return add_up(work, "合计", parts)
