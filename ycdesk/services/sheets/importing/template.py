"""The workbook that a firm or a county fills in: made from the declared facts of a measure, read back by the import.

One sheet to fill in with headings, drop-downs and an example, one with explanations, one hidden with the words of the
drop-downs. Codes, dates and choices are told what they may hold while they are typed; the import checks them again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from ycdesk.calculation.facts import FactKind
from ycdesk.calculation.package import PolicyPackage
from ycdesk.domain.entry import LONGEST
from ycdesk.domain.entry_countries import CURRENCIES
from ycdesk.services.sheets.importing.reading_rows import EXAMPLE
from ycdesk.services.sheets.importing.targets import Field, Part, Target, cases_target

FILLED_IN, EXPLAINED, WORDS = "填报", "填写说明", "选项"
HEADING_ROW = 3
ROOM = 2000
"""Rows that the drop-downs reach over; more may be filled in all the same."""
_HEAD, _NEEDED, _GREY = (PatternFill("solid", fgColor=colour) for colour in ("DCE6F1", "FCE4D6", "F2F2F2"))
_THIN = Side(style="thin", color="BFBFBF")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_WRAPPED = Alignment(wrap_text=True, vertical="center", horizontal="center")
_FORMATS = {FactKind.MONEY: "#,##0.00", FactKind.AMOUNT: "#,##0.00##", FactKind.DATE: "yyyy-mm-dd", FactKind.WHOLE: "0"}
_KINDS = {
    FactKind.TEXT: "文字",
    FactKind.MONEY: "金额，按元填写，到分",
    FactKind.AMOUNT: "金额，按本行币种填写",
    FactKind.DECIMAL: "数字",
    FactKind.WHOLE: "整数",
    FactKind.YEAR: "四位年份",
    FactKind.DATE: "日期，如 2025-04-15",
    FactKind.YES_NO: "是或否",
    FactKind.CHOICE: "从下拉列表里选",
    FactKind.COUNTRY: "国家（地区）名称",
    FactKind.CURRENCY: "币种代码，如 USD",
    FactKind.RATE: "1 外币合人民币元",
}


def template_bytes(package: PolicyPackage, measure: str) -> bytes:
    """The template of a measure as an ``.xlsx``. Raises KeyError for an unknown one."""
    target = cases_target(package, measure)
    fields = [field for field in target.fields if field.part is not Part.COUNTY]
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    title = f"{package.measures[measure].title}申报明细表"
    _fill_in(sheet, title, fields, _several(target))
    _explain(book.create_sheet(EXPLAINED), package, measure, fields)
    _drop_downs(sheet, book.create_sheet(WORDS), package, fields)
    whole = BytesIO()
    book.save(whole)
    return whole.getvalue()


def write_template(package: PolicyPackage, measure: str, path: Path) -> None:
    """Write the template. Raises DeskError where the disk refuses."""
    from ycdesk.services.saving import save_file

    save_file(path, template_bytes(package, measure))


def _several(target: Target) -> str:
    if not target.has_rows:
        return "每行填一件。"
    return "每行填一笔明细；同一单位、同一事项内容的各行会合成一件，单位和事项的栏目每行都要填。"


def _fill_in(sheet: Worksheet, title: str, fields: Sequence[Field], several: str) -> None:
    sheet.title = FILLED_IN
    last = get_column_letter(len(fields))
    sheet["A1"], sheet["A2"] = (
        title,
        f"{several}橙色表头必填。金额单位：元。第 {HEADING_ROW + 1} 行是示例，填报前请删除。",
    )
    sheet["A1"].font = Font(bold=True, size=16)
    sheet["A2"].font = Font(color="7F7F7F")
    for row in (1, 2):
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=min(len(fields), 12))
    for at, field in enumerate(fields, 1):
        head = sheet.cell(HEADING_ROW, at, field.heading)
        assert isinstance(head, Cell)
        head.font, head.alignment, head.border = Font(bold=True), _WRAPPED, _BOX
        head.fill = _NEEDED if field.needed else _HEAD
        if field.spec.help:
            head.comment = Comment(field.spec.help, "ycdesk", height=60, width=260)
        letter = get_column_letter(at)
        sheet.column_dimensions[letter].width = _width(field)
        style = _FORMATS.get(field.spec.kind, "@" if field.spec.kind in _AS_TEXT else "General")
        sheet.column_dimensions[letter].number_format = style
        example = sheet.cell(HEADING_ROW + 1, at)
        example.number_format = "@"
        example.value, example.font = _example(field, at), Font(italic=True, color="7F7F7F")
        example.fill = _GREY
    sheet.row_dimensions[HEADING_ROW].height = 36
    sheet.freeze_panes = f"B{HEADING_ROW + 1}"
    sheet.auto_filter.ref = f"A{HEADING_ROW}:{last}{HEADING_ROW + ROOM}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight = "landscape", 9, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{HEADING_ROW}:{HEADING_ROW}"


_AS_TEXT = (FactKind.TEXT, FactKind.CHOICE, FactKind.COUNTRY, FactKind.CURRENCY, FactKind.YES_NO)


def _width(field: Field) -> float:
    """Width of a column: a Chinese character takes two."""
    least = {FactKind.DATE: 12, FactKind.MONEY: 14, FactKind.AMOUNT: 14}.get(field.spec.kind, 8)
    wide = {"name": 30, "credit_code": 21, "account_number": 24, "id_no": 21, "address": 30, "account_name": 30}
    return wide.get(field.spec.name, max(least, min(2 * len(field.heading) + 2, 22)))


def _example(field: Field, at: int) -> str:
    """The example of a field, as text: it is told from data by the word at its first cell."""
    spec = field.spec
    if at == 1:
        return f"{EXAMPLE}{spec.example}"
    if spec.choices:
        return spec.choices[0][1]
    return spec.example or ("否" if spec.kind is FactKind.YES_NO else "")


def _explain(sheet: Worksheet, package: PolicyPackage, measure: str, fields: Iterable[Field]) -> None:
    rules = package.measures[measure]
    sheet.append([f"{rules.title}（{package.document}，{rules.clause}）"])
    sheet.append([rules.summary])
    sheet.append([])
    sheet.append(["栏目", "必填", "怎样填", "说明", "示例"])
    for field in fields:
        spec = field.spec
        choices = (
            "：" + "、".join(label for _, label in spec.choices) if spec.choices and len(spec.choices) < 20 else ""
        )
        words = f"{_KINDS[spec.kind]}{choices}"
        if spec.kind is FactKind.TEXT:
            words += f"，最多 {LONGEST} 字"
        sheet.append([field.heading, "是" if field.needed else "", words, spec.help, spec.example])
    sheet["A1"].font = Font(bold=True, size=14)
    for cell in sheet[4]:
        cell.font, cell.fill, cell.border = Font(bold=True), _HEAD, _BOX
    for letter, width in zip("ABCDE", (28, 6, 46, 50, 30), strict=True):
        sheet.column_dimensions[letter].width = width
    for row in sheet.iter_rows(min_row=5):
        for cell in row:
            cell.alignment, cell.border = Alignment(wrap_text=True, vertical="top"), _BOX
            cell.data_type = "s" if cell.value else cell.data_type
    sheet.freeze_panes = "A5"
    sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight = "landscape", 9, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _drop_downs(sheet: Worksheet, words: Worksheet, package: PolicyPackage, fields: Sequence[Field]) -> None:
    """The words of each drop-down stand in a column of a hidden sheet: a list in the cell itself may be too long."""
    words.sheet_state = "hidden"
    for at, field in enumerate(fields, 1):
        listed = _listed(package, field)
        if not listed:
            continue
        column = words.max_column + (1 if words["A1"].value else 0)
        for row, word in enumerate(listed, 1):
            words.cell(row, column, word)
        letter = get_column_letter(column)
        rule = DataValidation(
            "list", formula1=f"'{WORDS}'!${letter}$1:${letter}${len(listed)}", allow_blank=True, showErrorMessage=True
        )
        rule.errorTitle, rule.error = field.spec.title[:30], "请从下拉列表里选。"
        rule.errorStyle = "warning" if field.spec.kind in (FactKind.COUNTRY, FactKind.CURRENCY) else "stop"
        sheet.add_data_validation(rule)
        place = get_column_letter(at)
        rule.add(f"{place}{HEADING_ROW + 1}:{place}{HEADING_ROW + ROOM}")


def _listed(package: PolicyPackage, field: Field) -> list[str]:
    match field.spec.kind:
        case FactKind.CHOICE:
            return [label for _, label in field.spec.choices]
        case FactKind.YES_NO:
            return ["是", "否"]
        case FactKind.COUNTRY:
            return [country.name for country in package.countries.values()]
        case FactKind.CURRENCY:
            return list(CURRENCIES)
        case _:
            return []
