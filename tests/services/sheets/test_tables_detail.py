"""明细表: every declared fact under its title, as typed things; typed in again it gives the same sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from random import Random
from typing import Any

import pytest

from tests.bureau import Bureau
from tests.calculation.cases import FACTS
from tests.decided import entries_of
from tests.services.sheets.exported import Sheet, exported
from ycdesk.calculation.facts import form_of
from ycdesk.calculation.measures import measure_ids
from ycdesk.domain.applicant import FIELD_LABELS
from ycdesk.services.sheets.tables import TableKind
from ycdesk.services.sheets.tables_detail import detail_columns, heading_of

FAIR: dict[str, Any] = {
    "header": {
        "name": "=1+1 展", "session": "+86", "tier": "key", "country": "US", "opens_on": "2025-4-15",
        "provincial_support": "否",
    },
    "rows": [
        {"booth_no": "-A1", "area_m2": "36", "currency": "usd", "fee": "18,000.1234", "exchange_rate": "7.1000"},
        {"booth_no": "00123456789012345678", "fee": "3万元"},
        {"booth_no": "@x", "fee": "不详"},
    ],
}  # fmt: skip


def retyped(sheet: Sheet, measure: str) -> dict[str, Any]:
    """The rows of one case as somebody would type them off the sheet."""
    form = form_of(measure)

    def typed(specs: Sequence[Any], told: Mapping[str, Any]) -> dict[str, str]:
        return {spec.name: "" if told[heading_of(spec)] is None else str(told[heading_of(spec)]) for spec in specs}

    rows = [dict(zip(sheet.headings, row, strict=True)) for row in sheet.rows()]
    return {
        "header": typed(form.header, rows[0]),
        "rows": [typed(form.table.columns, row) for row in rows] if form.table else [],
    }


def without_number(sheet: Sheet) -> list[list[Any]]:
    return [row[:-2] for row in sheet.rows()]


def test_each_row_has_the_applicant_the_header_and_its_own_facts(bureau: Bureau) -> None:
    bureau.draft(FAIR)
    sheet = exported(bureau, TableKind.DETAIL, measure="exhibition")
    assert sheet.headings == [
        *FIELD_LABELS.values(), "申请日期", "展会名称", "届次", "展会类别", "举办国家（地区）", "开幕日期",
        "省级已支持同一展会", "展位号", "面积（㎡）", "币种", "展位费（元）", "汇率", "办件编号", "状态",
    ]  # fmt: skip
    first, second, third = sheet.rows()
    assert first[:4] == ["甲公司", "91140802MA0ABCDE15", "企业", "临猗县"]
    fair = ["=1+1 展", "+86", "重点", "美国", date(2025, 4, 15), "否"]
    assert [row[14:21] for row in (first, second, third)] == [[date(2025, 6, 30), *fair]] * 3
    assert first[21:] == ["-A1", 36, "USD", 18000.1234, 7.1, "2025-0001", "草稿"]
    assert second[21:26] == ["00123456789012345678", None, None, 30000, None]
    assert third[21:26] == ["@x", None, None, "不详", None]  # what cannot be read stays as typed
    kinds = {sheet.formulas.cell(row, column).data_type for row in (4, 5, 6) for column in (16, 17, 22)}
    assert kinds == {"s"}  # no formula, no number


def test_typed_in_again_it_gives_the_same_sheet(bureau: Bureau) -> None:
    for measure in measure_ids():
        bureau.draft(entries_of(measure, FACTS[measure](Random(3))), measure, papers=False)
        first = exported(bureau, TableKind.DETAIL, measure=measure)
        bureau.draft(retyped(first, measure), measure, papers=False)
        rows = without_number(exported(bureau, TableKind.DETAIL, measure=measure))
        half = len(rows) // 2
        assert rows[:half] == rows[half:] == without_number(first), measure


@pytest.mark.parametrize("measure", measure_ids())
def test_no_two_columns_have_the_same_heading(measure: str) -> None:
    titles = [column.title for column in detail_columns(form_of(measure))]
    assert len(set(titles)) == len(titles)
