"""A county's workbook of many rows and thirty columns, of few firms or of as many as rows."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

from tests.bureau import package
from tests.services.sheets.draft_books import code_of, firm
from ycdesk.services.sheets.importing.targets import cases_target

COLUMNS = 30


def write_rows(path: Path, rows: int, firms: int) -> Path:
    """Every column of a measure's target filled in but the rate."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("汇总")
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    fields = cases_target(package(), "exhibition").fields
    assert len(fields) >= COLUMNS
    for column, field in enumerate(fields):
        sheet.write_string(0, column, field.heading)
    for row in range(rows):
        cells = _cells(row, row % firms)
        for column, field in enumerate(fields):
            value = cells.get(field.key)
            if isinstance(value, date):
                sheet.write_datetime(row + 1, column, value, day)
            elif value is not None:
                sheet.write(row + 1, column, value)
    book.close()
    return path


def _cells(row: int, number: int) -> dict[str, Any]:
    return {
        "applicant.name": firm(number),
        "applicant.credit_code": code_of(number),
        "applicant.kind": "企业",
        "applicant.county": "盐湖区",
        "applicant.address": f"运城市盐湖区某路 {number} 号",
        "applicant.legal_representative": "张三",
        "applicant.contact_name": "李四",
        "applicant.contact_phone": f"138{number:08d}",
        "applicant.email": "a@example.com",
        "applicant.bank_name": "运城农商银行",
        "applicant.bank_branch_code": "402181000000",
        "applicant.account_name": firm(number),
        "applicant.account_number": f"14020203000{number:08d}",
        "applicant.remark": "无",
        "day.applied_on": date(2025, 6, 30),
        "header.name": f"第{number % 7}届交易会",
        "header.session": "2025春",
        "header.tier": "重点",
        "header.country": "越南",
        "header.opens_on": date(2025, 4, 15),
        "header.provincial_support": "否",
        "row.booth_no": f"A{row}",
        "row.area_m2": 9,
        "row.currency": "CNY",
        "row.fee": 30_000 + row,
        "county.clause": "三(一)",
        "county.project": "参展",
        "county.stated": 24_000,
        "county.amount": 24_000,
        "county.opinion": "同意上报",
    }
