"""明细表: every declared fact under its title; imported and exported again it is the same."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.bureau import Bureau, make_bureau
from tests.calculation.cases import FACTS
from tests.decided import entries_of
from tests.services.sheets.exported import Sheet, exported
from ycdesk.calculation.facts import form_of
from ycdesk.calculation.measures import measure_ids
from ycdesk.domain.applicant import FIELD_LABELS
from ycdesk.paths import sqlite_url
from ycdesk.services.sheets.exporting.export import export
from ycdesk.services.sheets.exporting.tables import Selection, TableKind
from ycdesk.services.sheets.exporting.tables_detail import detail_columns
from ycdesk.services.sheets.importing.carrying_out import carry_out
from ycdesk.services.sheets.importing.headings import propose
from ycdesk.services.sheets.importing.planning import plan_import
from ycdesk.services.sheets.importing.targets import cases_target
from ycdesk.services.sheets.reading import read_book

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


def brought_in(bureau: Bureau, measure: str, file: Path) -> None:
    """Import the workbook of one measure, all of it."""
    book = read_book(file)
    target = cases_target(bureau.office.package, measure)
    layout = propose(book, target)
    assert layout is not None
    plan = plan_import(bureau.office, book, target, layout)
    assert (plan.problem, list(plan.marks)) == ("", [])
    carry_out(bureau.office, bureau.wang, plan)


def with_identities(entries: dict[str, Any]) -> dict[str, Any]:
    """The same with numbers of identities that a person may have: no importer takes others."""
    for at, row in enumerate(entries["rows"]):
        if "id_no" in row:
            row["id_no"] = f"14080219900101{at:03}X"
    return entries


def without_number(sheet: Sheet) -> list[list[Any]]:
    """The rows without what only informs."""
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


def test_imported_elsewhere_and_exported_again_it_is_the_same(bureau: Bureau, tmp_path: Path) -> None:
    other = make_bureau(sqlite_url(tmp_path / "other.sqlite3"), tmp_path / "other")
    odd = {**FAIR, "rows": FAIR["rows"][:2]}
    try:
        for measure in measure_ids():
            drawn = [with_identities(entries_of(measure, FACTS[measure](Random(seed)))) for seed in (3, 4)]
            for entries in (*drawn, odd) if measure == "exhibition" else drawn:
                bureau.draft(entries, measure, papers=False)
            file = tmp_path / f"{measure}.xlsx"
            export(bureau.office, Selection(TableKind.DETAIL, year=2025, measure=measure), file)
            brought_in(other, measure, file)
            rows = without_number(exported(bureau, TableKind.DETAIL, measure=measure))
            assert without_number(exported(other, TableKind.DETAIL, measure=measure)) == rows, measure
    finally:
        other.office.close()


@pytest.mark.parametrize("measure", measure_ids())
def test_no_two_columns_have_the_same_heading(measure: str) -> None:
    titles = [column.title for column in detail_columns(form_of(measure))]
    assert len(set(titles)) == len(titles)
