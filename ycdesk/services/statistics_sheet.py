"""Statistics as an Excel workbook: a sheet a grouping with formulas for the totals and a chart, a sheet of cases."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from ycdesk.calculation.problems import cause_of
from ycdesk.domain.errors import DeskError
from ycdesk.domain.tally import Counted, Grouping, Tally, share_of, tally
from ycdesk.paths import write_whole

HEADINGS = (
    "件数", "支持", "不支持", "测算金额（元）", "核定金额（元）", "市级（元）", "县级（元）",
    "已拨付（元）", "未拨付（元）", "接收到审批（天，中位）", "接收到拨付（天，中位）",
)  # fmt: skip
_SUMMED = 9
"""The columns whose total is a sum."""
_BOLD = Font(bold=True)


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


def write_statistics(path: Path, title: str, cases: Sequence[Counted]) -> None:
    """Write the workbook. Raises DeskError where it cannot be written."""
    book = Workbook()
    for number, by in enumerate(Grouping):
        sheet = book.active if number == 0 else book.create_sheet()
        assert isinstance(sheet, Worksheet)
        _sheet(sheet, title, by, tally(cases, by))
    whole = BytesIO()
    book.save(whole)
    try:
        write_whole(path, whole.getvalue())
    except OSError as error:
        advice = "请检查磁盘空间和权限；文件正在 Excel 里打开的，请先关闭。"
        raise DeskError(f"写不了文件 {path}：{cause_of(error)}。", advice) from error


def _sheet(sheet: Worksheet, title: str, by: Grouping, groups: Sequence[Tally]) -> None:
    sheet.title = by.label.replace("（", "").replace("）", "").replace("、", "")
    sheet.append([f"{title}（按{by.label}）"])
    sheet.append([by.label, *HEADINGS])
    for group in groups:
        sheet.append([None, *values_of(group)])
        name = sheet.cell(sheet.max_row, 1)
        name.value, name.data_type = group.words, "s"  # a name that begins with = stays a name
    last = sheet.max_row
    letters = [get_column_letter(at) for at in range(2, 2 + _SUMMED)]
    sheet.append(["合计", *(f"=SUM({letter}3:{letter}{last})" for letter in letters)])
    for number in (1, 2, last + 1):
        for cell in sheet[number]:
            cell.font = _BOLD
    for at, width in enumerate((32, *[14] * len(HEADINGS)), 1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    for row in sheet.iter_rows(min_row=3, min_col=5, max_col=10):
        for cell in row:
            cell.number_format = "#,##0.00"
    sheet.freeze_panes = "B3"
    sheet.auto_filter.ref = f"A2:{get_column_letter(1 + len(HEADINGS))}{last}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "2:2"
    if groups and by is not Grouping.APPLICANT:
        chart = BarChart()
        chart.title, chart.type, chart.grouping, chart.overlap = "市级、县级金额（元）", "bar", "stacked", 100
        chart.add_data(Reference(sheet, min_col=7, max_col=8, min_row=2, max_row=last), titles_from_data=True)
        chart.set_categories(Reference(sheet, min_col=1, min_row=3, max_row=last))
        chart.height = max(6, len(groups) * 0.9)
        sheet.add_chart(chart, f"A{last + 4}")
