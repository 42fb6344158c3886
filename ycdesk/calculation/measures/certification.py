"""第四条: subsidy for the fees of certification, overseas trademark registration and testing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from ycdesk.calculation.days import known
from ycdesk.calculation.exact import Term
from ycdesk.calculation.facts import (
    Amount,
    Day,
    FactKind,
    FactModel,
    MoneyRow,
    Text,
    YesNo,
    Yuan,
    fact,
    rows,
)
from ycdesk.calculation.rules import Record, parameter
from ycdesk.calculation.shares import add_up, share_less_support
from ycdesk.calculation.work import RowState, Work

LIMIT = "certification_total"
KINDS = {"certification": "国际认证", "trademark": "境外商标", "testing": "检测"}
READINGS: dict[str, tuple[str, ...]] = {}


class Parameters(Record):
    percent: int = parameter("认证、注册、检测费用补助比例", "%")
    total_cap: Decimal = parameter("同一企业补助上限（政策期内）", "元")


class Item(MoneyRow):
    money_fact = "fee"

    kind: Literal["certification", "trademark", "testing"] | None = fact(FactKind.CHOICE, "类别", choices=KINDS)
    name: Text | None = fact(FactKind.TEXT, "名称", example="CE 认证", optional=True)
    certificate_no: Text | None = fact(FactKind.TEXT, "证书（报告）编号")
    obtained_on: Day | None = fact(FactKind.DATE, "取得日期", help="证书、注册证或检测报告的日期")
    fee: Amount | None = fact(FactKind.AMOUNT, "费用", unit="元", help="只计认证费、注册费、检测费")
    other_support: Yuan | None = fact(
        FactKind.MONEY, "已获其他支持", unit="元", help="同一费用已得的财政补助；没有可不填", optional=True
    )
    renewal: YesNo | None = fact(FactKind.YES_NO, "续期、年审", help="续期和年审不补助", optional=True)
    compulsory: YesNo | None = fact(FactKind.YES_NO, "强制性认证", help="CCC 等强制性认证不补助", optional=True)


class Facts(FactModel):
    items: tuple[Item, ...] = rows("认证、商标、检测项目", "项目")


def event_days(facts: Facts) -> tuple[date, ...]:
    """The days of the certificates."""
    return known(*(row.obtained_on for row in facts.items))


def conditions(work: Work, facts: Facts) -> None:
    """There are no case-level conditions besides the applicant's."""


def judge_row(work: Work, facts: Facts, row: Item, state: RowState) -> None:
    work.in_window("obtained_on", "取得日期在政策有效期内", row.obtained_on, row=state)
    work.wanted("renewal", "续期、年审", bool(row.renewal), wanted=False, row=state)
    work.wanted("compulsory", "强制性认证", bool(row.compulsory), wanted=False, row=state)


def award(work: Work, facts: Facts) -> Term:
    parts = []
    last = max(state.row.obtained_on for state in work.met_rows())
    for state in work.met_rows():
        row: Item = state.row
        assert row.kind
        p: Parameters = work.parameters(row.obtained_on)
        label = f"{KINDS[row.kind]} {row.certificate_no}"
        part = share_less_support(work, label, work.row_yuan(row, label), p.percent, row.other_support)
        state.count(part.value)
        parts.append(part)
    sum_ = add_up(work, "各项合计", parts)
    return work.cap_total(sum_, LIMIT, None, work.parameters(last).total_cap, "政策期内上限")
