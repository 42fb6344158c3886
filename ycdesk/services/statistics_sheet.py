"""Statistics as a workbook: a sheet a grouping with formulas for the totals and a chart."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from ycdesk.domain.tally import Counted, Grouping, Tally, share_of, tally
from ycdesk.services.sheets.exporting.table import Chart, Column, Look, Table

HEADINGS = (
    "件数", "支持", "不支持", "测算金额（元）", "核定金额（元）", "市级（元）", "县级（元）",
    "已拨付（元）", "未拨付（元）", "接收到审批（天，中位）", "接收到拨付（天，中位）",
)  # fmt: skip
_SUMMED = 9
"""The columns whose total is a sum."""
_PARTS = (6, 7)
"""The columns of city and county on a sheet."""


def values_of(group: Tally) -> tuple[Decimal | int | None, ...]:
    """The numbers of a group in the order of the headings; None where there is none."""
    return (
        len(group.cases),
        group.supported,
        group.refused,
        group.computed,
        group.award,
        group.city,
        group.county,
        group.paid,
        group.unpaid,
        share_of(group.days_to_decision, 0.5),
        share_of(group.days_to_payment, 0.5),
    )


def statistics_tables(title: str, cases: Sequence[Counted]) -> list[Table]:
    """A sheet for each grouping."""
    return [_sheet(title, by, tally(cases, by)) for by in Grouping]


def _sheet(title: str, by: Grouping, groups: Sequence[Tally]) -> Table:
    numbers = (
        Column(words, Look.MONEY if words.endswith("（元）") else Look.WHOLE, summed=at < _SUMMED)
        for at, words in enumerate(HEADINGS)
    )
    chart = Chart("市级、县级金额（元）", _PARTS) if groups and by is not Grouping.APPLICANT else None
    return Table(
        name=by.label.replace("（", "").replace("）", "").replace("、", ""),
        title=f"{title}（按{by.label}）",
        columns=(Column(by.label), *numbers),
        rows=[(group.words, *values_of(group)) for group in groups],
        about=f"共 {sum(len(group.cases) for group in groups)} 件",
        chart=chart,
        frozen=1,
    )
